"""The case file as pydantic models: what may stand where, with a description and an example for every field.

Short forms (an option that is only its text, a statement that is only its condition) are spread into long forms
before validation, so that there is one shape to read; the JSON Schema shows both. ``python -m
holdfast.casefile.schema`` prints it.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
)
from pydantic import model_validator as validator

from holdfast.casefile.fields import (
    Clause,
    Cost,
    Count,
    Date,
    Id,
    Ids,
    NewId,
    Number,
    OneWay,
    OnlyNamed,
    PositionEntry,
    SchemaName,
    SourceKind,
    Stance,
    Truth,
    Words,
    describe,
    findings,
    skip_own_keys,
    wrong,
)
from holdfast.casefile.findings import quote, similar
from holdfast.casefile.located import Map, Seq, Text

RESERVED = frozenset({"judgements", "when", "given", "believes", "weights"})


def of(description: str, *examples: Any, **more: Any) -> Any:
    """Return a field that may be left out."""
    return Field(default=None, description=description, examples=list(examples), **more)


def needed(description: str, *examples: Any, **more: Any) -> Any:
    """Return a field that must be given."""
    return Field(description=description, examples=list(examples), **more)


class Entry(BaseModel):
    """A mapping of the file."""

    model_config = ConfigDict(extra="forbid", defer_build=True, arbitrary_types_allowed=True)
    expects: ClassVar[str] = "a mapping"
    short: ClassVar[str | None] = None

    @validator(mode="before")
    @classmethod
    def _spread(cls, value: Any, info: ValidationInfo) -> Any:
        if cls.short and isinstance(value, Text) and not value.is_null:
            return {cls.short: value}
        if not isinstance(value, Map):
            raise wrong(value.place, "HF108", f"expected {cls.expects}, found {describe(value)}")
        known = cls.known()
        kept = {}
        for key, item in value.items():
            if key in known:
                kept[key] = item
            elif key in RESERVED:
                hint = "take it out; it is reserved for a later version"
                findings(info).add(key.place, "HF109", f"{quote(key)} is not supported in this version", hint)
            elif not key.startswith("x-"):
                hint = "known keys: " + ", ".join(known) + "; your own begin with x-"
                findings(info).add(key.place, "HF106", f"unknown key {quote(key)}", similar(key, known, hint))
        return kept

    @classmethod
    def known(cls) -> tuple[str, ...]:
        """Return the keys known here, those of its own before those of any claim."""
        return _keys(cls)


@cache
def _keys(model: type[Entry]) -> tuple[str, ...]:
    fields = {field.alias or name: name for name, field in model.__pydantic_fields__.items()}
    inherited = Claimed.__pydantic_fields__ if model is not Claimed and issubclass(model, Claimed) else {}
    return tuple(sorted(fields, key=lambda key: fields[key] in inherited))


class SpanEntry(Entry):
    """Words quoted from a source."""

    expects = "the words quoted, or {quote: ..., start: ..., end: ...}"
    short = "quote"
    quote: Words = needed("The words, verbatim.", "we will never join")
    start: Count | None = of("Offset of the first character in the source.", 120)
    end: Count | None = of("Offset after the last character.", 138)


class Claimed(Entry):
    """Something asserted: what stands behind it."""

    source: Ids | None = of("Who says so: the id of a source, or a list of ids.", "ap_20251121")
    span: SpanEntry | None = of("Words quoted verbatim from the source.", "will be expected to")
    stance: Stance | None = of("How the source puts it.", "asserted")
    hedge: Words | None = of("The hedging word of the source.", "may")
    by: Words | None = of("Who says so, where that is not the source itself.", "Foreign minister")
    on: Date | None = of("When it was said (ISO date).", "2025-11-21")
    assumed: Truth | None = of("The analyst's own assumption, without a source.", True)
    note: Words | None = of("Anything a reader should know.", "Denied a day later")


class SourceEntry(Entry):
    """Where something was said."""

    title: Words = needed("Title.", "Full text of the draft")
    author: Words | None = of("Who wrote it.", "A. Author")
    outlet: Words | None = of("Where it appeared.", "AP")
    date: Date | None = of("When (ISO date).", "2025-11-21")
    kind: SourceKind | None = of("What kind of thing it is.", "news")
    link: Words | None = of("Where to find it.", "example.org/draft")
    note: Words | None = of("Anything a reader should know.", "Translated by the author")


class OptionEntry(Claimed):
    """A yes/no act that one party controls."""

    expects = "the option's text, or {text: ..., irreversible: ...}"
    short = "text"
    text: Words | None = of("What the act is, in words.", "Withdraw the missiles")
    irreversible: OneWay | None = of(
        "true: once taken it cannot be undone; from taken: once dropped not retaken.", True
    )


class PartyEntry(Claimed):
    """An actor who owns options and has preferences."""

    expects = "a mapping with name and options"
    name: Words | None = of("Name, in any script.", "Soviet Union")
    faction_of: Id | None = of("The party this is a part of.", "russia")
    options: Annotated[dict[NewId, OptionEntry], skip_own_keys] | None = of(
        "Its options by id, in letter order.", {"sign": "Sign"}
    )


class RuleEntry(Claimed):
    """Something that cannot be."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": [key]}
                for key in ("never", "always", "if", "exactly one of", "at most one of", "at least one of")
            ],
            "dependencies": {"if": ["then"], "then": ["if"]},
        }
    )
    expects = "one of never, always, if/then, exactly one of, at most one of, at least one of"
    never: Clause | None = of("No state in which this is true can occur.", "withdraw and escalate")
    always: Clause | None = of("Only states in which this is true can occur.", "halt or not sign")
    exactly: list[Clause] | None = of("Exactly one of these is taken.", ["delay", "accept"], alias="exactly one of")
    at_most: list[Clause] | None = of("At most one of these is taken.", ["delay", "accept"], alias="at most one of")
    at_least: list[Clause] | None = of("At least one of these is taken.", ["delay", "accept"], alias="at least one of")
    condition: Clause | None = of("Where this is true, `then` must be.", "air_strike", alias="if")
    then: Clause | None = of("What must be true where `if` is.", "not blockade")


class StateEntry(Claimed):
    """The status quo or the outcome."""

    expects = "a state, or {state: ..., source: ...}"
    short = "state"
    state: Words = needed("A state by name or letters.", "NNYN")


class ArcEntry(Claimed):
    """An explicit move."""

    expects = "a move such as 1 > 2, or {move: 1 > 2, ...}"
    short = "move"
    move: Words = needed("From one state to another, `>`, or both ways, `<>`.", "1 > 2")


class StatementEntry(Claimed):
    """Something a party prefers to hold."""

    expects = "a condition, or {prefer: ..., source: ...}"
    short = "prefer"
    prefer: Clause = needed("The condition.", "not escalate")


def _tier(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, Seq) and not value:
        hint = "take it out, or name the states that stand there"
        findings(info).add(value.place, "HF131", "empty place in a ranking", hint)
    return value


Tier = Annotated[Ids, BeforeValidator(_tier)]


class RankingEntry(Claimed):
    """States, best first."""

    expects = "a list of statements, {ranking: [...]}, or weights with scale and issues"
    ranking: list[Tier] = needed("States, best first; equally good ones in a list.", [1, [2, 3]])


class IssueWorthEntry(Claimed):
    """What the positions of an issue are worth to a party."""

    expects = "a mapping with values, and weight where it is not 1"
    weight: Number | None = of("Multiplies every value; 1 by default.", 3)
    values: Annotated[dict[Id, Number], skip_own_keys] = needed(
        "A number for every position.", {"none": 0, "800k": 4, "600k": 10}
    )


class WorthEntry(Claimed):
    """A condition that is worth a number where it is true."""

    expects = "{prefer: ..., worth: ...}"
    prefer: Clause = needed("The condition.", "not raid")
    worth: Number = needed("What it is worth where it is true; may be negative.", 5)


class RedLineEntry(Claimed):
    """What must never be."""

    expects = "a condition, or {never: ..., source: ...}"
    short = "never"
    never: Clause = needed("States in which this is true are worse than all others.", "foreign_troops = none")


class WeightsEntry(Claimed):
    """Numbers that add up, on a named scale."""

    expects = "weights with scale, and issues or also"
    scale: Words = needed("The unit. Only numbers on the same scale are compared between parties.", "points")
    issues: Annotated[dict[Id, IssueWorthEntry], skip_own_keys] | None = of(
        "What each position is worth, by issue; an issue left out is worth nothing.",
        {"army_cap": {"weight": 3, "values": {"none": 0, "800k": 4, "600k": 10}}},
    )
    also: list[WorthEntry] | None = of("Conditions, each worth a number.", [{"prefer": "not raid", "worth": 5}])
    walk_away: Number | None = of(
        "What the issues are worth together while no agreement is in force; by default, their positions at `now`.", 12
    )
    red_lines: list[RedLineEntry] | None = of("What must never be.", ["foreign_troops = none"])


class IssueEntry(Claimed):
    """A negotiated dimension."""

    expects = "a mapping with positions and now"
    name: Words | None = of("Name.", "Limit on peacetime forces")
    positions: list[PositionEntry] = needed("Positions in order, lowest first.", ["none", "800k", {"600k": "600,000"}])
    now: Id = needed("The position that holds while no agreement is in force.", "none")
    fixed: Truth | None = of("true: no amendment changes a plan's position on it.", True)
    cost: Cost | None = of("What changing a plan's position on it counts for, in place of 1.", 2)


class CellEntry(Claimed):
    """A plan's position on one issue."""

    expects = "a position, or {position: ..., source: ...}"
    short = "position"
    position: Id = needed("One of the issue's positions.", "600k")


class ConductEntry(Claimed):
    """What a party does under a plan."""

    expects = "an option, not and an option, or {do: ..., source: ...}"
    short = "do"
    do: Clause = needed("An option taken, or `not` and an option.", "not seize_assets")


class PlanEntry(Claimed):
    """A bundle of positions put on the table."""

    title: Words | None = of("Title.", "28-point framework")
    date: Date | None = of("When it was put on the table (ISO date).", "2025-11-21")
    positions: Annotated[dict[Id, CellEntry], skip_own_keys] | None = of(
        "Position per issue; an issue left out is unknown, never no.", {"army_cap": "600k"}
    )
    conduct: list[ConductEntry] | None = of("What parties do under it, beyond signing.", ["halt", "not seize_assets"])


class AgreementEntry(Claimed):
    """Who signs, with which option."""

    signatories: Annotated[dict[Id, Id], skip_own_keys] = needed(
        "The option by which each party signs.", {"russia": "accept"}
    )
    in_force: Clause | None = of("A further condition, over options, for the agreement to be in force.", "halt")


def _form(value: Any) -> str:
    if isinstance(value, Map) and "ranking" not in value and not _WEIGHTS.isdisjoint(value):
        return "(weights)"
    return "(list)" if isinstance(value, Seq) else "(mapping)"


_WEIGHTS = frozenset({"scale", "issues", "also", "walk_away", "red_lines"})
"""Keys by which weights are told from a ranking."""
PreferenceEntry = Annotated[
    Annotated[list[StatementEntry], Tag("(list)")]
    | Annotated[RankingEntry, Tag("(mapping)")]
    | Annotated[WeightsEntry, Tag("(weights)")],
    Discriminator(_form),
]
Preferences = Annotated[dict[Id, PreferenceEntry], skip_own_keys]


class AccountEntry(Claimed):
    """One reading of who wants what."""

    title: Words | None = of("Title.", "Statements from Kyiv")
    preferences: Preferences | None = of("Replaces the preferences of the parties named.", {"russia": ["not halt"]})


class CaseEntry(Entry):
    """A holdfast case: a conflict as an analyst wrote it down."""

    expects = "a mapping with schema, title and parties"
    schema_name: SchemaName = needed("Version of the file format.", "holdfast/case/1", alias="schema")
    title: Words = needed("Title, with its date.", "Cuban missile crisis, October 1962")
    about: Words | None = of("A paragraph that says what the case is about.", "Two powers ...")
    date: Date | None = of("As of when the case is written (ISO date).", "2025-11-28")
    sources: Annotated[dict[NewId, SourceEntry], skip_own_keys] | None = of(
        "Sources by id.", {"ap": {"title": "Draft"}}
    )
    parties: Annotated[dict[NewId, PartyEntry], skip_own_keys] = needed(
        "Parties by id; their options in this order are the letters of a state.", {"us": {"options": {"sign": "Sign"}}}
    )
    rules: list[RuleEntry] | None = of("What cannot be.", [{"never": "withdraw and escalate"}])
    states: Annotated[dict[NewId, Words], skip_own_keys] | None = of(
        "Names for states; `-` merges states.", {"9": "---Y-"}
    )
    feasible: OnlyNamed | None = of("named: only the states named under `states` can occur.", "named")
    moves: Annotated[dict[Id, list[ArcEntry]], skip_own_keys] | None = of(
        "Explicit moves by party, in place of changing its options.", {"us": ["1 > 2"]}
    )
    preferences: Preferences | None = of(
        "By party: statements, most important first, a ranking of states, or weights.",
        {"us": ["withdraw", "not escalate"]},
    )
    status_quo: StateEntry | None = of("Where things stand.", "NNNN")
    outcome: StateEntry | None = of("What happened.", "NYYN")
    issues: Annotated[dict[NewId, IssueEntry], skip_own_keys] | None = of("Negotiated issues by id.")
    plans: Annotated[dict[NewId, PlanEntry], skip_own_keys] | None = of("Plans on the table by id.")
    agreement: AgreementEntry | None = of("How a plan is put in force.")
    accounts: Annotated[dict[NewId, AccountEntry], skip_own_keys] | None = of(
        "Rival readings of the preferences by id."
    )


if __name__ == "__main__":
    from holdfast.casefile.jsonschema import schema_text

    print(schema_text(), end="")
