"""`trades` against trying every set of changes, on random small cases."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from holdfast.errors import QuestionError
from holdfast.questions.trade import trades

from .trade_brute import World, case_with_weights, effect, known_cells, minimal_trades

SEEDS = range(30)


def expanded(trade) -> list[dict[str, str]]:
    """Return a trade with each of the positions that would do as well."""
    choices = [[(change.issue, to) for to in (change.after, *change.alike)] for change in trade.changes]
    return [dict(choice) for choice in product(*choices)]


@pytest.mark.parametrize("seed", SEEDS)
def test_all_minimal_trades_are_found(seed: int) -> None:
    case = case_with_weights(seed)
    parties = list(case.parties)
    groups = [*combinations(parties, 2), *combinations(parties, 3)][:2]
    for plan in list(case.plans)[seed % 2 :]:
        world = World(case, plan)
        for group in groups:
            wanted = minimal_trades(world, group)
            if wanted is None:
                with pytest.raises(QuestionError):
                    trades(case, plan, between=group)
                continue
            answer = trades(case, plan, between=group, most=10_000, changes=len(case.issues))
            (found,) = answer.between
            assert found.complete
            assert found.n_exchanges + found.n_improvements == len(found.trades)
            got = [changes for trade in found.trades for changes in expanded(trade)]
            assert sorted(map(sorted, (c.items() for c in got))) == sorted(map(sorted, (c.items() for c in wanted)))
            sizes = [len(trade.changes) for trade in found.exchanges], [len(t.changes) for t in found.improvements]
            assert all(size == sorted(size) for size in sizes)
            for trade in found.trades:
                check_effects(world, group, trade)
            check_limits(case, plan, group, found)


def check_effects(world: World, group, trade) -> None:
    known = known_cells(world.case, world.plan)
    changes = expanded(trade)[0]
    for party in world.case.parties:
        assert trade.effect(party).word == effect(world, party, known, known | changes)
    worse = False
    for party, alone in trade.alone:
        for issue, felt in alone:
            real = effect(world, party, known, known | {issue: changes[issue]})
            assert felt.word == real
            worse |= real == "worse"
    if worse:
        assert trade.is_exchange
    elif not any(felt.word == "open" for _, alone in trade.alone for _, felt in alone):
        assert not trade.is_exchange or any(f.word == "impossible" for _, alone in trade.alone for _, f in alone)


def check_limits(case, plan: str, group, full) -> None:
    """With fewer changes allowed, the answer has just the smaller trades, and says whether these are all."""
    for changes in (1, 2):
        (some,) = trades(case, plan, between=group, most=1, changes=changes).between
        small = [trade for trade in full.trades if len(trade.changes) <= some.complete_up_to]
        assert some.n_exchanges + some.n_improvements == len(small)
        if some.complete:
            assert len(small) == len(full.trades)
        else:
            assert some.complete_up_to == changes
