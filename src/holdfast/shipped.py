"""The shipped cases by slug, read from the catalogue folder."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from holdfast.errors import QuestionError
from holdfast.near import did_you_mean

if TYPE_CHECKING:
    from holdfast.case import Case


def _catalogue() -> Traversable:
    return files("holdfast").joinpath("catalogue")


@cache
def examples() -> tuple[str, ...]:
    """Return the slugs of the shipped cases, sorted."""
    return tuple(sorted(folder.name for folder in _catalogue().iterdir() if folder.joinpath("case.yaml").is_file()))


def example_text(slug: str) -> str:
    """Return the case file of a shipped case as text.

    Raises
    ------
    QuestionError
        If there is none of that slug.
    """
    if slug not in examples():
        raise QuestionError(f'no shipped case "{slug}"; {did_you_mean(slug, examples(), "shipped cases")}')
    return _catalogue().joinpath(slug, "case.yaml").read_text("utf-8")


def example(slug: str) -> Case:
    """Read a shipped case.

    Parameters
    ----------
    slug : str
        One of :func:`examples`.

    Raises
    ------
    QuestionError
        If there is none of that slug.

    Examples
    --------
    >>> example("cuba-1962").title
    'Cuban missile crisis, October 1962'
    """
    from holdfast.casefile import loads

    return loads(example_text(slug), f"{slug}.yaml")


def example_page(slug: str) -> str:
    """Return the page about a shipped case (Markdown)."""
    page: Traversable = _catalogue().joinpath(slug, "README.md")
    return page.read_text("utf-8")


def example_printed(slug: str) -> dict[str, Any] | None:
    """Return what is printed of a shipped case elsewhere, to compare with; None where nothing is.

    Examples
    --------
    >>> example_printed("cuba-1962")["equilibria"]["nash"]
    ['YNYN']
    """
    page: Traversable = _catalogue().joinpath(slug, "expected.json")
    if not page.is_file():
        return None
    found: dict[str, Any] = json.loads(page.read_text("utf-8"))
    return found


def example_ledger(slug: str) -> bytes | None:
    """Return the ledger of forecasts that comes with a shipped case, or None where there is none."""
    found = _catalogue().joinpath(slug, "ledger.jsonl")
    return found.read_bytes() if slug in examples() and found.is_file() else None


def schema_text() -> str:
    """Return the JSON Schema of the case file, as shipped."""
    return _catalogue().joinpath("case.schema.json").read_text("utf-8")
