"""`upsets` on conflicts small enough to work out by hand."""

import pytest

from holdfast import compile, example, family, loads, upsets
from holdfast.case import Direction
from holdfast.errors import CapacityError, QuestionError
from holdfast.model.model import Model
from holdfast.model.preference import Tiers
from holdfast.model.structure import Structure
from holdfast.questions.upsets import ask, state
from holdfast.report.upsets import upsets_text

CUBA, ELMIRA = compile(example("cuba-1962")), compile(example("elmira-1991"))


def coalitions(answer):
    return [each.coalition for each in answer.coalitions]


def test_elmira_jumps_from_five_to_eight():
    answer = upsets(ELMIRA, "NYNNY")
    assert (answer.smallest, answer.holds_under) == (2, ("nash", "seq"))
    assert coalitions(answer) == [("moe", "uniroyal")]
    (upset,) = answer.coalitions[0].upsets
    assert (upset.to, upset.answered, upset.equilibrium_jump) == ("YNYNY", "no", True)
    assert upset.moves == ("moe: modify", "uniroyal: not delay and accept")
    assert answer.coalitions[0].n_ends == 1
    for concept in ("cgmr", "csmr", "cseq"):
        assert coalitions(upsets(ELMIRA, "NYNNY", concept=concept)) == [("moe", "uniroyal")]
    assert str(upsets(ELMIRA, "YNYNY")) == "state YNYNY can be upset by no coalition"


def test_two_prisoners_together():
    """At joint refusal nobody alone can gain, and both gain by both cooperating; each could then take it back."""
    model = compile(example("prisoners-dilemma"))
    answer = upsets(model, "NN")
    assert coalitions(answer) == [("first", "second")] == coalitions(upsets(model, "NN", concept="coalition_seq"))
    upset = answer.coalitions[0].upsets[0]
    assert (upset.to, upset.answered, upset.reply, upset.equilibrium_jump) == ("YY", "no", None, True)
    assert coalitions(upsets(model, "YY")) == [("first",), ("second",)]
    assert coalitions(upsets(model, "YY", concept="coalition_seq")) == []


def test_one_party_alone_is_no_equilibrium_jump():
    """In Cuba 7 and 5 are both equilibria, and the United States alone passes from one to the other."""
    answer = upsets(CUBA, "NYYN")
    (upset,) = answer.coalitions[0].upsets
    assert (answer.smallest, upset.to, upset.holds_under) == (1, "NNYN", ("seq",))
    assert not upset.equilibrium_jump
    assert (upset.answered, upset.reply.to, upset.reply.hurts) == ("wanted", "NNNN", ("us",))


TOGETHER = """
schema: holdfast/case/1
title: An answer that takes two
parties:
  a: {options: {leave: Leave}}
  b: {options: {march_b: March}}
  c: {options: {march_c: March}}
preferences:
  a: [not (march_b and march_c), leave]
  b: [not march_b or march_c and leave, march_b]
  c: [not march_c or march_b and leave, march_c]
"""


def test_others_who_would_answer_only_together():
    """Alone neither b nor c marches, but together they want to, once a has left: coalitions keep a from leaving."""
    model = compile(loads(TOGETHER))
    (upset,) = upsets(model, "NNN").coalitions[0].upsets
    assert (upset.to, upset.answered) == ("YNN", "wanted")
    assert (sorted(upset.reply.by), upset.reply.to) == (["b", "c"], "YYY")
    assert ("a",) not in coalitions(upsets(model, "NNN", concept="coalition_seq"))
    assert ("a",) not in coalitions(upsets(model, "NNN", concept="coalition_gmr"))


def test_a_tie_spoils_it_too():
    """As above, and what b and c bring about leaves a exactly as well off as before it left."""
    model = compile(loads(TOGETHER.replace("a: [not (march_b and march_c), leave]", "a: [leave and not march_b]")))
    here, there = model.structure.state("NNN"), model.structure.state("YYY")
    assert model.level(0, here) == model.level(0, there)
    assert upsets(model, "NNN").coalitions[0].upsets[0].answered == "wanted"
    assert ("a",) not in coalitions(upsets(model, "NNN", concept="coalition_seq"))


OPEN = """
schema: holdfast/case/1
title: A pair that may gain
parties:
  a: {options: {sign_a: Sign, act_a: Act}}
  b: {options: {sign_b: Sign, act_b: Act}}
issues:
  cap: {name: Cap, positions: [none, low, high], now: none}
plans:
  draft: {title: Draft, positions: {}}
agreement: {signatories: {a: sign_a, b: sign_b}}
preferences:
  a: [sign_a, act_a iff act_b, act_a if cap = low]
  b: [sign_b, act_a iff act_b, act_b if cap = low]
"""


def test_an_unknown_cell_decides_whether_they_gain():
    answer = upsets(family(loads(OPEN), plan="draft"))
    assert (answer.smallest, answer.coalitions) == (None, ())
    (maybe,) = answer.possible
    assert (maybe.coalition, maybe.positions, maybe.upsets[0].to) == (("a", "b"), {"cap": ("low",)}, "YYYY")
    assert maybe.upsets[0].gains == {"a": "act_a if cap = low", "b": "act_b if cap = low"}
    assert "open" in str(answer)


def test_the_size_is_bounded(monkeypatch):
    assert coalitions(upsets(ELMIRA, "NYNNY", largest=1)) == []
    assert upsets(ELMIRA, "NYNNY", largest=1).largest == 1
    assert upsets(ELMIRA, "NYNNY", largest=9).largest == 3
    monkeypatch.setattr(ask, "MAX_COALITIONS", 6)
    with pytest.raises(CapacityError, match="--largest 2"):
        upsets(ELMIRA, "NYNNY")
    assert coalitions(upsets(ELMIRA, "NYNNY", largest=2)) == [("moe", "uniroyal")]


def test_what_was_not_settled_is_said(monkeypatch):
    """With no end looked at, nothing is known of the pair but that it can improve."""
    monkeypatch.setattr(state, "MAX_ENDS", 0)
    answer = upsets(ELMIRA, "NYNNY", concept="cseq")
    assert (answer.undecided, answer.coalitions, answer.smallest) == ((("moe", "uniroyal"),), (), None)
    assert str(answer) == "state NYNNY can be upset by no coalition that was settled"


def test_a_smaller_coalition_that_was_not_settled(monkeypatch):
    """Then the pair is known to upset it, and not that nobody could alone."""
    settled = state.Upsettable.can_upset
    alone = lambda self, coalition: settled(self, coalition) if len(coalition) > 1 else None  # noqa: E731
    monkeypatch.setattr(state.Upsettable, "can_upset", alone)
    answer = upsets(ELMIRA, "NYNNY")
    assert (coalitions(answer), len(answer.undecided), answer.smallest) == ([("moe", "uniroyal")], 3, None)
    text = upsets_text(example("elmira-1991"), answer, 80)
    assert text.startswith("2 parties together can upset state 5 (NYNNY), perhaps fewer.")


def test_a_wanted_answer_that_is_no_legal_sequence_of_moves():
    """b goes 2 > 3 alone, then b and c go 3 > 4 > 5: two joint improvements, in which b moves twice in a row."""
    arcs = (((1, 2),), ((2, 3), (3, 4)), ((4, 5),))
    names = ("a", "b", "c")
    structure = Structure(names, ("x", "y", "z"), (0, 1, 2), (Direction.BOTH,) * 3, arcs=arcs)
    likes = (
        Tiers(((2, 3, 4), (0, 1, 5, 6, 7))),
        Tiers(((5,), (3,), (2,), (0, 1, 4, 6, 7))),
        Tiers(((5,), (0, 1, 2, 3, 4, 6, 7))),
    )
    model = Model(structure, likes, ((),) * 3)
    (upset,) = upsets(model, structure.label(1)).coalitions[0].upsets
    assert (upset.answered, upset.reply.to, upset.reply.by) == ("wanted", structure.label(5), ("b", "c"))
    assert ("a",) in coalitions(upsets(model, structure.label(1), concept="coalition_gmr"))
    assert ("a",) not in coalitions(upsets(model, structure.label(1), concept="coalition_seq"))


def test_too_large_for_a_coalition(monkeypatch):
    monkeypatch.setattr(state, "GRID_STATES", 0)
    assert [each.coalition for each in upsets(CUBA, "NNNN").coalitions] == [("us",)]
    monkeypatch.setattr(state, "MAX_CELLS", 3)
    with pytest.raises(CapacityError, match="leave out options"):
        upsets(CUBA, "NNNN")


def test_questions_that_cannot_be_asked():
    with pytest.raises(QuestionError, match="parties alone"):
        upsets(CUBA, "NNNN", concept="seq")
    with pytest.raises(QuestionError, match="name a state"):
        upsets(CUBA)
