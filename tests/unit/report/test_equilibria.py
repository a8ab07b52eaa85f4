"""The answer of `solve` fits the terminal, however large the numbers."""

import pytest

from holdfast.questions.equilibria import Near, Nearest, Solved, States
from holdfast.report.equilibria import counts_table, solved_text

CONCEPTS = ("nash", "gmr", "smr", "seq", "symmetric_seq", "sim")
HUGE = 2**32


def answer(n_parties=8, n_options=32, **changes):
    state = "Y" * n_options
    some = States(HUGE - 20, (state,) * 20)
    parties = [f"a_party_with_a_long_name_{k}" for k in range(n_parties)]
    fields = {
        "plan": "p",
        "account": "a",
        "options": tuple(f"option_{k}" for k in range(n_options)),
        "n_states": HUGE,
        "engine": "dense",
        "reason": "quickest for many states, in minutes; " + "plain cannot (so many options), " * 5,
        "equilibria": dict.fromkeys(CONCEPTS, some),
        "stable_counts": {party: dict.fromkeys(CONCEPTS, HUGE - 1) for party in parties},
        "stable": {},
        "unavailable": {"sim": "left out: " + "it would take a very long time " * 5},
        "possible": {},
    }
    return Solved(**{**fields, **changes})


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("n_parties", [1, 2, 5, 8, 20])
def test_it_fits(width, n_parties):
    near = Near(3, 1000, (("Y" * 32, tuple(f"party{k}: option and not other option" for k in range(8))),) * 5)
    changes = {"where": "a and " * 40 + "b", "nearest": Nearest("Y" * 32, "p", dict.fromkeys(CONCEPTS, near))}
    for found in (answer(n_parties), answer(n_parties, **changes)):
        assert max(map(len, solved_text(found, width).splitlines())) <= width


def test_every_number_is_there_exact_and_under_its_party():
    counts = {f"p{k}": {c: 10 ** (k + 1) + j for j, c in enumerate(CONCEPTS)} for k in range(9)}
    text = counts_table(counts, 50)
    for block in text.split("\n\n"):
        head, *rows = [line.split() for line in block.splitlines()]
        for row in rows:
            for party, number in zip(head[1:], row[1:], strict=True):
                assert int(number.replace(",", "")) == counts[party].pop(row[0])
    assert not any(counts.values())


def test_as_many_columns_as_fit_stand_beside_one_another():
    counts = {party: {"nash": 1} for party in ("abc", "def", "ghi")}
    exactly = len("concept  abc  def  ghi")
    assert counts_table(counts, exactly).splitlines()[0] == "concept  abc  def  ghi"
    assert counts_table(counts, exactly - 1).splitlines()[0] == "concept  abc  def"


def test_what_a_page_says():
    states = States(30, ("YN", "YY"))
    first = solved_text(answer(1, equilibria={"nash": states}), 80)
    assert "YN, YY, … (28 more)" in first
    second = solved_text(answer(1, equilibria={"nash": states}, page=2), 80)
    assert "which hold, page 2" in second
    assert "more)" not in second
    beyond = solved_text(answer(1, equilibria={"nash": States(30, ())}, page=9), 80)
    assert "none on this page" in beyond
    nothing = solved_text(answer(1, equilibria={"nash": States(0, ())}, page=9), 80)
    assert "none\n" in nothing
    unlisted = solved_text(answer(1, equilibria={"nash": States(30, ())}), 80)
    assert " … (30 more)" in unlisted


def test_what_is_nearest_is_told_in_words():
    near = {
        "nash": Near(None, 0),
        "gmr": Near(0, 1, (("YN", ()),)),
        "seq": Near(1, 5, (("NN", ("a: not x",)),) * 5),
    }
    text = solved_text(
        answer(1, equilibria=dict.fromkeys(near, States(1, ("YN",))), nearest=Nearest("YN", "", near)), 80
    )
    assert "nash  none holds" in text
    assert "gmr   no change: it holds itself" in text
    assert "seq   1 change: NN (a: not x), NN (a: not x), NN (a: not x), … (2 more)" in text
