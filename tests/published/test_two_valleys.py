"""The teaching case with weights: what its page says of it, against the definitions."""

from fractions import Fraction
from itertools import product

import pytest

import holdfast as hf
from holdfast.case import ById, Cell, Plan
from holdfast.model.preference import worth_of

CASE = hf.example("two-valleys")


def gains(plan: str, case=CASE):
    """Return what each party gains over the status quo by a plan, and whether no red line is crossed."""
    model = hf.compile(case, plan=plan)
    found, kept = [], True
    for k, weights in enumerate(model.preferences):
        n, here, before = model.structure.n_options, model.plan_state, model.status_quo
        found.append(worth_of(weights, here, n) - worth_of(weights, before, n))
        kept = kept and model.level(k, here)[0]
    return found, kept


def every_package():
    for positions in product(*(issue.positions for issue in CASE.issues.values())):
        cells = ById((issue, Cell(at)) for issue, at in zip(CASE.issues, positions, strict=True))
        case = CASE.replace(plans=ById([("one", Plan("one", positions=cells))]))
        found, kept = gains("one", case)
        yield case, found, kept


def test_the_governors_draft_holds_firmly_and_all_would_sign():
    answer = hf.holds(hf.family(CASE, plan="governor"))
    assert answer.holds_firmly
    verdicts = {party: (answer.party(party).verdict, answer.party(party).would_sign) for party in CASE.parties}
    assert verdicts == {"upper": ("deterred", True), "lower": ("content", True), "mine": ("deterred", True)}
    assert gains("governor") == ([10, 25, 19], True)


def test_the_mine_blocks_the_engineers_draft_whatever_is_unknown_in_it():
    assert list(set(CASE.issues) - set(CASE.plans["engineers"].positions)) == ["gauges"]
    answer = hf.holds(hf.family(CASE, plan="engineers"))
    assert answer.holds is False
    assert [each.party for each in answer.blockers] == ["mine"]
    for readings, short in (("closed", -31), ("open", -32)):
        model = hf.compile(CASE, plan="engineers", positions={"gauges": readings})
        weights = model.preferences[2]
        gain = worth_of(weights, model.plan_state, 6) - worth_of(weights, model.status_quo, 6)
        assert gain == short


def test_eleven_packages_would_be_signed_and_one_beats_the_governors_draft():
    zone, better = [], []
    governor, _ = gains("governor")
    for case, found, kept in every_package():
        if kept and min(found) > 0:
            zone.append(case)
            assert hf.holds(hf.compile(case, plan="one")).holds_firmly
        if kept and found != governor and all(a >= b for a, b in zip(found, governor, strict=True)):
            better.append({issue: cell.position for issue, cell in case.plans["one"].positions.items()})
            assert [a - b for a, b in zip(found, governor, strict=True)] == [2, 4, 0]
    assert len(zone) == 11
    own = {issue: cell.position for issue, cell in CASE.plans["governor"].positions.items()}
    assert better == [own | {"board": "advice"}]


def test_drafts_agree_with_judging_each():
    answer = hf.drafts(CASE)
    assert (answer.n_drafts, answer.all_sign, answer.firmly_and_all_sign) == (162, 11, 11)
    assert answer.nearest_to("governor").firmly_and_all_sign.n_changes == 0
    board = hf.drafts(CASE, plan="governor", free=["board"])
    assert (board.n_drafts, board.all_sign, board.holds) == (3, 3, 3)
    board = hf.drafts(CASE, plan="engineers", free=["board"])
    assert (board.n_drafts, board.all_sign, board.holds) == (6, 0, 0)


@pytest.mark.parametrize("engine", ["plain", "dense", "sparse"])
def test_engines_agree(engine):
    for plan in ("governor",):
        model = hf.compile(CASE, plan=plan)
        solution = hf.solve(model, engine=engine)
        plain = hf.solve(model, engine="plain")
        for concept in ("nash", "gmr", "smr", "seq", "symmetric_seq", "sim"):
            assert solution.equilibria(concept) == plain.equilibria(concept)


def test_the_table_on_its_page_is_that_of_the_file():
    from importlib.resources import files

    from holdfast.report.weights import number_words

    page = files("holdfast").joinpath("catalogue", "two-valleys", "README.md").read_text("utf-8")
    rows = {line.split("|")[1].strip(" `"): line for line in page.splitlines() if line.startswith("| `")}
    for party, stated in CASE.preferences.items():
        cells = [cell.strip() for cell in rows[party].split("|")[2:-1]]
        worths = {each.issue: each for each in stated.issues}
        told = [
            ", ".join(number_words(worths[issue].at(p)) for p in CASE.issues[issue].positions)
            if issue in worths
            else ""
            for issue in CASE.issues
        ]
        assert cells == [*told, number_words(stated.walk_away or Fraction(0))]
