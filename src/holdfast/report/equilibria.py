"""The answer of `solve` as text for the terminal, readable at 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from holdfast.questions.equilibria import Near, Nearest, Solved, States
from holdfast.report.text import Style, hanging, paragraph, table, unstyled
from holdfast.report.words import count

MANY_RANKS = 30
"""Most ranks of a ranking that are written out."""


def equilibria_text(solved: Solved, account: str | None, width: int, style: Style = unstyled) -> str:
    """Write which states hold under each concept, and which concepts there is no answer for."""
    rows = [[concept, _number(states), _listed(states, solved.page)] for concept, states in solved.equilibria.items()]
    under = f" under {account}" if account else ""
    opening = f"{count(solved.n_states, 'feasible state')}{under}; letters: {', '.join(solved.options)}"
    page = f", page {solved.page}" if solved.page else ""
    body = table(["concept", "states", f"which hold{page}"], rows, width, style=style, shrink=2)
    notes = [paragraph(f"{concept}: {reason}", width, "  ") for concept, reason in solved.unavailable.items()]
    where = [paragraph(f"only states where: {solved.where}", width, "  ")] if solved.where else []
    return "\n".join([paragraph(opening, width), *where, "", body, *notes])


def solved_text(solved: Solved, width: int, style: Style = unstyled) -> str:
    """Write one answer: equilibria, how many states are stable for each party, and what else was asked for."""
    blocks = []
    if solved.plan:
        under = f", account {solved.account}" if solved.account else ""
        blocks.append(style(f"plan {solved.plan}{under}", "head"))
    blocks.append(equilibria_text(solved, solved.account if not solved.plan else None, width, style))
    if solved.possible:
        blocks.append(_possible(solved, width, style))
    if solved.stable_counts and solved.equilibria:
        every = " under every filling" if solved.n_models > 1 else ""
        title = f"How many of the {solved.n_states:,} states are stable for each party{every}"
        blocks.append(f"{style(paragraph(title, width), 'head')}\n{counts_table(solved.stable_counts, width, style)}")
    if solved.stable:
        rows = [
            [
                party,
                concept,
                _number(solved.stable[party, concept]),
                _listed(solved.stable[party, concept], solved.page),
            ]
            for party in solved.parties
            for concept in solved.equilibria
        ]
        blocks.append(table(["party", "concept", "states", "stable for it"], rows, width, style=style, shrink=3))
    if solved.nearest is not None:
        blocks.append(_nearest(solved.nearest, width, style))
    blocks += [_ranking(party, tiers, width) for party, tiers in solved.rankings.items()]
    blocks.append(style(paragraph(f"engine {solved.engine}: {solved.reason}", width, "  "), "dim"))
    return "\n\n".join(blocks)


def counts_table(counts: Mapping[str, Mapping[str, int]], width: int, style: Style = unstyled) -> str:
    """Lay out numbers by concept and party, exact and in as many tables below one another as the width needs.

    Examples
    --------
    >>> print(counts_table({"us": {"nash": 1200, "gmr": 9}, "ussr": {"nash": 7, "gmr": 11}}, 40))
    concept     us  ussr
    nash     1,200     7
    gmr          9    11
    """
    concepts = list(next(iter(counts.values())))
    columns = [
        [text.rjust(max(map(len, column))) for text in column]
        for party, per in counts.items()
        for column in [[party, *(f"{per[concept]:,}" for concept in concepts)]]
    ]
    left = max(len(text) for text in ("concept", *concepts))
    tables = []
    for group in _groups([len(column[0]) for column in columns], width - left):
        rows = [[concept, *(columns[k][r] for k in group)] for r, concept in enumerate(concepts, 1)]
        tables.append(table(["concept", *(columns[k][0] for k in group)], rows, width, style=style))
    return "\n\n".join(tables)


def _groups(widths: Sequence[int], room: int) -> Iterator[list[int]]:
    """Deal columns out into groups that fit beside one another; a column too wide has a group to itself."""
    group: list[int] = []
    used = 0
    for k, column in enumerate(widths):
        if group and used + column + 2 > room:
            yield group
            group, used = [], 0
        group.append(k)
        used += column + 2
    yield group


def _number(states: States) -> str:
    return f"{states.count:,}" + (f" of {states.of:,}" if states.of is not None else "")


def _listed(states: States, page: int) -> str:
    """Write the states on a page; on the first, how many more there are."""
    more = states.count - len(states.first)
    if more and page <= 1:
        return ", ".join([*states.first, f"… ({more:,} more)"])
    return ", ".join(states.first) or ("none" if not states.count else "none on this page")


def _possible(solved: Solved, width: int, style: Style) -> str:
    opening = (
        f"The plan leaves cells unknown that matter ({solved.n_models} different models). Listed above are the states "
        "that hold under every filling; under some fillings hold:"
    )
    rows = [[concept, _number(states), _listed(states, solved.page)] for concept, states in solved.possible.items()]
    body = table(["concept", "states", "which can hold"], rows, width, style=style, shrink=2)
    return f"{paragraph(opening, width)}\n{body}"


def _nearest(nearest: Nearest, width: int, style: Style) -> str:
    """Write, per concept, the equilibria in which the fewest options differ from a state, and which options."""
    what = f"plan {nearest.plan} ({nearest.state})" if nearest.plan else nearest.state
    left = max(len(concept) for concept in nearest.equilibria) + 2
    lines = [style(paragraph(f"Nearest to {what}, by the number of options that change", width), "head")]
    return "\n".join([*lines, *(hanging(c, _near(near), width, left) for c, near in nearest.equilibria.items())])


def _near(near: Near) -> str:
    if near.n_changes is None:
        return "none holds"
    if near.n_changes == 0:
        return "no change: it holds itself"
    shown = [f"{state} ({'; '.join(moves)})" for state, moves in near.states[:3]]
    more = [f"… ({near.count - len(shown):,} more)"] if near.count > len(shown) else []
    return f"{count(near.n_changes, 'change')}: {', '.join([*shown, *more])}"


def _ranking(party: str, tiers: Sequence[States], width: int) -> str:
    shown = [" ~ ".join(t.first) + (f" ~ … ({t.count:,})" if t.count > len(t.first) else "") for t in tiers]
    cut = f" > … ({len(shown) - MANY_RANKS} more ranks)" if len(shown) > MANY_RANKS else ""
    return paragraph(f"{party}, best first: {' > '.join(shown[:MANY_RANKS])}{cut}", width, "  ")
