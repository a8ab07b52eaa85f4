"""Up to how many changes a minimal trade can have: beyond that there is nothing to look for.

Statements tie issues together: two issues are in one *knot* if a statement of some party of the group asks about both
in the plan's state, or a rule does. Let a set of changes leave every party of the group better off. For each party take
the first statement, most important first, whose truth the set changes; it is gained. Keep only the changes in the knots
of these statements, one knot a party: then every statement in these knots is as under the full set, every other as in
the plan, so that for each party the same statement is still the first to change. So a minimal trade stays within as
many knots as there are parties in the group. Cells that the plan leaves unknown belong to knots too, and under
different fillings different statements can be the first to change; so all knots with such a cell are kept beside one
knot without for each party. Weights add up over all issues, so for a party with weights all that it speaks of is one
knot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from holdfast.questions.packages.residue import issues_of
from holdfast.questions.trade.ground import Ground


def most_changes(ground: Ground, group: Sequence[str]) -> int:
    """Return a number of changes that no minimal trade of a group exceeds."""
    tied: list[frozenset[str]] = [issues_of(ground.occurs)]
    for party in group:
        terms = ground.terms(party)
        tied += [issues_of(term.asks) for term in terms.first]
        tied.append(frozenset(issue for term in terms.summed for issue in issues_of(term.asks)))
    open_, settled = 0, []
    for knot in knots(tied):
        size = len(knot & ground.place.keys())
        if knot & ground.unknown:
            open_ += size
        else:
            settled.append(size)
    return open_ + sum(sorted(settled, reverse=True)[: len(group)])


def knots(tied: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Join sets that have something in common, until no two have.

    Examples
    --------
    >>> [sorted(knot) for knot in knots([frozenset("ab"), frozenset("c"), frozenset("bd")])]
    [['c'], ['a', 'b', 'd']]
    """
    found: list[frozenset[str]] = []
    for some in tied:
        joined = some
        apart = []
        for knot in found:
            if knot & joined:
                joined |= knot
            else:
                apart.append(knot)
        found = [*apart, joined] if joined else apart
    return found
