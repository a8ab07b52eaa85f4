"""`paths` on conflicts small enough to work out by hand."""

import pytest

from holdfast import compile, example, family, loads, paths
from holdfast.errors import CapacityError, ModelError, QuestionError
from holdfast.questions.paths import ways

CUBA, ELMIRA = compile(example("cuba-1962")), compile(example("elmira-1991"))


def steps(way):
    return [[(step.by, step.to) for step in sequence] for sequence in way.sequences]


def test_cuba_from_one_to_seven():
    """The US blockades, the USSR withdraws: both want their step. In the other order neither does."""
    target = paths(CUBA, to="NYYN").target("NYYN")
    moves, improvements = target.ways["moves"], target.ways["improvements"]
    assert steps(moves) == [
        [(("us",), "NYNN"), (("ussr",), "NYYN")],
        [(("ussr",), "NNYN"), (("us",), "NYYN")],
    ]
    assert [[step.wanted for step in made] for made in moves.sequences] == [[True, True], [False, False]]
    assert (moves.first, moves.first_in_every, moves.needed, moves.unwanted) == (("us", "ussr"), (), ("us", "ussr"), 0)
    assert steps(improvements) == steps(moves)[:1]
    assert improvements.first_in_every == ("us",)
    assert all(not step.could_leave and step.can_undo for step in improvements.sequences[0])
    withdrawn = moves.sequences[1][1]  # at 5, before the blockade: the USSR would rather take the missiles back
    assert [(each.party, each.to) for each in withdrawn.could_leave] == [("ussr", "NNNN")]


def test_elmira_by_insisting_and_then_together():
    """1 to 5 by the local government; 5 to 8 by the ministry and Uniroyal together, neither of whom could alone."""
    target = paths(ELMIRA, to="YNYNY").target("YNYNY")
    assert not target.ways["improvements"].reachable
    assert target.ways["improvements"].nearest == "NYNNY"
    way = target.ways["coalitions"]
    assert (way.n_steps, way.n_sequences) == (2, 1)
    alone, together = way.sequences[0]
    assert (alone.by, alone.to, alone.can_undo) == (("local_government",), "NYNNY", True)
    assert (together.by, together.to, together.can_undo) == (("moe", "uniroyal"), "YNYNY", False)
    assert together.moves == ("moe: modify", "uniroyal: not delay and accept")
    moves = target.ways["moves"]
    assert (moves.n_steps, moves.n_sequences, moves.unwanted) == (3, 6, 1)


def test_default_targets_are_what_happened_and_the_equilibria():
    answer = paths(CUBA, outcome="NYYN")
    found = [(each.state, each.is_outcome, each.holds_under) for each in answer.targets]
    assert found == [
        ("NYYN", True, ("seq",)),
        ("NNYN", False, ("seq",)),
        ("YNYN", False, ("nash", "seq")),
    ]
    assert answer.left_out == 0
    assert answer.target("NNYN").ways["improvements"].n_steps == 3  # blockade, withdrawal, end of the blockade
    assert str(paths(CUBA, "NNNN", "NNNN", by=["moves"])) == "from NNNN to NNNN by moves 0 steps"


def test_what_stands_in_the_way():
    """From 6, after the air strike, no way leads back to 1; and nobody ever wants to escalate."""
    way = paths(CUBA, "YNYN", "NNNN", by=["moves"]).targets[0].ways["moves"]
    assert (way.reachable, way.one_way, way.nearest) == (False, ("air_strike",), "YNNN")
    assert way.n_reached == 5  # all with the strike but itself
    way = paths(CUBA, "NYYN", "NYNY", by=["improvements"]).targets[0].ways["improvements"]
    assert (way.reachable, way.one_way, way.never_want) == (False, (), ())


SIGNING = """
schema: holdfast/case/1
title: Two sign
parties:
  a: {options: {sign_a: Sign}}
  b: {options: {sign_b: Sign, leave: {text: Leave, irreversible: true}}}
issues:
  cap: {name: Cap, positions: [none, low, high], now: none}
plans:
  draft: {title: Draft, positions: {}}
agreement: {signatories: {a: sign_a, b: sign_b}}
preferences:
  a: [cap = low, sign_a]
  b: [cap = low, not leave]
"""


def test_an_unknown_cell_decides_whether_the_second_wants_to_sign():
    """With a low cap b wants to sign once a has; otherwise it has nothing to gain by it."""
    target = paths(family(loads(SIGNING), plan="draft")).target("draft")
    assert target.ways["moves"].n_sequences == 2
    assert target.ways["moves"].unwanted is None
    way = target.ways["improvements"]
    assert (way.reachable, way.n_steps, way.depends_on) == (None, None, ("cap",))
    told = {positions["cap"]: (each.reachable, each.first_in_every) for positions, each in way.possible}
    assert told == {("low",): (True, ("a",)), ("none", "high"): (False, ())}
    joint = {p["cap"]: w.n_steps for p, w in target.ways["coalitions"].possible}
    assert joint == {("low",): 1, ("none", "high"): None}
    never = next(each for positions, each in way.possible if "none" in positions["cap"])
    assert never.never_want == ("b",)
    text = str(paths(family(loads(SIGNING), plan="draft")))
    assert "by improvements open" in text


def test_questions_that_cannot_be_asked(monkeypatch):
    with pytest.raises(QuestionError, match="no kind of steps"):
        paths(CUBA, by=["jumps"])
    with pytest.raises(QuestionError, match="no status quo"):
        paths(CUBA.replace(status_quo=None))
    with pytest.raises(ModelError, match="cannot occur"):
        paths(CUBA, to="NNYY")
    with pytest.raises(QuestionError, match="no target"):
        paths(CUBA).target("YYYY")
    monkeypatch.setattr(ways, "GRID_STATES", 4)
    monkeypatch.setattr(ways, "MAX_CELLS", 8)
    with pytest.raises(CapacityError, match="12 combinations"):
        paths(CUBA, to="NYYN")


def test_too_many_states_to_count(monkeypatch):
    monkeypatch.setattr("holdfast.engines.shortest.web.__defaults__", (0,))
    way = paths(CUBA, to="NYYN", by=["moves"]).targets[0].ways["moves"]
    assert (way.reachable, way.n_steps, way.n_sequences) == (True, 2, None)
    assert len(way.sequences) == 1
    assert way.unwanted == sum(not step.wanted for step in way.sequences[0])


def test_a_refusal_to_solve_leaves_the_other_targets():
    answer = paths(family(loads(SIGNING), plan="draft"), seconds=0)
    assert [target.plan for target in answer.targets] == ["draft"]
    assert answer.note.startswith("no equilibria were looked for")
    assert answer.json()["note"] == answer.note
