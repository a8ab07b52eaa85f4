"""Rules and named states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.case import Claim, Rule
from holdfast.case.condition import And, Condition, Not, Or
from holdfast.casefile.draft import Draft
from holdfast.casefile.findings import quote
from holdfast.casefile.limits import MAX_LIST, MAX_MERGED
from holdfast.casefile.located import Map, Text
from holdfast.casefile.names import Names, as_code, as_mask

if TYPE_CHECKING:
    from holdfast.casefile.schema import CaseEntry, RuleEntry

_LISTS = {"exactly": "exactly one of", "at_most": "at most one of", "at_least": "at least one of"}
_KINDS = "never, always, if/then, exactly one of, at most one of or at least one of"


def rule(given_as: Map, entry: RuleEntry, claim: Claim, names: Names, draft: Draft) -> Rule | None:
    """Return a rule as the condition that can never be true, or None where it means nothing."""
    given = {
        "never": entry.never,
        "always": entry.always,
        "if": entry.condition,
        "then": entry.then,
        **{label: getattr(entry, name) for name, label in _LISTS.items()},
    }
    parts = {kind: value for kind, value in given.items() if value is not None}
    made = _never(given_as, entry, parts, names)
    when = None if entry.when is None else names.over_judgements(entry.when, " in a rule")
    if made is None or (entry.when is not None and when is None):
        draft.is_whole = False
        return None
    text = " ".join(f"{k} {v}" if k in ("if", "then") else f"{k}: {_listed(v)}" for k, v in parts.items())
    result = Rule(made, text, claim, when)
    if when is None:
        draft.rules.append((result, _at(parts)))
    return result


def _listed(value: Text | list[Text]) -> str:
    return f"[{', '.join(value)}]" if isinstance(value, list) else str(value)


def _at(parts: dict[str, Text | list[Text]]) -> Text:
    for value in parts.values():
        if isinstance(value, Text):
            return value
        if value:
            return value[0]
    raise AssertionError("a rule without a text has been refused")


def _never(given_as: Map, entry: RuleEntry, parts: dict[str, Text | list[Text]], names: Names) -> Condition | None:
    found = names.found
    kinds = [kind for kind in parts if kind != "then"]
    if len(kinds) != 1 or ("if" in parts) != ("then" in parts):
        place = given_as.place
        if not parts and set(given_as) <= set(entry.known()):
            found.add(place, "HF107", "a rule needs one of " + _KINDS)
        elif not parts:
            pass  # misspelt: it has been noted
        elif kinds == ["if"]:
            found.add(
                place, "HF107", '"then" is missing in the rule', "for example: {if: air_strike, then: not blockade}"
            )
        elif not kinds:
            found.add(
                place, "HF107", '"if" is missing in the rule', "for example: {if: air_strike, then: not blockade}"
            )
        else:
            message = f"a rule has only one of {', '.join(kinds)}" + (" (with then)" if "then" in parts else "")
            found.add(place, "HF108", message, "write one rule for each")
        return None
    if entry.never is not None:
        return names.condition(entry.never, " in a rule")
    if entry.always is not None:
        held = names.condition(entry.always, " in a rule")
        return None if held is None else Not(held)
    if entry.condition is not None and entry.then is not None:
        given, then = names.condition(entry.condition, " in a rule"), names.condition(entry.then, " in a rule")
        return None if given is None or then is None else And((given, Not(then)))
    name, label = next((name, label) for name, label in _LISTS.items() if label in parts)
    return _of_list(given_as, name, label, parts[label], names)


def _of_list(given_as: Map, name: str, label: str, listed: Text | list[Text], names: Names) -> Condition | None:
    found = names.found
    least = 2 if name == "at_most" else 1
    if len(listed) < least or len(listed) > MAX_LIST:
        place = given_as.key(label).place
        code, wanted = ("HF103", f"at most {MAX_LIST}") if len(listed) > MAX_LIST else ("HF108", f"at least {least}")
        found.add(place, code, f'"{label}" has {len(listed)} entries', f"{wanted} are needed" if least else "")
        return None
    items: dict[Condition, Text] = {}
    whole = True
    for clause in listed:
        assert isinstance(clause, Text)
        item = names.condition(clause, f' in "{label}"')
        if item is None:
            whole = False
        elif item in items:
            found.add(clause.place, "HF119", f'{quote(clause)} is listed twice in "{label}"', "once is enough")
            whole = False
        else:
            items[item] = clause
    if not whole:
        return None
    conditions = tuple(items)
    none = tuple(Not(item) for item in conditions)
    if name == "at_least":
        return _all(none)
    return _two(conditions) if name == "at_most" else _any((_all(none), *_parts_of_two(conditions)))


def _two(items: tuple[Condition, ...]) -> Condition:
    """At least two of these: in halves, so that the condition grows as n log n."""
    return _any(_parts_of_two(items))


def _parts_of_two(items: tuple[Condition, ...]) -> tuple[Condition, ...]:
    if len(items) < 2:
        return ()
    left, right = items[: len(items) // 2], items[len(items) // 2 :]
    across = And((_any(left), _any(right)))
    return (*_parts_of_two(left), *_parts_of_two(right), across)


def _any(parts: tuple[Condition, ...]) -> Condition:
    return parts[0] if len(parts) == 1 else Or(parts)


def _all(parts: tuple[Condition, ...]) -> Condition:
    return parts[0] if len(parts) == 1 else And(parts)


def declare_states(file: CaseEntry, names: Names, draft: Draft) -> list[tuple[Text, str]]:
    """Take in the named states, and return name and pattern of those that mean something."""
    found, n = names.found, names.n_options
    kept: list[tuple[Text, str]] = []
    for name, pattern in (file.states or {}).items():
        if set(pattern) - set("YN-") or len(pattern) != n:
            wanted = f"write {n} letters, one for each option in file order: Y taken, N not, - either"
            found.add(pattern.place, "HF118", f"{quote(pattern)} is not a state", wanted)
            draft.is_whole = False
            names.faulty.add(str(name))
            continue
        kept.append((name, str(pattern)))
        names.states[str(name)] = str(pattern)
        names.state_names[str(name)] = name
        draft.named.append((pattern, str(pattern), f"state {quote(name)}"))
    patterns = [(name, pattern) for name, pattern in kept if "-" in pattern]
    if len(patterns) > MAX_MERGED:
        name = patterns[MAX_MERGED][0]
        found.add(
            name.place, "HF103", f"{len(patterns)} merged states", f"at most {MAX_MERGED} patterns with - are read"
        )
        draft.is_whole = False
        patterns = patterns[:MAX_MERGED]
    names.merged = [pattern for _, pattern in patterns]
    names.masks = [(pattern, as_mask(pattern), as_code(pattern)) for pattern in names.merged]
    _overlaps(kept, patterns, names, draft)
    for name, letters in kept:
        if len(name) == n and not set(name) - set("YN-") and str(name) != letters:
            message = f"state {quote(name)} is named like another state and stands for {letters}"
            found.add(name.place, "HF123", message, "rename it")
            draft.is_whole = False
    if file.feasible == "named" and not file.states:
        found.add(
            file.feasible.place, "HF107", '"states" is missing', "feasible: named needs the states that can occur"
        )
        draft.is_whole = False
    return kept


def _overlaps(kept: list[tuple[Text, str]], patterns: list[tuple[Text, str]], names: Names, draft: Draft) -> None:
    seen: dict[str, Text] = {}
    before: list[tuple[Text, int, int]] = []  # merged states above, for which each pair is reported at the later one
    after = [(name, as_mask(pattern), as_code(pattern)) for name, pattern in patterns]
    for name, pattern in kept:
        mask, code = as_mask(pattern), as_code(pattern)
        other = seen.setdefault(pattern, name)
        if other is name:
            known = before if "-" in pattern else after
            meeting = (first for first, its, value in known if (code ^ value) & mask & its == 0)
            other = next(meeting, name)
        if "-" in pattern:
            before.append((name, mask, code))
        if other is not name:
            stands = names.states[str(other)]
            both = f"both stand for {pattern}" if stands == pattern else f"{stands} and {pattern}"
            message = f"states {quote(other)} and {quote(name)} overlap: {both}"
            names.found.add(
                max(name.place, other.place), "HF122", message, "give each state one name, and merge no state twice"
            )
            draft.is_whole = False
