"""Deciding on proposals: accept, edit or reject, always with who and when."""

from __future__ import annotations

import re
from dataclasses import replace

from holdfast.reading.annotations import HEDGE, Annotation, Annotations
from holdfast.reading.failure import Misused, ReadingError
from holdfast.reading.proposal import KINDS

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_WHO = re.compile(r"[^\s:;,\"'{}\[\]#]{1,40}")
EDITABLE = ("kind", "holder", "hedge", "note")


def check_who(by: str, on: str) -> None:
    """Make sure that a decision says who made it and when.

    Raises
    ------
    ReadingError
        If either is missing or not of the right form.
    """
    if not _WHO.fullmatch(by):
        raise Misused("who decides is not said\n    --by with initials or a name without spaces, such as --by AB")
    if not _DATE.fullmatch(on):
        raise Misused("when it is decided is not said\n    --on with an ISO date, such as --on 2026-01-31")


def open_items(file: Annotations, kinds: tuple[str, ...] = ()) -> tuple[Annotation, ...]:
    """Return what is still to be decided: proposals, not the hedges inside them."""
    return tuple(
        item
        for item in file.items
        if item.kind != HEDGE and item.status == "proposed" and (not kinds or item.kind in kinds)
    )


def decide(
    file: Annotations, item_id: str, verdict: str, *, by: str, on: str, changes: dict[str, str] | None = None
) -> Annotations:
    """Return the file with one proposal decided.

    Parameters
    ----------
    verdict : str
        ``accepted``, ``edited`` or ``rejected``.
    by, on : str
        Who decides, and when (ISO date).
    changes : dict, optional
        New ``kind``, ``holder``, ``hedge`` or ``note``; the span is never changed, so that it still quotes the text.

    Raises
    ------
    ReadingError
        If there is no such proposal, or a change makes no sense.
    """
    check_who(by, on)
    changes = changes or {}
    if verdict not in ("accepted", "edited", "rejected"):
        raise ReadingError(f'"{verdict}" is no decision; one of accepted, edited, rejected')
    if unknown := sorted(set(changes) - set(EDITABLE)):
        raise ReadingError(f'"{unknown[0]}" cannot be edited; one of {", ".join(EDITABLE)}')
    if "kind" in changes and changes["kind"] not in KINDS:
        raise ReadingError(f'unknown kind "{changes["kind"]}"; one of {", ".join(KINDS)}')
    items = []
    seen = False
    for item in file.items:
        if item.id == item_id and item.kind != HEDGE:
            seen = True
            if changes.get("hedge", item.hedge) != item.hedge:
                item = replace(item, range=None, range_kind="")
            if changes.get("holder", item.holder) != item.holder:
                item = replace(item, chain=())
            item = replace(item, status=verdict, decided_by=by, decided_on=on)
            item = replace(item, **dict(changes))  # type: ignore[arg-type]
        items.append(item)
    if not seen:
        raise Misused(f'no proposal "{item_id}"')
    return file.with_items(items)


def rate(file: Annotations) -> dict[str, int]:
    """Count what was decided: how many proposals stand open, accepted, edited and rejected."""
    found = {"proposed": 0, "accepted": 0, "edited": 0, "rejected": 0}
    for item in file.items:
        if item.kind != HEDGE:
            found[item.status] += 1
    return found
