"""The shipped test texts with their hand coding: invented conflicts, dedicated to the public domain (CC0)."""

from __future__ import annotations

from importlib.resources import files

from holdfast.near import did_you_mean
from holdfast.reading.annotations import Annotations, parse
from holdfast.reading.failure import ReadingError
from holdfast.reading.text import Text

PREFIX = "gold:"


def gold_names() -> tuple[str, ...]:
    """Return the names of the shipped texts, sorted."""
    folder = files("holdfast.reading").joinpath("gold")
    return tuple(sorted(f.name.removesuffix(".txt") for f in folder.iterdir() if f.name.endswith(".txt")))


def gold_text(name: str) -> Text:
    """Return a shipped text.

    Raises
    ------
    ReadingError
        If there is none of that name.
    """
    if name not in gold_names():
        raise ReadingError(f'no shipped text "{name}"; {did_you_mean(name, gold_names(), "shipped texts")}')
    return Text(f"{name}.txt", files("holdfast.reading").joinpath("gold", f"{name}.txt").read_text("utf-8").strip("\n"))


def gold_coding(name: str) -> Annotations:
    """Return the hand coding of a shipped text."""
    gold_text(name)
    return parse(files("holdfast.reading").joinpath("gold", f"{name}.jsonl").read_text("utf-8"), f"{name}.jsonl")
