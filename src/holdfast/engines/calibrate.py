"""How fast this machine is: each engine's estimate is compared with what a small fixed conflict takes it.

The factors are kept in one JSON file in the user's cache folder. They are measured where there is none for the same
version, engine, processor, number of cores and kernels, which takes a fraction of a second, and only when an estimate
is long enough for it to matter. Where the file cannot be read or written, nothing is lost but that fraction.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.case import Direction
from holdfast.engines.budget import n_cores
from holdfast.engines.engine import Work
from holdfast.model.formula import Bit, Formula, Negation, Same, conjunction, disjunction
from holdfast.model.model import Model
from holdfast.model.preference import Statements
from holdfast.model.structure import Structure
from holdfast.stability import concepts
from holdfast.version import __version__

if TYPE_CHECKING:
    from holdfast.engines.engine import Engine

ENOUGH = 0.03
"""Seconds that a measurement should take: the conflict is made larger until it does."""
OPTIONS = (6, 8, 10, 12, 14, 16)
"""Numbers of options of the conflict, each with four times as many states as the one before."""
LEAST, MOST = 0.1, 100.0
"""Factors outside are taken for mistakes of measurement."""
ASKED = ("nash", "gmr", "smr", "seq", "symmetric_seq")

_measured: dict[str, float] = {}


def cache_folder() -> Path:
    """Return the folder for what may be thrown away: ``HOLDFAST_CACHE``, or holdfast's in the user's cache folder."""
    if own := os.environ.get("HOLDFAST_CACHE"):
        return Path(own)
    if shared := os.environ.get("XDG_CACHE_HOME"):
        return Path(shared) / "holdfast"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "holdfast"
    if local := os.environ.get("LOCALAPPDATA"):
        return Path(local) / "holdfast" / "cache"
    return Path.home() / ".cache" / "holdfast"


def cache_file() -> Path:
    """Return the file with the factors."""
    return cache_folder() / "calibration.json"


def has_native_kernels() -> bool:
    """Whether the dense engine's kernels were compiled."""
    try:
        return bool(import_module("holdfast.engines.dense.kernels").NATIVE)
    except (ImportError, AttributeError):
        return False


def processor() -> str:
    """Return the name of the processor."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if line.lower().startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def key(engine: str) -> str:
    """Return what a factor is kept under: everything that speed hangs on."""
    kernels = "native" if has_native_kernels() else "numpy"
    return "|".join((__version__, engine, platform.machine(), processor(), f"{n_cores()} cores", kernels))


def factor(body: Engine) -> float:
    """Return how many times as long as its estimate an engine takes on this machine; measured if not known.

    Parameters
    ----------
    body : Engine
        The engine.

    Returns
    -------
    float
        Between :data:`LEAST` and :data:`MOST`.
    """
    found = known(body.name)
    return found if found is not None else recalibrate(body)


def known(engine: str) -> float | None:
    """Return an engine's factor if it has been measured on this machine."""
    wanted = key(engine)
    if wanted not in _measured:
        value = _read().get(wanted)
        if not isinstance(value, int | float) or not LEAST <= value <= MOST:
            return None
        _measured[wanted] = float(value)
    return _measured[wanted]


def recalibrate(body: Engine) -> float:
    """Measure an engine's factor and keep it."""
    value = round(min(max(measure(body), LEAST), MOST), 3)
    _measured[key(body.name)] = value
    _write({**_read(), key(body.name): value})
    return value


def measure(body: Engine) -> float:
    """Return how many times as long as its estimate an engine takes for the first conflict that takes long enough."""
    wanted, ratio = concepts(ASKED), 1.0
    for n_options in OPTIONS:
        model = yardstick(n_options)
        needs = body.can(model, wanted)
        if not needs.able:
            break
        started = time.perf_counter()
        body.solve(model, wanted, Work(threads=1))
        taken = time.perf_counter() - started
        ratio = taken / max(needs.seconds, 1e-9)
        if taken >= ENOUGH:
            break
    return ratio


def yardstick(n_options: int) -> Model:
    """Return the fixed conflict with so many options: three parties, rules, ties, every kind of statement."""
    owners = tuple(sorted(k % 3 for k in range(n_options)))
    parties = ("a", "b", "c")
    names = tuple(f"{parties[owner]}.o{k}" for k, owner in enumerate(owners))

    def bit(k: int) -> Formula:
        return Bit(k % n_options) if k % 3 else Negation(Bit(k % n_options))

    def statement(party: int, k: int) -> Formula:
        here, there, other = bit(party + 3 * k), bit(5 * k + 2 * party + 1), bit(7 * k + party + 3)
        return (Same(here, there), conjunction((here, other)), disjunction((there, other)), here)[k % 4]

    never = (conjunction((bit(1), bit(4))), conjunction((bit(2), bit(n_options - 1), bit(3))))
    structure = Structure(parties, names, owners, (Direction.BOTH,) * n_options, never)
    return Model(structure, tuple(Statements(tuple(statement(p, k) for k in range(8))) for p in range(3)))


def _read() -> dict[str, Any]:
    try:
        found = json.loads(cache_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    factors = found.get("factors") if isinstance(found, dict) else None
    return factors if isinstance(factors, dict) else {}


def _write(factors: dict[str, Any]) -> None:
    """Write the file whole or not at all; a folder that cannot be written to is no reason to stop."""
    text = json.dumps({"schema": "holdfast/calibration/1", "factors": factors}, indent=1, sort_keys=True)
    target = cache_file()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".calibration.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text + "\n")
            Path(temporary).replace(target)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
    except OSError:
        pass
