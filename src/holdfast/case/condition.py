"""The condition language: text to tree and back. Nothing in a condition is ever evaluated as code.

``not`` binds tightest, then ``and``, ``or``, then ``if`` / ``only if``, then ``iff``. ``A if B`` is material
implication: true wherever ``B`` is false. A chain of ``if`` without parentheses is refused, because readers disagree on
what it means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from holdfast.errors import ConditionError

if TYPE_CHECKING:
    from lark import Lark

MAX_LENGTH = 4000
"""Longest condition text, in characters."""
MAX_DEPTH = 64
"""Deepest nesting of parentheses and operators."""
KEYWORDS = frozenset({"not", "and", "or", "if", "only", "iff", "in", "in_force"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, not yet looked up. ``column`` is its offset in the text."""

    text: str
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """A party's option is taken."""

    party: str
    option: str


@dataclass(frozen=True, slots=True)
class IssueIs:
    """An issue stands at one of these positions; ``text`` is the comparison as written."""

    issue: str
    positions: frozenset[str]
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """``issue op position`` as written, not yet looked up."""

    issue: Name
    operator: str
    positions: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class InForce:
    """The agreement is in force."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement is true: an atom of the conditions under `when` and `given`, never of those over states."""

    judgement: str


@dataclass(frozen=True, slots=True)
class Not:
    """The part is false."""

    part: Condition


@dataclass(frozen=True, slots=True)
class And:
    """All parts are true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Some part is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class If:
    """``then`` if ``given``: true wherever ``given`` is false. ``only`` marks the spelling ``given only if then``."""

    then: Condition
    given: Condition
    only: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Iff:
    """Both sides are true or both are false."""

    left: Condition
    right: Condition


Condition = Name | Taken | IssueIs | Comparison | InForce | Judged | Not | And | Or | If | Iff


@cache
def _parser() -> Lark:
    from lark import Lark, Transformer, v_args

    @v_args(inline=True)
    class Build(Transformer[Any, Condition]):
        def name(self, token: Any) -> Condition:
            return Name(str(token), token.start_pos)

        def in_force(self) -> Condition:
            return InForce()

        def compare(self, issue: Any, operator: Any, position: Any) -> Condition:
            names = (Name(str(position), position.start_pos),)
            return Comparison(Name(str(issue), issue.start_pos), str(operator), names)

        def member(self, issue: Any, *positions: Any) -> Condition:
            names = tuple(Name(str(p), p.start_pos) for p in positions)
            return Comparison(Name(str(issue), issue.start_pos), "in", names)

        def not_(self, part: Condition) -> Condition:
            return Not(part)

        def and_(self, *parts: Condition) -> Condition:
            return And(parts)

        def or_(self, *parts: Condition) -> Condition:
            return Or(parts)

        def if_(self, then: Condition, given: Condition) -> Condition:
            return If(then, given)

        def only_if(self, given: Condition, then: Condition) -> Condition:
            return If(then, given, only=True)

        def iff(self, first: Condition, *rest: Condition) -> Condition:
            for part in rest:
                first = Iff(first, part)
            return first

    grammar = files("holdfast.case").joinpath("condition.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", transformer=Build(), cache=False)


@lru_cache(maxsize=4096)
def parse(text: str) -> Condition:
    """Read a condition.

    Parameters
    ----------
    text : str
        At most :data:`MAX_LENGTH` characters, nested at most :data:`MAX_DEPTH` deep.

    Returns
    -------
    Condition
        With names not yet looked up.

    Raises
    ------
    ConditionError
        With the zero-based column of the text at fault.

    Examples
    --------
    >>> write(parse("a and not (b or c)"))
    'a and not (b or c)'
    """
    from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

    if len(text) > MAX_LENGTH:
        raise ConditionError(f"condition of {len(text)} characters", MAX_LENGTH, f"at most {MAX_LENGTH} are read")
    if not text.strip():
        raise ConditionError("empty condition", 0, "write an option, for example: withdraw")
    _check_brackets(text)
    try:
        tree: Condition = _parser().parse(text)  # type: ignore[assignment]
    except (UnexpectedCharacters, UnexpectedToken, UnexpectedEOF) as error:
        raise _explain(text, error) from None
    if depth(tree) > MAX_DEPTH:
        raise ConditionError("condition nested too deep", 0, f"at most {MAX_DEPTH} levels; split it")
    return tree


def _check_brackets(text: str) -> None:
    opened: list[int] = []
    for column, char in enumerate(text):
        if char == "(":
            opened.append(column)
            if len(opened) > MAX_DEPTH:
                raise ConditionError("condition nested too deep", column, f"at most {MAX_DEPTH} levels; split it")
        elif char == ")":
            if not opened:
                raise ConditionError('")" without "("', column)
            opened.pop()
    if opened:
        raise ConditionError('"(" is never closed', opened[-1], 'add ")"')


_SPELLINGS = {
    "&": "and",
    "|": "or",
    "!": "not",
    "~": "not",
    "-": "not",
    "->": "only if",
    "&&": "and",
    "||": "or",
    "==": "=",
}


def _explain(text: str, error: Any) -> ConditionError:
    at = getattr(error, "pos_in_stream", None)
    if getattr(getattr(error, "token", None), "type", "") == "$END":
        at = None
    column = at if isinstance(at, int) and 0 <= at < len(text) else len(text.rstrip())
    rest = text[column:]
    wanted = set(getattr(error, "expected", None) or ()) | set(getattr(error, "allowed", None) or ())
    if "POSITION" in wanted:
        said = f'unexpected "{rest.split()[0]}"' if rest.strip() else "condition ends too early"
        return ConditionError(said, column, "expected a position of the issue here")
    if not rest.strip():
        return ConditionError("condition ends too early", column, "expected an option or a condition after this")
    for match in re.finditer(r"[A-Za-z_]+", text):
        shouted = match.group()
        if shouted != shouted.lower() and shouted.lower() in KEYWORDS:
            return ConditionError(f'unexpected "{shouted}"', match.start(), f'write "{shouted.lower()}" in lower case')
    word = rest.split()[0].rstrip("()")
    lowered = word.lower()
    for symbol in (word[:2], word[:1]):
        if symbol in _SPELLINGS:
            return ConditionError(f'unexpected "{symbol}"', column, f'write "{_SPELLINGS[symbol]}"')
    if lowered == "only" and rest.split()[1:2] != ["if"]:
        return ConditionError('unexpected "only"', column, 'write "only if"')
    if lowered in {"if", "only"} and column:
        return ConditionError(
            f'unexpected second "{word}"', column, 'add parentheses: "(a if b) if c" or "a if (b if c)"'
        )
    if lowered in KEYWORDS:
        return ConditionError(f'unexpected "{word}"', column, "expected an option or a condition before this")
    if text[:column].split()[-1:] == ["in"]:
        return ConditionError(f'unexpected "{word}"', column, "write the positions in braces: issue in {a, b}")
    return ConditionError(
        f'unexpected "{word or rest[:1]}"', column, 'join conditions with "and", "or", "if", "only if" or "iff"'
    )


def children(condition: Condition) -> tuple[Condition, ...]:
    """Return the parts of a condition; none for an atom."""
    match condition:
        case Not(part):
            return (part,)
        case And(parts) | Or(parts):
            return parts
        case If(then, given):
            return (given, then)
        case Iff(left, right):
            return (left, right)
    return ()


def depth(condition: Condition) -> int:
    """Return the number of levels; 1 for an atom. Does not recurse, so that no input can exhaust the stack."""
    deepest, level = 0, [condition]
    while level:
        deepest += 1
        level = [part for each in level for part in children(each)]
    return deepest


def atoms(condition: Condition) -> Iterator[Condition]:
    """Yield the atoms of a condition, left to right."""
    left = [condition]
    while left:
        parts = children(first := left.pop())
        left.extend(reversed(parts))
        if not parts:
            yield first


def replace_atoms(condition: Condition, change: Callable[[Condition], Condition]) -> Condition:
    """Return the condition with every atom replaced by what ``change`` makes of it."""
    match condition:
        case Not(part):
            return Not(replace_atoms(part, change))
        case And(parts):
            return And(tuple(replace_atoms(part, change) for part in parts))
        case Or(parts):
            return Or(tuple(replace_atoms(part, change) for part in parts))
        case If(then, given, only):
            return If(replace_atoms(then, change), replace_atoms(given, change), only)
        case Iff(left, right):
            return Iff(replace_atoms(left, change), replace_atoms(right, change))
    return change(condition)


_LEVEL = {Iff: 0, If: 1, Or: 2, And: 3, Not: 4}


def write(condition: Condition, name: Callable[[Taken], str] | None = None) -> str:
    """Write a condition as text that reads back as the same condition.

    Parameters
    ----------
    condition : Condition
        The condition.
    name : callable, optional
        How to write an option; ``party.option`` by default.

    Examples
    --------
    >>> write(If(Taken("us", "blockade"), Not(Taken("ussr", "withdraw"))), name=lambda taken: taken.option)
    'blockade if not withdraw'
    """

    def part(inner: Condition, above: int) -> str:
        text = write(inner, name)
        return f"({text})" if _LEVEL.get(type(inner), 9) < above else text

    match condition:
        case Name(text):
            return text
        case Taken(party, option):
            return name(condition) if name else f"{party}.{option}"
        case IssueIs(issue, positions, text):
            return text or f"{issue} in {{{', '.join(sorted(positions))}}}"
        case Comparison(issue_name, operator, names):
            if operator == "in":
                return f"{issue_name.text} in {{{', '.join(n.text for n in names)}}}"
            return f"{issue_name.text} {operator} {names[0].text}"
        case InForce():
            return "in_force"
        case Judged(judgement):
            return judgement
        case Not(inner):
            return f"not {part(inner, 4)}"
        case And(parts):
            return " and ".join(part(inner, 4) for inner in parts)
        case Or(parts):
            return " or ".join(part(inner, 3) for inner in parts)
        case If(then, given, only):
            return f"{part(given, 2)} only if {part(then, 2)}" if only else f"{part(then, 2)} if {part(given, 2)}"
        case Iff(left, right):
            return f"{part(left, 0)} iff {part(right, 1)}"
    raise TypeError(f"not a condition: {condition!r}")


def truth(condition: Condition, atom: Callable[[Condition], bool]) -> bool:
    """Evaluate a condition, given the truth of each atom."""
    match condition:
        case Not(part):
            return not truth(part, atom)
        case And(parts):
            return all(truth(part, atom) for part in parts)
        case Or(parts):
            return any(truth(part, atom) for part in parts)
        case If(then, given):
            return truth(then, atom) or not truth(given, atom)
        case Iff(left, right):
            return truth(left, atom) == truth(right, atom)
    return atom(condition)
