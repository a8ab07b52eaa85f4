"""The lint as an answer: every finding of a case, sorted as the file is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from holdfast.lint.coding import silence, valuations
from holdfast.lint.finding import Finding, Path, Place
from holdfast.lint.labels import labels
from holdfast.lint.registry import CHECKS
from holdfast.lint.sourcing import one_sided, orphans
from holdfast.lint.voices import Voices

if TYPE_CHECKING:
    from holdfast.case import Case

SCHEMA = "holdfast/answer/1"


@dataclass(frozen=True, slots=True)
class Lint:
    """What the lint finds.

    Attributes
    ----------
    findings : tuple of Finding
        Sorted by their place in the file where places are known.
    noted : tuple of Finding
        Those that ``x-lint`` of the case says are meant.
    case : str
        Digest of the case.
    """

    findings: tuple[Finding, ...]
    noted: tuple[Finding, ...] = ()
    case: str = ""

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "schema": SCHEMA,
            "question": "lint",
            "findings": [each.json() for each in self.findings],
            "noted": [each.json() for each in self.noted],
            "counts": {code: sum(each.code == code for each in self.findings) for code in CHECKS},
            "case": self.case,
        }


def lint(case: Case, *, places: Mapping[Path, Place] | None = None) -> Lint:
    """Look for claims without source, one-sided sourcing, loaded words, and silence coded as no.

    Parameters
    ----------
    case : Case
        The case. Its own key ``x-voices`` may say whose voice a source, outlet, author or ``by`` is; ``x-lint`` lists,
        by code, elements of which the finding is meant.
    places : mapping, optional
        Line and column in the file by place in the case, as :func:`holdfast.casefile.places.places` gives them.

    Returns
    -------
    Lint

    Examples
    --------
    >>> from holdfast import example
    >>> [finding.code for finding in lint(example("chicken")).findings]
    ['HF181']
    """
    voices = Voices(case, _declared(case))
    found = [*orphans(case), *one_sided(case, voices), *labels(case), *valuations(case), *silence(case)]
    marked = _marked(case)
    noted = [each for each in found if each.element in marked.get(each.code, ())]
    found = [each for each in found if each not in noted]
    found += _without_effect(case, voices, marked, noted)
    at = places or {}
    return Lint(_sorted(found, at), _sorted(noted, at), case.digest)


def _sorted(found: list[Finding], places: Mapping[Path, Place]) -> tuple[Finding, ...]:
    placed = [replace(each, place=_place(each.path, places)) for each in found]
    if not places:
        return tuple(placed)
    return tuple(sorted(placed, key=lambda each: (each.place or (0, 0), each.code, each.element, each.message)))


def _place(path: Path, places: Mapping[Path, Place]) -> Place | None:
    """Return where something stands; what has no place of its own stands where its whole does."""
    while path and path not in places:
        path = path[:-1]
    return places.get(path)


def _declared(case: Case) -> dict[str, str]:
    stated = case.extra.get("x-voices")
    return {str(who): str(party) for who, party in stated.items()} if isinstance(stated, Mapping) else {}


def _marked(case: Case) -> dict[str, tuple[str, ...]]:
    stated = case.extra.get("x-lint")
    if not isinstance(stated, Mapping):
        return {}
    return {
        str(code): tuple(map(str, of)) if isinstance(of, tuple) else (str(of),)
        for code, of in stated.items()
        if of is not None
    }


def _without_effect(
    case: Case, voices: Voices, marked: Mapping[str, tuple[str, ...]], noted: list[Finding]
) -> Iterator[Finding]:
    used = {(each.code, each.element) for each in noted}
    for code, of in marked.items():
        for element in of:
            if (code, element) not in used:
                message = f'"{element}" under {code} in x-lint fits no finding'
                yield Finding("HF189", message, "mend or remove the entry", ("x-lint", code))
    speaking = {name for s in case.sources.values() for name in (s.id, s.outlet, s.author) if name}
    for who, party in voices.declared.items():
        if party not in case.parties:
            message, mend = f'"{party}" in x-voices is no party of the case', f"known: {', '.join(case.parties)}"
            yield Finding("HF189", message, mend, ("x-voices", who))
        elif who not in speaking and who not in _spoken(case):
            message = f'"{who}" in x-voices is no source, outlet or author, and no claim is by it'
            yield Finding("HF189", message, "mend or remove the entry", ("x-voices", who))


def _spoken(case: Case) -> set[str]:
    from holdfast.lint.elements import elements

    return {each.claim.by for each in elements(case) if each.claim.by}
