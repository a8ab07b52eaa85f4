"""The form an answer must have: as a JSON Schema for the server, and checked here whatever the server says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from holdfast.reading.proposal import KINDS

MAX_ITEMS = 400
"""Items of one answer; further ones are dropped and counted."""
_MAX_QUOTE, _MAX_WORDS = 2000, 300

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["items"],
    "properties": {
        "items": {
            "type": "array",
            "maxItems": MAX_ITEMS,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["sentence", "kind", "quote", "holder", "cue"],
                "properties": {
                    "sentence": {"type": "integer", "minimum": 0},
                    "kind": {"enum": list(KINDS)},
                    "quote": {"type": "string", "maxLength": _MAX_QUOTE},
                    "holder": {"type": "string", "maxLength": _MAX_WORDS},
                    "cue": {"type": "string", "maxLength": _MAX_WORDS},
                },
            },
        }
    },
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a model says that a text says; nothing of it is verified yet."""

    sentence: int
    kind: str
    quote: str
    holder: str
    cue: str


class Malformed(ValueError):
    """An answer that is not of the form at all."""


def items(answer: str) -> tuple[list[Item], int]:
    """Return the items of an answer that have the right form, and how many had not.

    Raises
    ------
    Malformed
        If the answer is no JSON object with a list of items.
    """
    try:
        found = json.loads(_bare(answer))
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not JSON: {str(error)[:100]}") from None
    listed = found.get("items") if isinstance(found, dict) else None
    if not isinstance(listed, list):
        raise Malformed('expected an object with a list under "items"')
    kept: list[Item] = []
    dropped = max(0, len(listed) - MAX_ITEMS)
    for each in listed[:MAX_ITEMS]:
        item = _item(each)
        if item is None:
            dropped += 1
        else:
            kept.append(item)
    if listed and not kept:
        raise Malformed("none of the items has the fields asked for")
    return kept, dropped


def _bare(answer: str) -> str:
    fenced = re.match(r"\s*```(?:json)?\s*(.*?)\s*```\s*$", answer, re.DOTALL)
    return fenced.group(1) if fenced else answer


def _item(each: Any) -> Item | None:
    if not isinstance(each, dict):
        return None
    sentence, kind, quote = each.get("sentence"), each.get("kind"), each.get("quote")
    holder, cue = each.get("holder", "author"), each.get("cue", "")
    if not isinstance(sentence, int) or isinstance(sentence, bool) or sentence < 0 or kind not in KINDS:
        return None
    if not (isinstance(quote, str) and isinstance(holder, str) and isinstance(cue, str)):
        return None
    if not quote.strip() or len(quote) > _MAX_QUOTE or max(len(holder), len(cue)) > _MAX_WORDS:
        return None
    return Item(sentence, kind, quote, holder, cue)
