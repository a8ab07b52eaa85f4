"""One line of progress on a terminal: how much is done, and how long the rest will take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import TextIO

SHOW_AFTER = 0.5
"""Seconds before anything is shown: most work is done by then."""
REDRAW = 0.1
"""Least seconds between two drawings."""
WINDOW = 30.0
"""Seconds of the past that the rate is taken from: parts taken over from an earlier run are soon forgotten."""
WEIGHT = 0.2
"""How far the time shown follows a new estimate each second; the rest is the estimate shown before."""


class Clockwork:
    """When the rest will be done, from the rate of the last half minute, smoothed so that it does not jump."""

    def __init__(self) -> None:
        self._past: deque[tuple[float, float]] = deque()
        self._end: float | None = None
        self._updated = 0.0

    def left(self, now: float, part: float) -> float | None:
        """Take in how much is done, from 0 to 1, and return the seconds left; None while it is too early to say."""
        past = self._past
        if not past or now - past[-1][0] >= REDRAW:
            past.append((now, part))
        while len(past) > 2 and now - past[0][0] > WINDOW:
            past.popleft()
        span, made = now - past[0][0], part - past[0][1]
        if span < 2 or made <= 0:
            return None if self._end is None else max(self._end - now, 0.0)
        fresh = now + (1 - part) * span / made
        if self._end is None:
            self._end = fresh
        else:
            self._end += (fresh - self._end) * (1 - (1 - WEIGHT) ** (now - self._updated))
        self._updated = now
        return max(self._end - now, 0.0)


def say_left(seconds: float) -> str:
    """Write the time left, the rougher the longer it is.

    Examples
    --------
    >>> say_left(3.2), say_left(42), say_left(400), say_left(9000)
    ('a few seconds left', '40 s left', '7 min left', '2 h 30 min left')
    """
    if seconds < 8:
        return "a few seconds left"
    if seconds < 90:
        return f"{max(round(seconds / 10), 1) * 10} s left"
    minutes = max(round(seconds / 60), 1)
    return f"{minutes} min left" if minutes < 90 else f"{minutes // 60} h {minutes % 60 // 10 * 10} min left"


class ProgressLine:
    """A progress callback that keeps one line of a terminal.

    Parameters
    ----------
    title : str
        What is being done.
    stream : text stream
        The terminal: standard error.
    width : callable
        Columns there are.
    clock : callable
        Seconds that never go back.
    """

    def __init__(
        self,
        title: str,
        stream: TextIO,
        *,
        width: Callable[[], int] = lambda: 80,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._title, self._stream, self._width, self._clock = title, stream, width, clock
        self._started, self._drawn, self._is_shown = clock(), float("-inf"), False
        self._clockwork = Clockwork()

    def __call__(self, done: int, total: int, note: str) -> None:
        """Show that ``done`` of ``total`` is done; the line is erased when all is."""
        if done >= total:
            self.close()
            self._clockwork = Clockwork()
            return
        now = self._clock()
        left = self._clockwork.left(now, done / total)
        if now - self._started < SHOW_AFTER or now - self._drawn < REDRAW:
            return
        parts = [f"{self._title} {100 * done // total}%", *([say_left(left)] if left is not None else []), note]
        self._draw(", ".join(part for part in parts if part)[: self._width() - 1])
        self._drawn = now

    def close(self) -> None:
        """Erase the line."""
        if self._is_shown:
            self._draw("")
            self._is_shown = False

    def _draw(self, text: str) -> None:
        self._stream.write(f"\r\x1b[K{text}")
        self._stream.flush()
        self._is_shown = True
