"""Memory and time as people write them, and how much of both an engine may plan to use."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping

MEMORY_BUDGET = 4 << 30
"""Bytes an engine may plan to use unless told otherwise."""
TIME_BUDGET = 600.0
"""Seconds an engine may plan to take unless told otherwise."""

_BYTES = {
    "": 1 << 30,
    "b": 1,
    **{unit: 1 << 10 * (k + 1) for k, unit in enumerate("kmgt")},
    **{f"{unit}ib": 1 << 10 * (k + 1) for k, unit in enumerate("kmgt")},
    **{f"{unit}b": 1000 ** (k + 1) for k, unit in enumerate("kmgt")},
}
_SECONDS = {
    **dict.fromkeys(("", "s", "sec", "second", "seconds"), 1),
    **dict.fromkeys(("m", "min", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hour", "hours"), 3600),
    **dict.fromkeys(("d", "day", "days"), 86400),
}
_AMOUNT = re.compile(r"(\d+(?:\.\d*)?|\.\d+)\s*([a-z]*)\s*")


def parse_bytes(text: str) -> int:
    """Read an amount of memory; a number alone is GiB.

    Raises
    ------
    ValueError
        If it is none, or none above zero.

    Examples
    --------
    >>> parse_bytes("500M"), parse_bytes("2") == 2 << 30
    (524288000, True)
    """
    found = _AMOUNT.fullmatch(text.strip().lower())
    number = _sum([(found[1], found[2])], _BYTES) if found else 0.0
    if number < 1:
        raise ValueError(f'"{text}" is not an amount of memory; write 2GiB, 500MiB or a number of GiB above 0')
    return int(number)


def parse_seconds(text: str) -> float:
    """Read a duration; a number alone is seconds.

    Raises
    ------
    ValueError
        If it is none, or none above zero.

    Examples
    --------
    >>> parse_seconds("10min"), parse_seconds("1h30m"), parse_seconds("90")
    (600.0, 5400.0, 90.0)
    """
    wanted = text.strip().lower()
    parts = _AMOUNT.findall(wanted)
    whole = "".join(match.group(0) for match in _AMOUNT.finditer(wanted)) == wanted
    several = len(parts) > 1 and any(not unit for _, unit in parts)
    number = _sum(parts, _SECONDS) if whole and parts and not several else 0.0
    if number <= 0:
        raise ValueError(f'"{text}" is not a duration; write 90s, 10min, 2h or a number of seconds above 0')
    return number


def _sum(parts: list[tuple[str, str]], units: Mapping[str, int]) -> float:
    """Add amounts up; 0 where a unit is unknown or a number is too large to be meant."""
    total = 0.0
    for number, unit in parts:
        if unit not in units:
            return 0.0
        total += float(number) * units[unit]
    return total if total < 1e18 else 0.0


def say_bytes(number: float) -> str:
    """Write a number of bytes for people.

    Examples
    --------
    >>> say_bytes(3 << 30)
    '3.0 GiB'
    """
    for unit, size in (("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20)):
        if number >= size:
            return f"{number / size:,.1f} {unit}"
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
    if number < 72 * 3600:
        return f"{number / 3600:.0f} h"
    if number < 2 * 365 * 86400:
        return f"{number / 86400:,.0f} days"
    return f"{number / (365 * 86400):,.0f} years"


def say_roughly(number: float) -> str:
    """Write an estimate in a word or two: it is good to a factor of a few only, and so is the same on most machines.

    Examples
    --------
    >>> say_roughly(0.1), say_roughly(40), say_roughly(7000)
    ('under a second', 'seconds', 'hours')
    """
    words = ((1, "under a second"), (60, "seconds"), (3600, "minutes"), (86400, "hours"), (730 * 86400, "days"))
    return next((word for limit, word in words if number < limit), "years")


def memory_option(number: float) -> str:
    """Write a little more than so much memory as it is given to ``--memory``.

    Examples
    --------
    >>> memory_option(5.2 * (1 << 30)), memory_option(3 << 20)
    ('6GiB', '4MiB')
    """
    unit, size = ("GiB", 1 << 30) if number > 1 << 30 else ("MiB", 1 << 20)
    return f"{math.floor(number / size) + 1}{unit}"


def time_option(number: float) -> str:
    """Write a little more than so much time as it is given to ``--time``.

    Examples
    --------
    >>> time_option(41), time_option(700), time_option(2e5)
    ('50s', '12min', '56h')
    """
    if number < 100:
        return f"{math.floor(number / 10) * 10 + 10}s"
    return f"{math.floor(number / 60) + 1}min" if number < 7200 else f"{math.floor(number / 3600) + 1}h"


def n_cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        return os.cpu_count() or 1


def machine_memory() -> int:
    """Return how many bytes of memory the machine has, 0 where it does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return 0
