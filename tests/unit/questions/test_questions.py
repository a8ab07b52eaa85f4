"""Answers and their witnesses on conflicts small enough to check by hand."""

from __future__ import annotations

import json

import pytest

import holdfast as hf
from holdfast.questions.answer import VERDICTS
from holdfast.questions.judge import worst_verdict
from holdfast.questions.solved import solved
from holdfast.questions.state import letters_of
from holdfast.questions.why import why_family

VALLEY = """
schema: holdfast/case/1
title: Valley
parties:
  north: {options: {sign: Sign, shell: Shell the valley}}
  south: {options: {sign: Sign, block_road: Block the road}}
issues:
  cap: {name: Cap, positions: [none, high, low], now: none}
  eu: {name: Union, positions: [out, in], now: out}
plans:
  full: {positions: {cap: high, eu: in}, conduct: [not shell]}
  bare: {positions: {eu: in}}
  empty: {positions: {}}
agreement: {signatories: {north: sign, south: sign}}
status_quo: NNNN
"""
BASE = (
    VALLEY
    + """
preferences:
  north: [not south.block_road, cap >= high, not north.sign if cap = low]
  south: [not north.shell, cap < low, north.sign and south.sign]
"""
)


def hold(text, plan, account=None):
    return hf.holds(hf.family(hf.loads(text), plan=plan, account=account))


def test_the_plans_state_is_the_status_quo_signed_with_its_conduct():
    assert hold(BASE, "full").state == "YNYN"
    assert hold(BASE.replace("status_quo: NNNN", "status_quo: NYNY"), "full").state == "YNYY"


def test_an_issue_stands_at_now_until_the_agreement_is_in_force():
    case = hf.loads(BASE)
    model = hf.compile(case, plan="full")
    cap = model.preferences[0].formulas[1]  # cap >= high: true exactly where both have signed
    from holdfast.model.formula import on_codes

    truth = on_codes(cap, model.structure.codes, 4)
    assert {model.structure.label(int(c)) for c in model.structure.codes[truth]} == {"YNYN", "YYYN", "YNYY", "YYYY"}


def test_without_a_plan_every_issue_stays_at_now():
    model = hf.compile(hf.loads(BASE))
    from holdfast.model.formula import FALSE

    assert model.preferences[0].formulas[1] == FALSE
    assert model.plan_state is None
    with pytest.raises(hf.errors.QuestionError):
        hf.holds(model)


def test_an_unknown_cell_opens_the_verdict_and_says_what_it_turns_on():
    answer = hold(BASE, "bare")
    south = answer.party("south")
    assert (south.verdict, south.depends_on) == ("open", ("cap",))
    assert south.possible == (
        "content",
        "bluffed",
    )  # south can leave when the cap is low, and north could shell, at its own cost
    by_verdict = {reading.verdict: dict(reading.positions) for reading in south.readings}
    assert by_verdict == {"content": {"cap": ("none", "high")}, "bluffed": {"cap": ("low",)}}
    assert answer.holds is True
    assert answer.holds_firmly is None
    assert answer.depends_on == ("cap",)
    assert json.dumps(answer.json())
    assert "depends" not in str(hold(BASE, "full").json())


def test_an_unknown_cell_nobody_asks_about_changes_nothing():
    text = (
        BASE.replace("cap >= high", "eu = in")
        .replace("not north.sign if cap = low", "eu = out")
        .replace("cap < low", "eu = in")
    )
    assert hold(text, "bare").json() | {"provenance": 0} == hold(
        text.replace("bare: {positions: {eu: in}}", "bare: {positions: {eu: in, cap: low}}"), "bare"
    ).json() | {"provenance": 0}


def test_compile_refuses_what_it_cannot_know():
    case = hf.loads(BASE)
    with pytest.raises(hf.errors.ModelError, match='leaves "cap" unknown'):
        hf.compile(case, plan="bare")
    assert hf.compile(case, plan="bare", positions={"cap": "low"}).plan_state is not None
    with pytest.raises(hf.errors.ModelError, match="no plan"):
        hf.compile(case, plan="fall")
    with pytest.raises(hf.errors.ModelError, match="no account"):
        hf.compile(case, plan="full", account="x")


def test_accounts_replace_the_parties_they_name():
    text = BASE + "accounts:\n  rival: {title: Rival, preferences: {south: [not south.sign]}}\n"
    assert hold(text, "full").party("south").verdict == "content"
    assert hold(text, "full", "rival").party("south").verdict == "blocker"
    assert hold(text, "full", "rival").party("north") == hold(text, "full").party("north")


def test_would_sign_compares_with_the_status_quo():
    answer = hold(BASE, "full")
    assert answer.party("north").would_sign is True
    assert answer.party("north").sign_reason == "cap >= high"
    tie = hold(
        BASE.replace("[not south.block_road, cap >= high, not north.sign if cap = low]", "[not south.block_road]"),
        "full",
    )
    assert tie.party("north").would_sign is False


def test_a_blocker_comes_with_the_move_the_gain_and_what_would_deter_it():
    text = VALLEY + "preferences:\n  north: [not south.block_road, north.shell]\n  south: [not north.shell]\n"
    answer = hold(text, "full")
    (improvement,) = [i for i in answer.party("north").improvements if i.sanction is None and i.n_changes == 1] or [
        None
    ]
    assert improvement is None  # south can always block the road, so nothing north does goes unanswered
    assert answer.party("north").verdict == "bluffed"
    free = hold(text.replace("not south.block_road, ", ""), "full").party("north")
    assert free.verdict == "blocker"
    first = min(free.improvements, key=lambda i: i.n_changes)
    assert (first.move, first.gain, first.guards) == ("north: shell", "shell", ("shell",))


def test_blockers_lists_those_whose_verdict_is_open():
    text = BASE.replace(
        "[not north.shell, cap < low, north.sign and south.sign]", "[cap < low, north.sign and south.sign]"
    )
    family = hf.family(hf.loads(text), plan="bare")
    assert [(verdict.party, verdict.verdict) for verdict in hf.blockers(family)] == [("south", "open")]
    assert hf.holds(family).holds is None


def test_worst_verdict():
    assert worst_verdict(["content", "bluffed", "deterred"]) == "bluffed"
    assert VERDICTS[0] == "content"


def test_rather_needs_statements():
    with pytest.raises(hf.errors.QuestionError):
        hf.rather(
            hf.loads(
                BASE.replace(
                    "[not south.block_road, cap >= high, not north.sign if cap = low]", f"{{ranking: {_all()}}}"
                )
            ),
            "north",
            "full",
            "bare",
        )


def _all():
    from itertools import product

    return "[" + ", ".join("".join(p) for p in product("YN", repeat=4)) + "]"


@pytest.mark.parametrize(
    ("first", "second", "outcome"), [("full", "bare", {"first", "second", "same"}), ("full", "full", {"same"})]
)
def test_rather_visits_every_filling(first, second, outcome):
    assert hf.rather(hf.loads(BASE), "south", first, second) <= outcome
    assert hf.rather(hf.loads(BASE), "north", first, second) <= outcome


def test_rather_by_hand():
    case = hf.loads(BASE)
    # south: cap high and cap none are as good, cap low is worse
    assert hf.rather(case, "south", "full", "bare") == {"same", "first"}


def test_solve_over_unknown_cells_lists_sure_and_possible():
    answer = solved(hf.family(hf.loads(BASE), plan="bare"))
    models = [model for _, model in hf.family(hf.loads(BASE), plan="bare").models()]
    assert answer.n_models == len(models) > 1
    per_model = [set(hf.solve(model).equilibria("nash")) for model in models]
    assert set(answer.equilibria["nash"].first) == set.intersection(*per_model)
    assert set(answer.possible["nash"].first) == set.union(*per_model)


def test_solve_limits_lists_but_not_counts():
    answer = solved(hf.family(hf.example("cuba-1962")), limit=2)
    assert answer.equilibria["gmr"].count == 7
    assert len(answer.equilibria["gmr"].first) == 2


def test_states_by_letters_and_names():
    case = hf.example("cuba-1962")
    assert letters_of(case, "7") == letters_of(case, "NYYN") == "NYYN"
    with pytest.raises(hf.errors.ModelError):
        letters_of(case, "99")


def test_why_says_so_where_unknown_cells_matter():
    with pytest.raises(hf.errors.QuestionError, match="unknown"):
        why_family(hf.family(hf.loads(BASE), plan="bare"), None, "south", "seq")


@pytest.mark.parametrize("slug", hf.examples())
def test_why_agrees_with_solve_everywhere(slug):
    case = hf.example(slug)
    if case.plans:
        return
    model = hf.compile(case)
    solution = hf.solve(model)
    for concept in solution.concepts:
        for state in map(model.structure.label, model.structure.states):
            for party in model.parties:
                told = hf.why(model, state, party, concept)
                assert told.stable is solution.verdict(state, party, concept)
                assert len(told.sentences) >= 1


def test_rules_about_issues_branch_the_family():
    text = BASE + "rules:\n  - never: cap = low and north.sign and not north.shell\n"
    family = hf.family(hf.loads(text), plan="bare")
    assert len(family.branches) == 2
    answer = hf.holds(family)
    assert answer.state == "YNYN"  # where cap is low the plan's state cannot occur, and that filling is left out
    assert "cap" not in answer.party("south").depends_on


def test_fillings_joined_by_how_they_read_give_the_same_verdicts(monkeypatch):
    case = hf.example("ukraine-2025")
    asked = [(plan, account) for plan in ("e28", "u20") for account in ("author", "kyiv")]
    before = [hf.holds(hf.family(case, plan=plan, account=account)) for plan, account in asked]
    monkeypatch.setattr("holdfast.model.family.MAX_RANKED", 0)
    for (plan, account), expected in zip(asked, before, strict=True):
        found = hf.holds(hf.family(case, plan=plan, account=account))
        assert (found.holds, found.holds_firmly) == (expected.holds, expected.holds_firmly)
        assert [v.verdict for v in found.parties] == [v.verdict for v in expected.parties]
        assert [v.possible for v in found.parties] == [v.possible for v in expected.parties]
