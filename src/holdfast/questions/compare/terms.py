"""What a party asks of packages in one state: conditions on issues alone, and what each is worth.

In one state every option stands still, and the agreement is in force there or it is not. So a statement about options
and issues becomes a condition on issues alone (:mod:`holdfast.questions.packages.residue`), and many say nothing about
packages at all. What is left can be asked of many packages at once, and shows which issues a party speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import TYPE_CHECKING, Any

from holdfast.case import Case, Preference, Ranking, Weights
from holdfast.case.account import is_known
from holdfast.case.condition import Condition, InForce, IssueIs, Not, atoms, truth, write
from holdfast.errors import ModelError, QuestionError
from holdfast.model.compile import wording
from holdfast.model.model import not_known
from holdfast.model.states import to_code
from holdfast.questions.packages.residue import Place, Residue, both, column, issues_of, opposite, place_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a party asks of a package.

    Attributes
    ----------
    asks : Condition or bool
        Speaks of issues alone; a truth value where packages do not matter.
    worth : int
        What it is worth where true, in units that are the same for all terms of the party; 0 for a statement.
    text : str
        As written.
    """

    asks: Residue
    worth: int
    text: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What a party asks of packages in one state.

    Attributes
    ----------
    party : str
        The party.
    tier : int
        For a ranking, where the state stands, higher is better; packages do not matter to it.
    first : tuple of Term
        Compared one after another, most important first: statements, or that no red line is crossed.
    summed : tuple of Term
        Then added up.
    """

    party: str
    tier: int = 0
    first: tuple[Term, ...] = ()
    summed: tuple[Term, ...] = ()

    @property
    def asked(self) -> tuple[Residue, ...]:
        """The conditions of every term."""
        return tuple(term.asks for term in (*self.first, *self.summed))

    def level(self, positions: Mapping[str, str]) -> tuple[int, tuple[bool, ...], int]:
        """Return something that compares as the party likes packages in this state; higher is better."""
        met = tuple(is_met(term.asks, positions) for term in self.first)
        return self.tier, met, sum(term.worth for term in self.summed if is_met(term.asks, positions))

    def against(
        self, base: Mapping[str, str], size: int, column_of: Callable[[IssueIs], Column], about: Iterable[str]
    ) -> NDArray[np.int8]:
        """Say of many packages whether the party likes each better (1), as much (0) or less (-1) than one.

        Parameters
        ----------
        base : mapping of str to str
            The one.
        size : int
            How many packages.
        column_of : callable
            For each question about an issue, in which packages it is true.
        about : iterable of str
            The issues on which packages may differ from the one.
        """
        import numpy as np

        told, issues = np.zeros(size, dtype=np.int8), set(about)

        def apart(term: Term) -> NDArray[np.int8]:
            return column(term.asks, column_of, size).astype(np.int8) - np.int8(is_met(term.asks, base))

        for term in self.first:
            if issues_of(term.asks) & issues:
                told = np.where(told == 0, apart(term), told).astype(np.int8)
        small = sum(abs(term.worth) for term in self.summed) < 1 << 62
        total: Any = np.zeros(size, dtype=np.int64 if small else np.object_)
        for term in self.summed:
            if issues_of(term.asks) & issues:
                total = total + apart(term).astype(total.dtype) * term.worth
        sign = (total > 0).astype(np.int8) - (total < 0).astype(np.int8)
        return np.where(told == 0, sign, told).astype(np.int8)


def ranks(terms: Terms, size: int, column_of: Callable[[IssueIs], Column]) -> NDArray[np.intp]:
    """Rank many packages as a party likes them: dense, from 0, higher is better.

    Parameters
    ----------
    terms : Terms
        The party's.
    size : int
        How many packages.
    column_of : callable
        For each question about an issue, in which packages it is true.
    """
    import numpy as np

    found = np.zeros(size, dtype=np.intp)
    for term in terms.first:
        if not isinstance(term.asks, bool):
            found = np.unique(found * 2 + column(term.asks, column_of, size), return_inverse=True)[1].reshape(-1)
    small = sum(abs(term.worth) for term in terms.summed) < 1 << 62
    total: Any = np.zeros(size, dtype=np.int64 if small else np.object_)
    for term in terms.summed:
        total = total + column(term.asks, column_of, size).astype(total.dtype) * term.worth
    sums, place = np.unique(total, return_inverse=True)
    both: NDArray[np.intp] = np.unique(found * len(sums) + place.reshape(-1), return_inverse=True)[1].reshape(-1)
    return both


def is_met(asks: Residue, positions: Mapping[str, str]) -> bool:
    """Whether a package is as asked."""
    if isinstance(asks, bool):
        return asks

    def atom(each: Condition) -> bool:
        assert isinstance(each, IssueIs)
        return positions[each.issue] in each.positions

    return truth(asks, atom)


@lru_cache(maxsize=512)
def terms_of(case: Case, party: str, account: str | None, code: int) -> Terms:
    """Read a party's preference in one state.

    Parameters
    ----------
    case : Case
        The case.
    party : str
        Id of the party.
    account : str or None
        Id of the account.
    code : int
        The code of the state, as :func:`holdfast.model.compile.plan_code` gives it.

    Raises
    ------
    ModelError
        If neither the account nor the case gives the party a preference.
    QuestionError
        If a ranking leaves the state out.
    """
    stated = stated_by(case, party, account)
    here = place_of(case, code)
    if isinstance(stated, Ranking):
        return Terms(party, tier=_tier(case, stated, party, here))
    if isinstance(stated, Weights):
        return _weighed(case, stated, party, here)
    texts = wording(case, party, account)
    return Terms(
        party, first=tuple(Term(here.everywhere(s.condition), 0, t) for s, t in zip(stated, texts, strict=True))
    )


@lru_cache(maxsize=64)
def occurs(case: Case, code: int) -> Residue:
    """Say under which packages a state can occur."""
    return place_of(case, code).can_occur()


def conditions_of(case: Case, account: str | None) -> tuple[Condition, ...]:
    """Return every condition by which somebody, or a rule, can tell positions apart, in any state.

    Raises
    ------
    ModelError
        If a party has no preferences under this account.
    """
    found = [rule.never for rule in case.rules]
    for party in case.parties:
        stated = stated_by(case, party, account)
        if isinstance(stated, Weights):
            found += [each.condition for each in stated.also] + [each.never for each in stated.red_lines]
            found += [IssueIs(each.issue, frozenset({p})) for each in stated.issues for p, _ in each.values]
        elif not isinstance(stated, Ranking):
            found += [statement.condition for statement in stated]
    return tuple(found)


def stated_by(case: Case, party: str, account: str | None) -> Preference:
    """Return a party's preference, or raise ModelError where it has none; QuestionError where it is partly unknown."""
    stated = case.preference(party, account)
    if stated is None:
        accounts = ", ".join(case.accounts)
        raise ModelError(f'no preferences for "{party}"' + (f"; name an account: {accounts}" if accounts else ""))
    if not is_known(stated):
        raise QuestionError(not_known(party))
    return stated


def _tier(case: Case, ranking: Ranking, party: str, here: Place) -> int:
    for place, tier in enumerate(ranking.tiers):
        if any(place_of(case, to_code(letters)).codes == here.codes for letters in tier):
            return -place
    raise QuestionError(f'the ranking of "{party}" leaves out the state of a plan')


def _weighed(case: Case, weights: Weights, party: str, here: Place) -> Terms:
    """Read weights: that no red line is crossed, then the sum of what is worth something."""
    names = dict(zip(((o.party, o.id) for o in case.options), case.option_names, strict=True))
    lines = [here.somewhere(line.never) for line in weights.red_lines]
    texts = [write(line.never, lambda taken: names[taken.party, taken.option]) for line in weights.red_lines]
    # one after another would make the first line the worst to cross; that any is crossed is all that counts
    first = (Term(both(map(opposite, lines)), 0, f"never {' nor '.join(texts)}"),) if lines else ()
    found: list[tuple[Residue, Fraction, str]] = []
    if here.is_in_force:
        for each in weights.issues:
            for position, _ in each.values:
                said = f"{each.issue} = {position}"
                found.append((IssueIs(each.issue, frozenset({position})), each.at(position), said))
    elif weights.issues and here.everywhere(Not(InForce())) is True:
        now = sum((each.at(case.issues[each.issue].now) for each in weights.issues), Fraction(0))
        found.append((True, now if weights.walk_away is None else weights.walk_away, "walking away"))
    for also in weights.also:
        said = write(also.condition, lambda taken: names[taken.party, taken.option])
        found.append((here.everywhere(also.condition), also.worth, said))
    numbers = [each.at(position) for each in weights.issues for position, _ in each.values]
    numbers += [also.worth for also in weights.also] + ([weights.walk_away] if weights.walk_away is not None else [])
    scale = lcm(*(number.denominator for number in numbers)) if numbers else 1  # the same in every state
    summed = tuple(Term(asks, int(worth * scale), said) for asks, worth, said in found if worth)
    return Terms(party, first=first, summed=summed)


def classes(case: Case, issue: str, asked: Iterable[Residue]) -> tuple[tuple[str, ...], ...]:
    """Return the positions of an issue in classes that no question tells apart, in listed order."""
    sets = {
        atom.positions
        for each in asked
        if not isinstance(each, bool)
        for atom in atoms(each)
        if isinstance(atom, IssueIs) and atom.issue == issue
    }
    ordered = sorted(sets, key=sorted)
    found: dict[tuple[bool, ...], list[str]] = {}
    for position in case.issues[issue].positions:
        found.setdefault(tuple(position in each for each in ordered), []).append(position)
    return tuple(tuple(each) for each in found.values())


def spoken_of(asked: Iterable[Residue]) -> frozenset[str]:
    """Return the issues that some question is about."""
    return frozenset(issue for each in asked for issue in issues_of(each))
