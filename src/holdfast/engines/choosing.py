"""Which engine, which concepts, and whether at all: every engine says what it would need, and the quickest is taken.

Estimates are good to a factor of a few. They decide; what is told of them in a solution is rough on purpose, and from
the constants alone, so that the same question gets the same bytes. Refusals give the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from holdfast.engines.budget import (
    MEMORY_BUDGET,
    TIME_BUDGET,
    machine_memory,
    memory_option,
    n_cores,
    say_bytes,
    say_roughly,
    say_seconds,
    time_option,
)
from holdfast.engines.engine import ENGINES, Capability, find_engine
from holdfast.engines.fitting import default_concepts, need_fit
from holdfast.errors import CapacityError, EngineUnavailable
from holdfast.model.model import Model
from holdfast.stability import Concept
from holdfast.stability import concepts as look_up

PLAIN_STATES = 64
"""Up to this many feasible states the plain engine is chosen; it then needs milliseconds."""
CALIBRATE_FROM = 3.0
"""Seconds from which the speed of this machine is asked for: below, no choice and no refusal hangs on it."""
QUICK = 0.3
"""Seconds that count as none: among engines that need no more, the first of :data:`FIRST` is taken."""
FIRST = ("dense", "sparse")
COSTLY = "sim"
"""The concept that is left out, unless it is named, where it alone is too much."""
PATIENCE = 60.0
"""Seconds that it may take although it is most of the work."""
MOST_OF_IT = 10.0
"""How many times as long as all the others together is most of the work."""


_NASH = tuple(f"nash_{kind}" for kind in "abcd")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be computed, and by which engine.

    Attributes
    ----------
    engine : str
        Name of the engine.
    concepts : tuple of str
        What it computes.
    reason : str
        Why this engine, and what the others would have needed.
    unavailable : mapping of str to str
        Concepts left out, with the reason.
    """

    engine: str
    concepts: tuple[str, ...]
    reason: str = ""
    unavailable: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be used, for how many models one after the other, on how many threads."""

    memory: int = MEMORY_BUDGET
    seconds: float = TIME_BUDGET
    threads: int = 0
    n_models: int = 1

    def allow(self, needs: Capability) -> bool:
        """Whether an engine can do it and keeps within the limits."""
        return needs.able and needs.memory <= self.memory and needs.seconds <= self.seconds

    def __str__(self) -> str:
        return f"{say_bytes(self.memory)} and {say_seconds(self.seconds)}"


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one engine would need: by its constants, and on this machine."""

    engine: str
    stated: Capability
    here: Capability

    def __str__(self) -> str:
        if not self.here.able:
            return f"{self.engine} cannot do it ({self.here.reason})"
        return f"{self.engine} would need about {say_bytes(self.here.memory)} and {say_seconds(self.here.seconds)}"


def choose(model: Model, wanted: Sequence[Concept]) -> tuple[str, str]:
    """Choose an engine for a model and the concepts wanted, within the usual limits.

    Returns
    -------
    name, reason : str
    """
    choice = prepare(model, [concept.name for concept in wanted])
    return choice.engine, choice.reason


def prepare(
    model: Model,
    concepts: Sequence[str] | None = None,
    *,
    engine: str = "",
    memory: int = MEMORY_BUDGET,
    seconds: float = TIME_BUDGET,
    threads: int = 0,
    n_models: int = 1,
) -> Choice:
    """Choose what is computed and by which engine, or refuse; nothing is computed.

    Parameters
    ----------
    model : Model
        The compiled conflict.
    concepts : sequence of str, optional
        Names or aliases; None for all six, of which simultaneous stability is left out where it alone is too much, or
        for the sixteen of unknown preference where it is not known how some party compares some states.
    engine : str
        The engine, if it is to be a certain one.
    memory, seconds : number
        What may be used.
    threads : int
        Most threads; 0 for as many as there are cores.
    n_models : int
        How many models like this one are to be solved within ``seconds``.

    Returns
    -------
    Choice

    Raises
    ------
    CapacityError
        If no engine, or not the one named, can do it within the limits.
    EngineUnavailable
        If the engine named does not exist or cannot do such a model.
    QuestionError
        If a concept does not exist, or needs comparisons of states that are not known.
    """
    wanted = look_up(concepts if concepts is not None else default_concepts(model))
    need_fit(model, wanted)
    unavailable: dict[str, str] = {}
    if not model.structure.is_option_form:
        reason = "it needs option form, and this model has explicit moves or merged states"
        unavailable = {c.name: reason for c in wanted if c.needs_option_form}
        wanted = tuple(c for c in wanted if not c.needs_option_form)
    limits = Limits(memory, seconds, threads or n_cores(), n_models)
    names = (engine,) if engine else tuple(ENGINES)
    if not engine and model.n_states <= PLAIN_STATES and limits.allow(_needs("plain", model, wanted)):
        short = f"{model.n_states} feasible states: the definitions, word for word, are quick enough"
        return Choice("plain", tuple(c.name for c in wanted), short, unavailable)
    costly = tuple(c for c in wanted if c.name == COSTLY) if concepts is None else ()
    core = tuple(c for c in wanted if c not in costly)
    estimates = estimate(model, core, names, limits)
    best = _quickest(estimates, limits)
    if best is None:
        raise _refusal(model, core, estimates, limits, engine)
    if costly:
        everything = estimate(model, wanted, (best.engine,), limits)[0]
        bearable = everything.here.seconds <= max(PATIENCE, MOST_OF_IT * best.here.seconds)
        if limits.allow(everything.here) and bearable:
            core = wanted
            estimates = [everything, *(e for e in estimate(model, wanted, names, limits) if e.engine != best.engine)]
            best = everything
        else:
            unavailable[COSTLY] = _why_left_out(model, costly, names, limits)
    reason = "asked for by name" if engine else _why_chosen(model, best, estimates, limits)
    return Choice(best.engine, tuple(c.name for c in core), reason, unavailable)


def estimate(model: Model, wanted: Sequence[Concept], names: Sequence[str], limits: Limits) -> list[Estimate]:
    """Ask engines what they would need, on this machine where that could matter."""
    stated = {name: _needs(name, model, wanted, alone=len(names) == 1) for name in names}
    for name, needs in stated.items():
        stated[name] = needs.on(limits.threads, limits.n_models)
    least = min((needs.seconds for needs in stated.values() if needs.able), default=0.0)
    if least <= CALIBRATE_FROM:
        return [Estimate(name, needs, needs) for name, needs in stated.items()]
    from holdfast.engines.calibrate import factor

    return [
        Estimate(name, needs, needs.on(1, factor(find_engine(name))) if needs.able else needs)
        for name, needs in stated.items()
    ]


def _needs(name: str, model: Model, wanted: Sequence[Concept], *, alone: bool = False) -> Capability:
    try:
        return find_engine(name).can(model, wanted)
    except CapacityError as error:
        return Capability(False, error.message)
    except EngineUnavailable as error:
        if alone:
            raise
        return Capability(False, str(error))


def _quickest(estimates: Sequence[Estimate], limits: Limits) -> Estimate | None:
    fitting = [each for each in estimates if limits.allow(each.here)]
    return min(fitting, key=_order, default=None)


def _order(each: Estimate) -> tuple[float, int]:
    return max(each.here.seconds, QUICK), FIRST.index(each.engine) if each.engine in FIRST else len(FIRST)


def _why_chosen(model: Model, best: Estimate, estimates: Sequence[Estimate], limits: Limits) -> str:
    """Say in a sentence what the engine chosen and the others would need."""
    told = []
    quicker = False
    for other in sorted(estimates, key=lambda each: each.stated.seconds if each.stated.able else float("inf")):
        if other.engine == best.engine:
            continue
        if not other.stated.able:
            told.append(f"{other.engine} cannot ({other.stated.reason})")
            continue
        quicker = quicker or (limits.allow(other.stated) and QUICK < other.stated.seconds < best.stated.seconds)
        memory = f" and {say_bytes(other.stated.memory)}" if other.stated.memory > limits.memory else ""
        told.append(f"{other.engine} would take {say_roughly(other.stated.seconds)}{memory}")
    measured = " as measured on this machine" if quicker else ""
    opening = f"quickest for {model.n_states:,} feasible states{measured}, in {say_roughly(best.stated.seconds)}"
    return f"{opening}; {', '.join(told)}" if told else opening


def _why_left_out(model: Model, costly: Sequence[Concept], names: Sequence[str], limits: Limits) -> str:
    """Say why the costly concept is left out, with its estimate, and how to ask for it."""
    alone = estimate(model, costly, names, limits)
    able = [each for each in alone if each.here.able]
    if not able:
        return f"left out: no engine does it here: {'; '.join(str(each) for each in alone)}"
    least = min(able, key=lambda each: (not limits.allow(each.here), each.here.seconds))
    needs = f"it alone would need about {say_bytes(least.here.memory)} and {say_seconds(least.here.seconds)}"
    return f"left out: {needs} ({least.engine}); to ask for it: --concept {COSTLY}{_more(least.here, limits)}"


def _more(needs: Capability, limits: Limits) -> str:
    """Return the options that allow what is needed, each after a space."""
    more = f" --memory {memory_option(needs.memory)}" if needs.memory > limits.memory else ""
    return more + (f" --time {time_option(needs.seconds)}" if needs.seconds > limits.seconds else "")


def _refusal(
    model: Model, wanted: Sequence[Concept], estimates: Sequence[Estimate], limits: Limits, engine: str
) -> CapacityError | EngineUnavailable:
    """Return the error that says what would be needed, what is allowed, and what would help."""
    states = f"{model.n_states:,} states" + (f" in {limits.n_models} models" if limits.n_models > 1 else "")
    remedy = _remedy(model, wanted, estimates, limits, engine)
    if not engine:
        each = "".join(f"\n    {estimate}" for estimate in estimates)
        return CapacityError(f"refused before starting: no engine can do {states} within {limits}:{each}", remedy)
    needs = estimates[0].here
    if not needs.able and not model.structure.is_option_form:
        return EngineUnavailable(f'the engine "{engine}" cannot do this model: {needs.reason}')
    if not needs.able:
        return CapacityError(
            f'refused before starting: the engine "{engine}" cannot do {states}: {needs.reason}', remedy
        )
    told = f"would need about {say_bytes(needs.memory)} and {say_seconds(needs.seconds)} for {states}"
    return CapacityError(f'refused before starting: the engine "{engine}" {told}; allowed are {limits}', remedy)


def _remedy(model: Model, wanted: Sequence[Concept], estimates: Sequence[Estimate], limits: Limits, engine: str) -> str:
    """Say what would help: another engine, fewer concepts, more allowed, and if nothing of that, a smaller model."""
    helps = []
    if engine:
        other = _quickest(estimate(model, wanted, tuple(ENGINES), limits), limits)
        if other is not None:
            helps.append(f"use --engine {other.engine}, or leave the choice to the program")
    cheap = (("nash", "gmr", "smr", "seq", "symmetric_seq"), ("nash", "gmr", "smr"), ("nash",), _NASH)
    for kept in cheap:
        fewer = tuple(concept for concept in wanted if concept.name in kept)
        if fewer and len(fewer) < len(wanted):
            found = _quickest(estimate(model, fewer, (engine,) if engine else tuple(ENGINES), limits), limits)
            if found is not None:
                helps.append(f"ask for fewer concepts: --concept {','.join(c.name for c in fewer)}")
                break
    able = [each for each in estimates if each.here.able and each.here.memory <= (machine_memory() or limits.memory)]
    if able:
        least = min(able, key=lambda each: each.here.seconds)
        if least.here.seconds < 30 * 86400:
            helps.append(f"allow more:{_more(least.here, limits)}")
    if not helps:
        smaller = "add rules that exclude states, name the states that can occur (`feasible: named`), leave out options"
        helps.append(f"{smaller} that no preference mentions")
    if len(helps) < 3:
        helps.append("ask `hold` or `block` about one state")
    return "; or ".join(helps)
