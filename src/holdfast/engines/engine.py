"""One protocol for all engines, the list of them, and ``solve``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from holdfast.engines.budget import MEMORY_BUDGET, TIME_BUDGET
from holdfast.engines.solution import Solution
from holdfast.errors import EngineUnavailable
from holdfast.model.model import Model
from holdfast.stability import Concept
from holdfast.stability import concepts as look_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.engines.choosing import Choice

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
    shared : float
        The part of the time that several threads share, from 0 to 1.
    """

    able: bool
    reason: str
    seconds: float = 0.0
    memory: int = 0
    shared: float = 0.0

    def on(self, threads: int, factor: float = 1.0) -> Capability:
        """Return what is needed on so many threads of a machine that takes ``factor`` times as long."""
        alone = 1 - self.shared
        return replace(self, seconds=self.seconds * factor * (alone + self.shared / max(threads, 1)))


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
    "sparse": "holdfast.engines.sparse:SparseEngine",
}
"""Engines by name, as ``module:class``, imported when first used."""

LATER = {"symbolic": "more options than can be enumerated"}
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
    try:
        body: type[Engine] = getattr(import_module(module), kind)
    except (ImportError, AttributeError) as error:
        raise EngineUnavailable(f'the engine "{name}" cannot be loaded: {error}') from error
    return body()


def carry_out(model: Model, choice: Choice, work: Work = QUIETLY) -> Solution:
    """Compute what was chosen.

    Parameters
    ----------
    model : Model
        The compiled conflict.
    choice : Choice
        What :func:`holdfast.engines.choosing.prepare` answered for it.
    work : Work
        How to carry it out.

    Returns
    -------
    Solution
    """
    found = find_engine(choice.engine).solve(model, look_up(choice.concepts), work)
    return replace(found, reason=choice.reason, unavailable=dict(choice.unavailable))


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
        Names or aliases of concepts; all six by default, or the sixteen of unknown preference where it is not known how
        some party compares some states. Those not defined for the model are left out and named in
        ``Solution.unavailable``; so is, where none are named, simultaneous stability where it alone is too much.
    engine : str
        ``plain``, ``dense`` or ``sparse``; chosen when empty. The choice is recorded in the solution.
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
        If a concept does not exist, or needs comparisons of states that are not known.

    Examples
    --------
    >>> from holdfast import compile, example
    >>> solve(compile(example("cuba-1962"))).equilibria("nash")
    ('YNYN',)
    """
    from holdfast.engines.choosing import prepare  # which asks the engines that this module finds

    choice = prepare(model, concepts, engine=engine, memory=memory, seconds=seconds, threads=threads)
    return carry_out(model, choice, Work(progress, threads, parties, checkpoints))
