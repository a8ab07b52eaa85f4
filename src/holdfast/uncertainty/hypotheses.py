"""Rival hypotheses weighed by evidence: Bayes' rule, exact, with Heuer's count beside it.

What multiplies what is said in :mod:`holdfast.case.evidence`, which verdicts use as well; here it is taken apart: what
each origin tells, which rows tell nothing, and what nobody has looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations

from holdfast.case import ById, Case, Hypotheses
from holdfast.case.evidence import Weight, bounds, likelihood, names, origins, shares, weights
from holdfast.case.judgement import OTHERWISE
from holdfast.case.lexicons import under_lexicon
from holdfast.case.world import credences
from holdfast.errors import QuestionError
from holdfast.lexicons import DEFAULT, LEXICON_IDS
from holdfast.near import did_you_mean
from holdfast.questions.answer import Provenance, find
from holdfast.uncertainty.weighing import AGAINST, Held, Hypothesis, Origin, Row, Search, Weighed, Weighing, highest
from holdfast.version import __version__

METHOD = "Bayes' rule over each set; bounds at every corner of the ranges"


def weigh(case: Case, *, account: str | None = None, among: str | None = None, lexicon: str | None = None) -> Weighing:
    r"""Weigh rival hypotheses by the evidence of a case.

    Parameters
    ----------
    case : Case
        The case.
    account : str, optional
        Whose credences count before the evidence; the case's own if not given.
    among : str, optional
        One set of hypotheses; all if not given.
    lexicon : str, optional
        By which words of likelihood are read; the case's own if not given.

    Returns
    -------
    Weighing

    Raises
    ------
    QuestionError
        If the case has no hypotheses, or there is no such account, set or lexicon.

    Examples
    --------
    >>> from holdfast import loads
    >>> case = loads('''
    ... schema: holdfast/case/1
    ... title: T
    ... parties: {a: {options: {go: Go}}}
    ... judgements: {calm: 0.5, storm: 0.5}
    ... hypotheses:
    ...   weather:
    ...     among: [calm, storm]
    ...     evidence: [{text: The glass falls, likelihood: {calm: 0.2, storm: 0.6}}]
    ... preferences: {a: [{prefer: go, when: calm}]}
    ... ''')
    >>> print(weigh(case))
    weather: storm leads with 75% (75% to 75%; 50% before the evidence)
    """
    if account is not None and account not in case.accounts:
        raise QuestionError(f'no account "{account}"; {did_you_mean(account, case.accounts, "accounts")}')
    if not case.hypotheses:
        raise QuestionError("this case has no sets of hypotheses; declare them under hypotheses")
    unread: tuple[str, ...] = ()
    digest = case.digest
    if lexicon is not None:
        case, unread = under_lexicon(case, lexicon)
    chosen = case.hypotheses
    if among is not None:
        chosen = ById([(among, find(among, case.hypotheses, "set of hypotheses", "sets"))])
    return Weighing(
        account=account or "",
        lexicon=case.lexicon or DEFAULT,
        sets=ById((key, weighed(case, each, account)) for key, each in chosen.items()),
        unread=unread,
        provenance=Provenance(digest, "", __version__, METHOD),
    )


def weighed(case: Case, among: Hypotheses, account: str | None) -> Weighed:
    """Weigh one set under an account."""
    before = credences(case, among, account)
    prior = held(weights(Hypotheses(among.id, among=among.among), before))
    found = weights(among, before)
    posterior = held(found)
    groups = origins(among.evidence)
    table = [{name: likelihood(group, name).point for name in names(among)} for group in groups]
    hypotheses = (
        Hypothesis(
            name,
            case.judgements[name].text if name != OTHERWISE else "",
            prior[name],
            posterior[name],
            sum(cells[name] < AGAINST for cells in table),
        )
        for name in names(among)
    )
    leading = highest({name: each.point for name, each in posterior.items()})
    return Weighed(
        id=among.id,
        question=among.question,
        hypotheses=ById((each.id, each) for each in hypotheses),
        rows=_rows(among),
        origins=tuple(_origins(among, found, table, leading[0])),
        searches=searches(names(among), table),
        accounts=_accounts(case, among) if account is None else ById(),
        lexicons=_lexicons(case, among, account),
        leads_throughout=all(found[leading[0]].low > each.high for name, each in found.items() if name != leading[0]),
    )


def held(found: Mapping[str, Weight]) -> dict[str, Held]:
    """Return the credence of each hypothesis, and its bounds over every corner."""
    ends, points = bounds(found), shares(found)
    return {name: Held(ends[name][0], points[name], ends[name][1]) for name in found}


def _rows(among: Hypotheses) -> tuple[Row, ...]:
    groups = origins(among.evidence)
    place = {id(row): k for k, group in enumerate(groups) for row in group}
    made = []
    for row in among.evidence:
        points = {name: cell.point for name, cell in row.likelihood.items()}
        against = tuple(name for name, point in points.items() if point < AGAINST)
        tells = len(set(points.values())) > 1
        made.append(Row(row.text, place[id(row)], row.likelihood, against, tells, row.claim))
    return tuple(made)


def _origins(
    among: Hypotheses, found: Mapping[str, Weight], table: list[dict[str, Fraction]], leader: str
) -> Iterator[Origin]:
    credence = shares(found)[leader]
    for group, cells in zip(origins(among.evidence), table, strict=True):
        points = {name: each.point / cells[name] for name, each in found.items()}
        without = shares({name: Weight(point, point, point) for name, point in points.items()})
        least, most = min(cells.values()), max(cells.values())
        apart = least != most
        yield Origin(
            id=group[0].origin,
            rows=tuple(k for k, row in enumerate(among.evidence) if any(row is each for each in group)),
            ratio=most / least,
            speaks_for=tuple(name for name, each in cells.items() if each == most and apart),
            speaks_against=tuple(name for name, each in cells.items() if each == least and apart),
            moves=credence - without[leader],
            leads_without=highest(without),
        )


def searches(rivals: tuple[str, ...], table: list[dict[str, Fraction]]) -> tuple[Search, ...]:
    """Return which pairs of hypotheses no origin tells apart, or all origins from one side only.

    Parameters
    ----------
    rivals : tuple of str
        The hypotheses.
    table : list of dict
        For each origin, how likely its report would be under each.

    Examples
    --------
    >>> one, two = Fraction(1, 10), Fraction(1, 5)
    >>> searches(("a", "b", "c"), [{"a": two, "b": one, "c": one}])  # doctest: +NORMALIZE_WHITESPACE
    (Search(likely_if='b', unlikely_if='a', is_one_sided=True),
     Search(likely_if='c', unlikely_if='a', is_one_sided=True),
     Search(likely_if='b', unlikely_if='c', is_one_sided=False))
    """
    found = []
    for one, other in combinations(rivals, 2):
        for_one = any(cells[one] > cells[other] for cells in table)
        for_other = any(cells[other] > cells[one] for cells in table)
        if for_one and for_other:
            continue
        found.append(Search(other, one, True) if for_one else Search(one, other, for_other))
    return tuple(found)


def _accounts(case: Case, among: Hypotheses) -> ById[ById[Held]]:
    found = []
    for key, account in case.accounts.items():
        if any(name in account.judgements for name in among.among):
            found.append((key, ById(held(weights(among, credences(case, among, key))).items())))
    return ById(found)


def _lexicons(case: Case, among: Hypotheses, account: str | None) -> ById[ById[Fraction]]:
    own = credences(case, among, account).values()
    said = (cell for row in among.evidence for cell in row.likelihood.values())
    if not any(each.word for each in (*own, *said)):
        return ById()
    found = []
    for name in LEXICON_IDS:
        other = under_lexicon(case, name).case
        again = other.hypotheses[among.id]
        found.append((name, ById(shares(weights(again, credences(other, again, account))).items())))
    return ById(found)
