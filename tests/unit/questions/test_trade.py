"""Trades on small cases made by hand: what counts, what does not, and how far the search goes."""

from __future__ import annotations

import pytest

import holdfast as hf
from holdfast.errors import QuestionError
from holdfast.questions.trade.ground import ground_of
from holdfast.questions.trade.limits import most_changes
from holdfast.questions.trade.search import n_sets

from .drafting import case_of

TWO = "parties:\n  a: {options: {sa: Sign}}\n  b: {options: {sb: Sign}}\n  c: {options: {oc: Object}}\n"
SIGN = "agreement: {signatories: {a: sa, b: sb}}\n"


def issues(*names: str, positions: str = "v0, v1", extra: str = "") -> str:
    return "issues:\n" + "".join(f"  {n}: {{name: I, positions: [{positions}], now: v0{extra}}}\n" for n in names)


def plan(**cells: str) -> str:
    return f"plans: {{x: {{positions: {{{', '.join(f'{i}: {p}' for i, p in cells.items())}}}}}}}\n"


def prefer(**lists: str) -> str:
    return "preferences:\n" + "".join(f"  {party}: [{said}]\n" for party, said in lists.items())


def test_each_gives_what_matters_less_to_it() -> None:
    case = case_of(
        TWO
        + issues("i", "j")
        + plan(i="v0", j="v0")
        + SIGN
        + prefer(a="i = v1, j = v0", b="j = v1, i = v0", c="i = v0")
    )
    found = hf.trades(case, "x").of("a", "b")
    assert (found.n_exchanges, found.n_improvements, found.complete) == (1, 0, True)
    (trade,) = found.trades
    assert [(c.issue, c.before, c.after) for c in trade.changes] == [("i", "v0", "v1"), ("j", "v0", "v1")]
    assert (trade.gives("a"), trade.gains("a")) == (("j",), ("i",))
    assert (trade.gives("b"), trade.gains("b")) == (("i",), ("j",))
    assert trade.effect("a").because == "i = v1"
    assert trade.effect("c").word == "worse"


def test_what_helps_both_at_once_is_no_exchange() -> None:
    case = case_of(TWO + issues("i") + plan(i="v0") + SIGN + prefer(a="i = v1", b="i = v1", c="oc"))
    found = hf.trades(case, "x").of("a", "b")
    assert (found.n_exchanges, found.n_improvements) == (0, 1)


def test_an_unknown_cell_can_stand_in_the_way() -> None:
    """Whether b gains turns on an unknown cell: that is no trade."""
    free = case_of(TWO + issues("i", "u") + plan(i="v0") + SIGN + prefer(a="i = v1", b="i = v1", c="oc"))
    assert hf.trades(free, "x").of("a", "b").n_improvements == 1
    tied = case_of(TWO + issues("i", "u") + plan(i="v0") + SIGN + prefer(a="i = v1", b="i = v1 and u = v1", c="oc"))
    assert hf.trades(tied, "x").of("a", "b").trades == ()


def test_a_rule_can_forbid_a_trade_under_some_filling() -> None:
    rule = "rules: [{never: sa and sb and i = v1 and u = v1}]\n"
    wishes = prefer(a="i = v1", b="i = v1", c="oc")
    case = case_of(TWO + rule + issues("i", "u") + plan(i="v0") + SIGN + wishes)
    assert hf.trades(case, "x").of("a", "b").trades == ()
    settled = case_of(TWO + rule + issues("i", "u") + plan(i="v0", u="v0") + SIGN + wishes)
    assert hf.trades(settled, "x").of("a", "b").n_improvements == 1


def test_positions_that_nobody_tells_apart_count_once() -> None:
    case = case_of(
        TWO + issues("i", positions="v0, v1, v2") + plan(i="v0") + SIGN + prefer(a="i >= v1", b="i >= v1", c="oc")
    )
    (trade,) = hf.trades(case, "x").of("a", "b").trades
    assert (trade.changes[0].after, trade.changes[0].alike) == ("v1", ("v2",))


def test_statements_about_several_issues_raise_the_limit() -> None:
    chain = "i = v1 and j = v1 and k = v1"
    case = case_of(TWO + issues("i", "j", "k") + plan(i="v0", j="v0", k="v0") + SIGN + prefer(a=chain, b=chain, c="oc"))
    assert most_changes(ground_of(case, "x", None, ["a", "b"]), ("a", "b")) == 3
    found = hf.trades(case, "x").of("a", "b")
    assert [len(trade.changes) for trade in found.trades] == [3]
    short = hf.trades(case, "x", changes=2).of("a", "b")
    assert (short.trades, short.complete_up_to, short.complete) == ((), 2, False)


def test_a_ranking_says_nothing_about_packages() -> None:
    ranked = "  c:\n    ranking: [NNN, [YNN, NYN, YYN], [NNY, YNY, NYY, YYY]]\n"
    case = case_of(TWO + issues("i") + plan(i="v0") + SIGN + prefer(a="i = v1", b="i = v1") + ranked)
    found = hf.trades(case, "x", between=["a", "c"]).of("a", "c")
    assert (found.trades, found.complete) == ((), True)


def test_number_of_sets() -> None:
    assert [n_sets([1, 2, 3], k) for k in range(5)] == [1, 6, 11, 6, 0]


def test_who_is_asked() -> None:
    text = "parties:\n  a: {options: {sa: Sign}}\n  b: {faction_of: a, options: {ob: Object}}\n"
    case = case_of(
        text + issues("i") + plan(i="v0") + "agreement: {signatories: {a: sa}}\n" + prefer(a="i = v1", b="i = v1")
    )
    assert [each.parties for each in hf.trades(case, "x").between] == [("a", "b")]
    with pytest.raises(QuestionError, match='no party "d"'):
        hf.trades(case, "x", between=["a", "d"])
    with pytest.raises(QuestionError, match="two or three"):
        hf.trades(case, "x", between=["a"])
    with pytest.raises(QuestionError, match="at least one"):
        hf.trades(case, "x", changes=0)
    with pytest.raises(QuestionError, match="not asked about"):
        hf.trades(case, "x").of("a", "c")
