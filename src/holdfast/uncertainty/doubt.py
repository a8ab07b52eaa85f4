"""How sure may one be that a plan holds: every world judged once, then weighed by what is held likely."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from holdfast.case import Case
from holdfast.case.world import Variable, point_world, variables
from holdfast.errors import QuestionError
from holdfast.model.compile import check_names
from holdfast.model.states import to_letters
from holdfast.questions.answer import VERDICTS, Provenance
from holdfast.questions.state import letters_of
from holdfast.seeds import ENTROPY
from holdfast.uncertainty.answer import Doubt, PartyDoubt, Sampled
from holdfast.uncertainty.effects import Effect, effects, interactions, on_axis
from holdfast.uncertainty.level import check_level
from holdfast.uncertainty.nearest import flips
from holdfast.uncertainty.relevant import behind, n_worlds
from holdfast.uncertainty.sample import BATCH, DRAWS, at_corner, drawn, draws, judge_draws, mean
from holdfast.uncertainty.shares import Share, share
from holdfast.uncertainty.worlds import Asked, Judged, chunks, joined, judge_chunk, unpacked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_EXACT = 1 << 20
"""Most worlds that are all judged; with more, worlds are drawn at random."""
NAMES = {1: "holds", 0: "does not hold", -1: "open"}
"""The verdict for each of :meth:`Judged.kinds`."""
METHOD = "definitions in every world"
KEPT = 1 << 22
"""Most worlds of which what came out is remembered; about 30 bytes each."""
_known: dict[Asked, Judged] = {}


class Carry(Protocol):
    """Carries jobs out, here or elsewhere: a function of a module and its arguments, to results in that order."""

    def __call__(self, function: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], name: str) -> list[Any]:
        """Return the results in the order of the arguments; ``name`` says what they are of."""
        ...


def here(function: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], name: str) -> list[Any]:
    """Carry jobs out one after the other, in this process."""
    return [function(*each) for each in arguments]


def doubt(
    case: Case,
    *,
    plan: str | None = None,
    state: str | None = None,
    account: str | None = None,
    level: str = "firmly",
    n_draws: int = DRAWS,
    seed: int = ENTROPY,
    most: int = MAX_EXACT,
    carry: Carry = here,
) -> Doubt:
    """Say in what share of worlds a plan (or a state) holds, between which bounds, and what drives it.

    Parameters
    ----------
    case : Case
        The case.
    plan : str, optional
        Id of the plan.
    state : str, optional
        A state in letters, in place of the plan's own.
    account : str, optional
        Id of the account whose preferences and credences count; the case's own otherwise.
    level : {"holds", "firmly"}
        Whether nobody can block it, or nobody is kept by threats alone either.
    n_draws : int
        How many worlds are drawn where there are too many to judge them all.
    seed : int
        Seed of the draws; draw number k depends on the seed and k alone.
    most : int
        Most worlds that are all judged.
    carry : callable
        Carries the work out.

    Returns
    -------
    Doubt

    Raises
    ------
    ModelError
        If there is no such plan or account, or preferences are missing.
    QuestionError
        If neither a plan nor a state is named, or the level is unknown.

    Notes
    -----
    A plan holds in a world if it does so under every filling of the cells that it leaves unknown there; worlds in which
    that turns on the filling are counted apart (``open``). Where its state cannot occur it does not hold.

    Examples
    --------
    >>> from holdfast import loads
    >>> case = loads('''
    ... schema: holdfast/case/1
    ... title: Two neighbours
    ... judgements: {hardliners_lead: {text: Hardliners lead in the north, credence: [0.2, 0.4]}}
    ... parties: {north: {options: {sign: Sign}}, south: {options: {join: Sign}}}
    ... plans: {truce: {title: Truce}}
    ... agreement: {signatories: {north: sign, south: join}}
    ... preferences: {north: [{prefer: not sign, when: hardliners_lead}, sign], south: [join if sign]}
    ... ''')
    >>> print(doubt(case, plan="truce"))
    plan truce holds firmly in 70 % of worlds, between 60 % and 80 %
    """
    asked = asking(case, plan, state, account, level)
    found = asked.variables
    if n_worlds(found) > most:
        return _drawn(asked, level, n_draws, seed, carry)
    return weighed(asked, judged(asked, carry), level)


def asking(case: Case, plan: str | None, state: str | None, account: str | None, level: str) -> Asked:
    """Return what is to be asked of every world, once it is known that it can be.

    Raises
    ------
    ModelError
        If there is no such plan, account or state.
    QuestionError
        If neither a plan nor a state is named, or the level is unknown.
    """
    check_names(case, plan, account)
    if plan is None and state is None:
        raise QuestionError("name a plan or a state")
    check_level(level)
    return Asked(case, plan, None if state is None else letters_of(case, state), account)


def judged(asked: Asked, carry: Carry = here) -> Judged:
    """Judge every world that the judgements which can reach the verdict make.

    What was judged last is remembered: two levels, and other credences, ask the same worlds.
    """
    found = _known.get(asked)
    if found is None:
        jobs = [(asked, prefix) for prefix in chunks(asked.variables)]
        found = joined([unpacked(each) for each in carry(judge_chunk, jobs, name_of("worlds", asked))])
        _known[asked] = found
        while len(_known) > 1 and sum(len(each.sets["occurs"]) for each in _known.values()) > KEPT:
            _known.pop(next(iter(_known)), None)
    return found


def name_of(what: str, asked: Asked) -> str:
    """Return what the results of one question are called: ids have no two hyphens in a row, so no two are alike."""
    return "--".join([what, asked.plan or "state", *([asked.account] if asked.account else [])])


def weighed(asked: Asked, found: Judged, level: str) -> Doubt:
    """Weigh what came out in every world by what is held likely."""
    doubted = asked.variables
    shape = [len(variable.values) for variable in doubted]

    def of(array: NDArray[np.bool_]) -> Share:
        return share(array.reshape(shape), doubted)

    truth = found.level(level).reshape(shape)
    world = point_world(asked.case, asked.account)
    moves = effects(truth, doubted)
    flipped = flips(found.kinds(level).reshape(shape), doubted, world)
    total = share(truth, doubted)
    return Doubt(
        plan=asked.plan or "",
        account=asked.account or "",
        state=state_of(asked),
        level=level,
        verdict=flipped.verdict,
        n_worlds=n_worlds(variables(asked.case, asked.account)),
        n_relevant=n_worlds(doubted),
        share=total,
        open=of(found.opens(level)),
        occurs=of(found.sets["occurs"]),
        parties=_parties(found, of),
        judgements=_every(asked, moves, total, truth),
        interactions=interactions(truth, doubted, moves),
        flips=flipped,
        provenance=provenance(asked),
    )


def _parties(found: Judged, of: Callable[[NDArray[np.bool_]], Share]) -> tuple[PartyDoubt, ...]:
    """Return how sure one may be of each party, with what takes the share of some worlds."""
    parties = []
    for party, sets in found.parties.items():
        signed = found.signs.get(party)
        by = {verdict: of(sets[verdict]) for verdict in VERDICTS}
        parties.append(PartyDoubt(party, by, of(sets["open"]), of(signed["yes"]) if signed else None))
    return tuple(parties)


def verdict_and_share(asked: Asked, found: Judged, level: str) -> tuple[str, Share]:
    """Return the verdict without doubt and the share of worlds in which the plan holds, and nothing else."""
    doubted = asked.variables
    shape = [len(variable.values) for variable in doubted]
    world = point_world(asked.case, asked.account)
    here = tuple(variable.value_in(world) for variable in doubted)
    verdict = NAMES[int(found.kinds(level).reshape(shape)[here])]
    return verdict, share(found.level(level).reshape(shape), doubted)


def state_of(asked: Asked) -> str:
    """Return the letters of the state asked about."""
    from holdfast.model.compile import plan_code

    if asked.state is not None:
        return asked.state
    assert asked.plan is not None
    return to_letters(plan_code(asked.case, asked.plan), len(asked.case.options))


def provenance(asked: Asked, method: str = METHOD) -> Provenance:
    """Return what an answer was computed from."""
    from holdfast.version import __version__

    return Provenance(asked.case.digest, "", __version__, method)


def _every(
    asked: Asked, moves: Sequence[Effect], total: Share, truth: NDArray[np.bool_] | None = None
) -> tuple[Effect, ...]:
    """Return an effect for every judgement of the case.

    Those that neither reach the verdict nor depend on what does tell nothing. Those that depend on it are a sign of it:
    a share given that they are true is another, though nothing in the conflict turns on them.
    """
    known = {each.judgement: each for each in moves}
    every = variables(asked.case, asked.account)
    found = []
    for name in asked.case.judgements:
        if name not in known and truth is not None:
            known.update({each.judgement: each for each in _signs(asked.variables, every, name, truth)})
        if name not in known:
            known[name] = Effect(name, credence_of(every, name), total.point, total.point, total.width)
        found.append(known[name])
    return tuple(found)


def _signs(
    doubted: Sequence[Variable], every: Sequence[Variable], judgement: str, truth: NDArray[np.bool_]
) -> tuple[Effect, ...]:
    """Return what a judgement that nothing turns on tells, as a sign of what it depends on; nothing if it does not."""
    import numpy as np

    chain = behind(every, [judgement])
    ids = {variable.id for variable in doubted}
    joint = [variable for variable in every if variable.id in ids or variable in chain]
    if ids.isdisjoint(variable.id for variable in chain) or n_worlds(tuple(joint)) > 4 * MAX_EXACT:
        return ()
    sizes = [len(variable.values) for variable in joint]
    inner = [size if variable.id in ids else 1 for size, variable in zip(sizes, joint, strict=True)]
    return effects(np.broadcast_to(truth.reshape(inner), sizes), joint, of=chain[-1])


def credence_of(every: Sequence[Variable], judgement: str) -> Share:
    """Return how likely a judgement is held to be, with what it depends on taken into account."""
    kept = behind(every, [judgement])
    axis = len(kept) - 1
    place = kept[axis].judgements.index(judgement)
    truths = [value[place] for value in kept[axis].values]
    return share(on_axis(truths, tuple(len(v.values) for v in kept), axis), kept)


# -- too many worlds: drawn at random --------------------------------------------------------------------------------


def _drawn(asked: Asked, level: str, n_draws: int, seed: int, carry: Carry) -> Doubt:
    import numpy as np

    every, told, doubted = variables(asked.case, asked.account), drawn(asked), asked.variables
    sizes = [min(BATCH, n_draws - start) for start in range(0, n_draws, BATCH)]
    jobs = [(asked, seed, batch, size) for batch, size in enumerate(sizes)]
    found = joined([unpacked(each) for each in carry(judge_draws, jobs, name_of("draws", asked))])
    everything = np.concatenate([draws(told, seed, batch, size) for batch, size in enumerate(sizes)])
    values = everything[:, [k for k, variable in enumerate(told) if variable in doubted]]

    def of(array: NDArray[np.bool_]) -> Share:
        low, high = (at_corner(array, doubted, values, sign)[0] for sign in (-1, 1))
        point = mean(array)[0]
        return Share(min(low, point), point, max(high, point), is_exact=False)

    truth = found.level(level)
    (_, low_error), (_, high_error) = (at_corner(truth, doubted, values, sign) for sign in (-1, 1))
    total = of(truth)
    moves = []
    for k, variable in enumerate(told):
        for place, judgement in enumerate(variable.judgements):
            true = np.array([value[place] for value in variable.values])[everything[:, k]]
            if_true, if_false = (None if not side.any() else mean(truth, side)[0] for side in (true, ~true))
            moves.append(Effect(judgement, credence_of(every, judgement), if_true, if_false))
    return Doubt(
        plan=asked.plan or "",
        account=asked.account or "",
        state=state_of(asked),
        level=level,
        verdict=_without_doubt(asked, level),
        n_worlds=n_worlds(every),
        n_relevant=n_worlds(doubted),
        share=total,
        open=of(found.opens(level)),
        occurs=of(found.sets["occurs"]),
        parties=_parties(found, of),
        judgements=_every(asked, moves, total),
        sampled=Sampled(n_draws, seed, low_error, mean(truth)[1], high_error),
        provenance=provenance(asked, f"definitions in {n_draws:,} worlds drawn at random, seed {seed}"),
    )


def _without_doubt(asked: Asked, level: str) -> str:
    """Judge the one world that counts without doubt."""
    from holdfast.uncertainty.worlds import judge

    world = point_world(asked.case, asked.account)
    alone = judge(asked, 1, {name: int(truth) for name, truth in world.items()})
    return NAMES[int(alone.kinds(level)[0])]
