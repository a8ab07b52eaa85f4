"""Every part of a case that asserts something, with its place: whatever has a claim is found, old parts and new."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.case import Case, Claim, IssueWorth, Span
from holdfast.lint.finding import Path


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a case that asserts something."""

    path: Path
    value: Any
    claim: Claim


def elements(case: Case) -> Iterator[Element]:
    """Yield every part of a case that has a claim, in the order of the fields of the case.

    Examples
    --------
    >>> from holdfast import example
    >>> next(elements(example("chicken"))).path
    ('parties', 'first')
    """
    for path, value in parts(case):
        claim = getattr(value, "claim", None)
        if isinstance(claim, Claim):
            yield Element(path, value, claim)


def parts(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every value of a case with its place, conditions and claims left out; the user's own keys are passed by."""
    if isinstance(value, Claim | Span) or is_condition(value):
        return
    if dataclasses.is_dataclass(value):
        if path:
            yield path, value
        for field in dataclasses.fields(value):
            if field.name != "extra":
                yield from parts(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from parts(item, (*path, str(key)))
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from parts(item, (*path, item.issue if isinstance(item, IssueWorth) else place))


def is_condition(value: Any) -> bool:
    """Whether a value is a condition, which names what is declared elsewhere and says nothing of its own."""
    return type(value).__module__ == "holdfast.case.condition"


def label(path: Path) -> str:
    """Name a part of a case in a message.

    Examples
    --------
    >>> label(("accounts", "kyiv", "preferences", "russia", 2))
    'statement 3 of "russia" under account "kyiv"'
    >>> label(("plans", "p28", "positions", "army_cap"))
    'issue "army_cap" in plan "p28"'
    """
    match path:
        case ("accounts", account, "preferences", *rest) if rest:
            return f'{label(("preferences", *rest))} under account "{account}"'
        case ("preferences", party):
            return f'the preference of "{party}"'
        case ("preferences", party, int(place)):
            return f'statement {place + 1} of "{party}"'
        case ("preferences", party, *rest):
            return f'{_steps(rest)} of "{party}"'
        case ("plans", plan, "positions", issue):
            return f'issue "{issue}" in plan "{plan}"'
        case ("plans", plan, "conduct", int(place)):
            return f'conduct {place + 1} of plan "{plan}"'
        case ("parties", party, "options", option):
            return f'option "{option}" of "{party}"'
        case ("moves", party, int(place)):
            return f'move {place + 1} of "{party}"'
        case (section, str(name)) if section in _ONE:
            return f'{_ONE[str(section)]} "{name}"'
        case (section, int(place)) if section in _ONE:
            return f"{_ONE[str(section)]} {place + 1}"
        case (only,):
            return str(only).replace("_", " ")
    return _steps(path)


_ONE = {
    "accounts": "account",
    "hypotheses": "hypotheses",
    "issues": "issue",
    "judgements": "judgement",
    "parties": "party",
    "plans": "plan",
    "rules": "rule",
}


def _steps(path: Path | list[Any]) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else str(step) for step in path)
