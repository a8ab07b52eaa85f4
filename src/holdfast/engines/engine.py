"""One protocol for all engines, and the choice between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from holdfast.engines.solution import Solution
from holdfast.errors import CapacityError, EngineUnavailable
from holdfast.model.model import Model
from holdfast.stability import CONCEPTS, Concept
from holdfast.stability import concepts as look_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

Progress = Callable[[int, int, str], None]
"""Called as ``progress(done, total, note)`` while an engine works."""


class Checkpoints(Protocol):
    """Where an engine keeps finished parts of long work, so that an interrupted run can go on.

    A part is a few arrays under a key. The engine asks for a part before it computes it.
    """

    def load(self, key: str) -> Mapping[str, NDArray[Any]] | None:
        """Return a part saved earlier for the same work, or None."""

    def save(self, key: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep a part; whole or not at all, and safe to call from several threads."""


@dataclass(frozen=True, slots=True)
class Work:
    """How work is to be carried out; never what comes out of it.

    Attributes
    ----------
    progress : callable, optional
        Called as ``progress(done, total, note)``, from one thread.
    threads : int
        Most threads; 0 for as many as there are cores.
    parties : bool
        Whether to keep which states are stable for each party where only counts would be kept.
    checkpoints : Checkpoints, optional
        Where to keep finished parts.
    """

    progress: Progress | None = None
    threads: int = 0
    parties: bool = False
    checkpoints: Checkpoints | None = None


QUIETLY = Work()

MEMORY_BUDGET = 4 << 30
"""Bytes an engine may plan to use unless told otherwise."""
SECONDS_PER_CODE = 1e-6
"""Rough time a code and party, all six concepts: for what is refused without a closer look."""
TIME_BUDGET = 600.0
"""Seconds an engine may plan to take unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Capability:
    """Whether an engine can do a model, and what it expects to need.

    Attributes
    ----------
    able : bool
        Whether the engine's methods apply to the model at all.
    reason : str
        Why not, or what makes it fit.
    seconds : float
        Estimated time on one core.
    memory : int
        Estimated peak memory in bytes.
    """

    able: bool
    reason: str
    seconds: float = 0.0
    memory: int = 0


class Engine(Protocol):
    """Computes verdicts for every state."""

    name: str

    def can(self, model: Model, concepts: Sequence[Concept]) -> Capability:
        """Say whether the engine can do a model, with the estimated cost, without doing it."""

    def solve(self, model: Model, concepts: Sequence[Concept], work: Work = QUIETLY) -> Solution:
        """Compute the verdicts. The caller has asked :meth:`can` first."""


ENGINES: dict[str, str] = {
    "plain": "holdfast.engines.plain:PlainEngine",
    "dense": "holdfast.engines.dense.engine:DenseEngine",
}
"""Engines by name, as ``module:class``, imported when first used."""

LATER = {"sparse": "explicit lists of states", "symbolic": "more options than can be enumerated"}
"""Engines that later versions bring, with what they are for."""


def find_engine(name: str) -> Engine:
    """Return an engine by name.

    Raises
    ------
    EngineUnavailable
        If there is none of that name.
    """
    if name in LATER:
        raise EngineUnavailable(
            f'the engine "{name}" ({LATER[name]}) is not in this version; there are {", ".join(ENGINES)}'
        )
    if name not in ENGINES:
        raise EngineUnavailable(f'no engine "{name}"; there are {", ".join(ENGINES)}')
    module, _, kind = ENGINES[name].partition(":")
    made: Engine = getattr(import_module(module), kind)()
    return made


def choose(model: Model, wanted: Sequence[Concept]) -> tuple[str, str]:
    """Choose an engine for a model.

    Returns
    -------
    name, reason : str
        ``plain`` where the model is small or has moves that are not option flips, ``dense`` otherwise.
    """
    if not model.structure.is_option_form:
        return "plain", "the model has explicit moves or merged states, which need the definitions as they stand"
    if model.n_states <= PLAIN_STATES:
        return "plain", f"{model.n_states} feasible states: the definitions, word for word, are quick enough"
    able = find_engine("dense").can(model, wanted)
    if not able.able:
        return "plain", f"the dense engine cannot do it: {able.reason}"
    return "dense", f"{model.n_states} feasible states in option form"


PLAIN_STATES = 64
"""Up to this many feasible states the plain engine is chosen; it then needs milliseconds."""


def solve(
    model: Model,
    concepts: Sequence[str] | None = None,
    *,
    engine: str = "",
    memory: int = MEMORY_BUDGET,
    seconds: float = TIME_BUDGET,
    progress: Progress | None = None,
    threads: int = 0,
    parties: bool = False,
    checkpoints: Checkpoints | None = None,
) -> Solution:
    """Compute which states are stable for whom.

    Parameters
    ----------
    model : Model
        The compiled conflict.
    concepts : sequence of str, optional
        Names or aliases of concepts; all six by default. Those not defined for the model are left out and named in
        ``Solution.unavailable``.
    engine : str
        ``plain`` or ``dense``; chosen when empty. The choice is recorded in the solution.
    memory : int
        Bytes the engine may plan to use.
    seconds : float
        Time the engine may plan to take.
    progress : callable, optional
        Called as ``progress(done, total, note)``.
    threads : int
        Most threads; 0 for as many as there are cores. The solution is the same for any number.
    parties : bool
        Whether to keep which states are stable for each party, also where that would not be kept for its size.
    checkpoints : Checkpoints, optional
        Where to keep finished parts, so that an interrupted run can go on.

    Returns
    -------
    Solution

    Raises
    ------
    CapacityError
        If the estimate exceeds the budget; raised before anything is computed.
    EngineUnavailable
        If the engine named does not exist or cannot do the model.
    QuestionError
        If a concept does not exist.

    Examples
    --------
    >>> from holdfast import compile, example
    >>> solve(compile(example("cuba-1962"))).equilibria("nash")
    ('YNYN',)
    """
    wanted = look_up(concepts if concepts is not None else CONCEPTS)
    unavailable = {}
    if not model.structure.is_option_form:
        reason = "it needs option form, and this model has explicit moves or merged states"
        unavailable = {c.name: reason for c in wanted if c.needs_option_form}
        wanted = tuple(c for c in wanted if not c.needs_option_form)
    name, reason = (engine, "asked for by name") if engine else choose(model, wanted)
    body = find_engine(name)
    able = body.can(model, wanted)
    if not able.able and model.structure.is_option_form:
        codes = 2**model.structure.n_options
        raise CapacityError(
            f'refused before starting: the engine "{name}" cannot do this model: {able.reason}; {codes:,} codes would '
            f"need about {say_bytes(codes * 4 * (len(model.parties) + 6))} and "
            f"{say_seconds(codes * len(model.parties) * SECONDS_PER_CODE)}",
            _remedy(name, model),
        )
    if not able.able:
        raise EngineUnavailable(f'the engine "{name}" cannot do this model: {able.reason}')
    if able.memory > memory or able.seconds > seconds:
        raise CapacityError(
            f'refused before starting: the engine "{name}" would need about {say_bytes(able.memory)} and '
            f"{say_seconds(able.seconds)} for {model.n_states:,} states; "
            f"allowed are {say_bytes(memory)} and {say_seconds(seconds)}",
            _remedy(name, model),
        )
    found = body.solve(model, wanted, Work(progress, threads, parties, checkpoints))
    return replace(found, reason=reason, unavailable=unavailable)


def _remedy(name: str, model: Model) -> str:
    if name == "plain" and model.structure.is_option_form:
        return "use --engine dense, or fewer concepts (--concept nash,gmr)"
    return "ask for fewer concepts, add rules that exclude states, or leave out options that no preference mentions"


def say_bytes(number: int) -> str:
    """Write a number of bytes for people.

    Examples
    --------
    >>> say_bytes(3 << 30)
    '3.0 GiB'
    """
    for unit, size in (("GiB", 1 << 30), ("MiB", 1 << 20)):
        if number >= size:
            return f"{number / size:.1f} {unit}"
    return f"{max(number, 1) / 1024:.0f} KiB"


def say_seconds(number: float) -> str:
    """Write a duration for people.

    Examples
    --------
    >>> say_seconds(200)
    '3 min'
    """
    if number < 90:
        return f"{number:.2g} s" if number < 10 else f"{number:.0f} s"
    if number < 5400:
        return f"{number / 60:.0f} min"
    return f"{number / 3600:,.0f} h"
