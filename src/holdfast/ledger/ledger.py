"""The ledger as a value: records in order, and what stands after corrections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from holdfast.errors import LedgerError, Problem, QuestionError
from holdfast.ledger.chain import MOST_BYTES, START, Chain, line_of, sealed, walk
from holdfast.ledger.forecast import Forecast
from holdfast.ledger.resolution import Resolution

MOST_DEEP = 50
"""Most questions in a chain of conditions and comparisons."""
ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written: a forecast or a resolution, its id (chosen if empty), and what it corrects."""

    what: Forecast | Resolution
    id: str = ""
    corrects: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A forecast as it stands.

    Parameters
    ----------
    id : str
        The id it was first written under.
    forecast : Forecast
        The forecast, after corrections.
    corrections : tuple of str
        Ids of the records that corrected it, in order.
    """

    id: str
    forecast: Forecast
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """A resolution as it stands: the id of the record that says so, and those it corrected."""

    id: str
    resolution: Resolution
    corrections: tuple[str, ...] = ()


class Ledger:
    """Forecasts and resolutions, in the order in which they were written.

    Made by :func:`holdfast.ledger.read` or :meth:`of`; adding gives a new one.

    Parameters
    ----------
    records : sequence of dict
        Sealed records.

    Raises
    ------
    QuestionError
        If a record does not fit those before it.
    """

    __slots__ = ("_events", "_roots", "_same", "_standings", "chain", "entries", "records")

    def __init__(self, records: Sequence[dict[str, Any]] = (), chain: Chain | None = None) -> None:
        self.records: tuple[dict[str, Any], ...] = ()
        self.entries: tuple[Entry, ...] = ()
        self.chain = chain
        self._standings: dict[str, Standing] = {}
        self._same: dict[Forecast, str] = {}
        self._roots: dict[str, str] = {}
        self._events: dict[tuple[str, ...], Settled] = {}
        entries = []
        for record in records:
            entry = entry_of(record)
            self._take(entry)
            entries.append(entry)
        self.records, self.entries = tuple(records), tuple(entries)

    @classmethod
    def of(cls, data: bytes, name: str) -> Ledger:
        """Read the bytes of a ledger.

        Raises
        ------
        LedgerError
            If the chain is broken, or a record cannot be understood.
        """
        if len(data) > MOST_BYTES:
            raise LedgerError([Problem(name, 1, 1, "HF201", f"larger than {MOST_BYTES >> 20} MiB", "split the ledger")])
        chain = walk(data, name)
        if chain.problem is not None:
            raise LedgerError([chain.problem])
        made = cls(chain=chain)
        entries = []
        for number, record in enumerate(chain.records, 1):
            try:
                entry = entry_of(record)
                made._take(entry)
            except (AttributeError, KeyError, TypeError, ValueError, QuestionError) as error:
                said = f"no {error}" if isinstance(error, KeyError) else str(error)
                hint = "was it written by a later version of holdfast?"
                raise LedgerError(
                    [Problem(name, number, 1, "HF203", f'record "{record["id"]}": {said}', hint)]
                ) from None
            entries.append(entry)
        made.records, made.entries = chain.records, tuple(entries)
        return made

    # -- what stands -------------------------------------------------------------------------------------------------

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The forecasts as they stand, in the order in which they were first written."""
        return tuple(self._standings.values())

    def standing(self, id: str) -> Standing:
        """Return a forecast by its id, or by the id of a correction.

        Raises
        ------
        QuestionError
            If there is none.
        """
        root = self._roots.get(id)
        if root is None or root not in self._standings:
            raise QuestionError(f'no forecast "{id}" in the ledger; `holdfast ledger list` shows those there are')
        return self._standings[root]

    def settled(self, forecast: Forecast) -> Settled | None:
        """Return the resolution of a forecast's question, if there is one."""
        return self._events.get(forecast.event)

    @property
    def head(self) -> str:
        """The hash of the last record."""
        return str(self.records[-1]["hash"]) if self.records else START

    @property
    def forecasters(self) -> tuple[str, ...]:
        """Those whose forecasts stand here, in the order of their first."""
        return tuple(dict.fromkeys(each.forecast.who for each in self.standings if each.forecast.kind != "question"))

    # -- adding ------------------------------------------------------------------------------------------------------

    def plus(self, entries: Sequence[Entry]) -> tuple[Ledger, list[dict[str, Any]]]:
        """Return the ledger with entries added, and their records.

        Raises
        ------
        QuestionError
            If one does not fit what is there.
        """
        new = Ledger(self.records)
        made: list[dict[str, Any]] = []
        added: list[Entry] = []
        for k, entry in enumerate(entries, 1):
            named = replace(entry, id=entry.id or new._free_id(entry, len(self.records) + k))
            new._take(named)
            body = {"id": named.id, "record": _kind(named), "corrects": named.corrects, **named.what.body()}
            if len(entries) > 1:
                body["part"] = [k, len(entries)]
            made.append(sealed({n: v for n, v in body.items() if v != ""}, made[-1]["hash"] if made else self.head))
            added.append(named)
        new.records, new.entries = (*self.records, *made), (*self.entries, *added)
        return new, made

    def misfits(self, entries: Sequence[Entry]) -> list[tuple[int, str]]:
        """Return the entries that do not fit, by their place, each with the reason."""
        new, found = Ledger(self.records), []
        for k, entry in enumerate(entries):
            try:
                new._take(replace(entry, id=entry.id or new._free_id(entry, len(self.records) + k + 1)))
            except QuestionError as error:
                found.append((k, str(error)))
        return found

    def lines(self) -> bytes:
        """Return the ledger as it is written to a file."""
        return b"".join(line_of(record) for record in self.records)

    def _free_id(self, entry: Entry, number: int) -> str:
        letter = "f" if isinstance(entry.what, Forecast) else "r"
        while f"{letter}{number}" in self._roots:
            number += 1
        return f"{letter}{number}"

    def _take(self, entry: Entry) -> None:
        """Add to what stands, or say why it does not fit."""
        if not ID.fullmatch(entry.id):
            raise QuestionError(f'"{entry.id}" is no id: a letter, then letters, digits, `_`, `.` and `-`, at most 64')
        if entry.id in self._roots:
            raise QuestionError(f'the id "{entry.id}" is in use; choose another')
        if isinstance(entry.what, Forecast):
            self._take_forecast(entry, entry.what)
        else:
            self._take_resolution(entry, entry.what)

    def _take_forecast(self, entry: Entry, forecast: Forecast) -> None:
        root = self.standing(entry.corrects).id if entry.corrects else entry.id
        for name in ("given", "more_likely_than"):
            if getattr(forecast, name):
                self._refer(root, name, getattr(forecast, name))
        if forecast in self._same:
            raise QuestionError(f'this forecast is in the ledger already, as "{self._same[forecast]}"')
        before = self._standings.get(root)
        if before is not None and self.settled(before.forecast) is not None:
            raise QuestionError(f'"{root}" has been resolved; a forecast is not corrected once its outcome is known')
        corrections = (*before.corrections, entry.id) if before is not None else ()
        if before is not None:
            del self._same[before.forecast]
        self._same[forecast] = root
        self._standings[root] = Standing(root, forecast, corrections)
        self._roots[entry.id] = root

    def _refer(self, root: str, name: str, other: str) -> None:
        """Check that a condition or comparison names an earlier yes-or-no question that does not lead back here."""
        found = self.standing(other)
        if found.forecast.kind == "interval":
            raise QuestionError(f'{name}: "{other}" is about a quantity; name a question of yes or no')
        level, seen, depth = {found.id}, set[str](), 0
        while level:
            if root in level:
                raise QuestionError(f'{name}: "{other}" itself depends on "{root}"')
            seen |= level
            depth += 1
            if depth > MOST_DEEP:
                raise QuestionError(f"{name}: more than {MOST_DEEP} questions hang on each other in a chain")
            forecasts = [self._standings[each].forecast for each in level]
            named = {each for forecast in forecasts for each in (forecast.given, forecast.more_likely_than) if each}
            level = {self._roots[each] for each in named} - seen

    def _take_resolution(self, entry: Entry, resolution: Resolution) -> None:
        standing = self.standing(resolution.resolves)
        forecast = standing.forecast
        if (resolution.outcome in {"yes", "no"}) == bool(forecast.interval) and resolution.outcome != "void":
            fits = "`value` or `void`" if forecast.interval else "`yes`, `no` or `void`"
            raise QuestionError(f'the outcome of "{standing.id}" is {fits}, not `{resolution.outcome}`')
        before = self._events.get(forecast.event)
        if before is None and entry.corrects:
            raise QuestionError(f'"{standing.id}" has no resolution to be corrected')
        if before is not None and entry.corrects != before.id:
            by = f"`--corrects {before.id}` replaces it" if not entry.corrects else f'its resolution is "{before.id}"'
            raise QuestionError(f'"{standing.id}" has been resolved already; {by}')
        if before is not None and before.resolution == resolution:
            raise QuestionError(f'this is what "{before.id}" says already')
        corrections = (*before.corrections, before.id) if before is not None else ()
        self._events[forecast.event] = Settled(entry.id, resolution, corrections)
        self._roots[entry.id] = entry.id

    def __len__(self) -> int:
        return len(self.records)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ledger) and self.records == other.records

    def __hash__(self) -> int:
        return hash(self.head)

    def __repr__(self) -> str:
        return f"Ledger({len(self.standings)} forecasts, {len(self._events)} questions resolved, head {self.head[:8]})"

    def _repr_html_(self) -> str:
        from importlib import import_module

        html: str = import_module("holdfast.report.ledger").ledger_html(self)
        return html


def _kind(entry: Entry) -> str:
    return "forecast" if isinstance(entry.what, Forecast) else "resolution"


def entry_of(record: dict[str, Any]) -> Entry:
    """Read a record."""
    kinds: dict[str, type[Forecast] | type[Resolution]] = {"forecast": Forecast, "resolution": Resolution}
    if record["record"] not in kinds:
        raise ValueError(f'no record of kind "{record["record"]}" is known')
    corrects = record.get("corrects", "")
    if not isinstance(record["id"], str) or not isinstance(corrects, str):
        raise TypeError("ids are text")
    return Entry(kinds[record["record"]].from_body(record), record["id"], corrects)
