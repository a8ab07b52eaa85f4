"""Which coalitions can upset a state? They are gone through by size, and parts of those not asked again."""

from __future__ import annotations

from itertools import combinations
from math import comb

from holdfast.engines.coalitions import mask_of
from holdfast.errors import CapacityError, QuestionError
from holdfast.model.family import Box, Family
from holdfast.model.model import Model
from holdfast.questions.holds import asked_state, provenance
from holdfast.questions.joint import models_of
from holdfast.questions.upsets.answer import Upsets, Upsetting
from holdfast.questions.upsets.state import Upsettable
from holdfast.stability import COALITION_CONCEPTS
from holdfast.stability import concept as look_up

MAX_COALITIONS = 1023
"""Most coalitions that are gone through: those of ten parties."""
METHOD = "joint improvements at one state, by legal sequences"


def upsets(
    model: Model | Family,
    state: str | None = None,
    *,
    concept: str = "coalition_nash",
    most: int = 3,
    largest: int | None = None,
) -> Upsets:
    """Find the smallest coalitions that can upset a state, or the plan on the table.

    Parameters
    ----------
    model : Model or Family
        A compiled case; a family where the plan leaves cells unknown.
    state : str, optional
        The state in letters; the plan's state by default.
    concept : str
        What counts: ``coalition_nash``, any joint improvement; ``coalition_gmr``, ``coalition_smr`` or
        ``coalition_seq``, one that is not answered in the way of that concept.
    most : int
        Most joint improvements told of each coalition.
    largest : int, optional
        Most members of a coalition looked at; all parties by default.

    Returns
    -------
    Upsets

    Raises
    ------
    QuestionError
        If there is neither a state nor a plan, or the concept is not one for coalitions.
    CapacityError
        If there are too many coalitions, or the conflict is too large.

    Examples
    --------
    >>> from holdfast import compile, example
    >>> answer = upsets(compile(example("elmira-1991")), "NYNNY")
    >>> print(answer)
    state NYNNY can be upset by moe and uniroyal
    >>> answer.coalitions[0].upsets[0].equilibrium_jump
    True
    """
    wanted = look_up(concept)
    if wanted.name not in COALITION_CONCEPTS:
        raise QuestionError(f'"{wanted.name}" is about parties alone; there are {", ".join(COALITION_CONCEPTS)}')
    n_parties = len(model.parties if isinstance(model, Model) else model.case.parties)
    size = min(largest or n_parties, n_parties)
    number = sum(comb(n_parties, k) for k in range(1, size + 1))
    if number > MAX_COALITIONS:
        fits = max(s for s in range(n_parties) if sum(comb(n_parties, k) for k in range(1, s + 1)) <= MAX_COALITIONS)
        raise CapacityError(
            f"refused before starting: {n_parties} parties form {number:,} coalitions of up to {size}; at most "
            f"{MAX_COALITIONS:,} are gone through",
            f"look at small ones only: --largest {fits}",
        )
    models = models_of(model) if isinstance(model, Family) else (((), model),)
    found = []
    for box, each in models:
        if state is None and each.plan and each.plan_state is None:
            continue  # under these fillings the plan's state cannot occur
        here = Upsettable(each, asked_state(each, state), wanted.name)
        found.append((box, here, *_minimal(here, size, most)))
    if not found:
        raise QuestionError(f'the state of plan "{models[0][1].plan}" cannot occur under any filling of unknown cells')
    return _told(model, found, wanted.name, size)


Found = tuple[Box, Upsettable, list[Upsetting], list[tuple[str, ...]]]


def _minimal(here: Upsettable, size: int, most: int) -> tuple[list[Upsetting], list[tuple[str, ...]]]:
    """Return the coalitions that can upset and of which no part can, and those that were not settled."""
    parties = here.model.parties
    masks: list[int] = []
    found: list[Upsetting] = []
    undecided: list[tuple[str, ...]] = []
    for members in range(1, size + 1):
        for coalition in combinations(range(len(parties)), members):
            mask = mask_of(coalition)
            if any(part & ~mask == 0 for part in masks):
                continue
            names = tuple(parties[k] for k in coalition)
            can = here.can_upset(coalition)
            if can is None:
                undecided.append(names)
            elif can:
                masks.append(mask)
                n_ends, told = here.told(coalition, most)
                found.append(Upsetting(names, n_ends, told, {}))
    return found, undecided


def _told(asked: Model | Family, found: list[Found], concept: str, size: int) -> Upsets:
    """Join what was found under different fillings: the coalitions of all of them, and those of some."""
    _, here, first, _ = found[0]
    of_all = set.intersection(*({each.coalition for each in upsetting} for _, _, upsetting, _ in found))
    sure = [each for each in first if each.coalition in of_all]
    maybe: dict[tuple[str, ...], Upsetting] = {}
    undecided: dict[tuple[str, ...], None] = {}
    for box, _, upsetting, unsettled in found:
        undecided |= dict.fromkeys(unsettled)
        for each in upsetting:
            if each.coalition not in of_all:
                positions = _positions(asked, box)
                maybe.setdefault(each.coalition, Upsetting(each.coalition, each.n_ends, each.upsets, positions))
    sizes = {min((len(each.coalition) for each in upsetting), default=None) for _, _, upsetting, _ in found}
    smallest = sizes.pop() if len(sizes) == 1 else None
    if smallest is not None and any(len(each) < smallest for each in undecided):
        smallest = None
    return Upsets(
        plan=here.model.plan,
        account=here.model.account,
        state=here.model.structure.label(here.state),
        concept=concept,
        holds_under=here.holds_under(here.state),
        smallest=smallest,
        coalitions=tuple(sure),
        possible=tuple(maybe.values()),
        undecided=tuple(undecided),
        largest=size,
        n_parties=len(here.model.parties),
        provenance=provenance(here.model, METHOD),
    )


def _positions(asked: Model | Family, box: Box) -> dict[str, tuple[str, ...]]:
    if isinstance(asked, Model):
        return {}
    issues = asked.case.issues
    return {issue: tuple(p for p in issues[issue].positions if p in allowed) for issue, allowed in box}
