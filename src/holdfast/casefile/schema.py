"""The case file as pydantic models: what may stand where, with a description and an example for every field.

Short forms (an option that is only its text, a statement that is only its condition) are spread into long forms
before validation, so that there is one shape to read; the JSON Schema shows both. ``python -m
holdfast.casefile.schema`` prints it.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Discriminator, Tag, ValidationInfo, WithJsonSchema

from holdfast.casefile.doubts import EvidenceEntry as EvidenceEntry
from holdfast.casefile.doubts import GivenEntry as GivenEntry
from holdfast.casefile.doubts import HypothesesEntry as HypothesesEntry
from holdfast.casefile.doubts import JudgementEntry as JudgementEntry
from holdfast.casefile.entries import WHEN, needed, of
from holdfast.casefile.entries import Claimed as Claimed
from holdfast.casefile.entries import Entry as Entry
from holdfast.casefile.entries import SpanEntry as SpanEntry
from holdfast.casefile.fields import (
    SCALAR,
    Clause,
    Cost,
    Date,
    Id,
    Ids,
    LexiconId,
    NewId,
    Number,
    OneWay,
    OnlyNamed,
    PositionEntry,
    SchemaName,
    SourceKind,
    Truth,
    Words,
    describe,
    findings,
    skip_own_keys,
)
from holdfast.casefile.located import Map, Seq


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
    when: Clause | None = of(WHEN.replace("it counts", "the option is open"), "not sceptics_can_veto")


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
    when: Clause | None = of(WHEN.replace("it", "the rule", 1), "sceptics_can_veto")


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
    when: Clause | None = of(WHEN.replace("it", "the statement", 1), "not sceptics_can_veto")
    unknown: Truth | None = of("true: nobody knows whether the party wants it true or false.", True)
    greatly: Truth | None = of("true: it and all statements above it matter greatly.", True)


def _tier(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, Seq) and not value:
        hint = "take it out, or name the states that stand there"
        findings(info).add(value.place, "HF131", "empty place in a ranking", hint)
    return value


def _pair(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, Seq) or len(value) != 2:
        hint = "write a list of pairs of states, such as [[1, 5], [3, 4]]"
        shown = f"a list of {len(value)}" if isinstance(value, Seq) else describe(value)
        findings(info).add(value.place, "HF139", f"expected two states in unknown, found {shown}", hint)
        return Seq()
    return value


Tier = Annotated[Ids, BeforeValidator(_tier)]
Pair = Annotated[
    list[Id],
    BeforeValidator(_pair),
    WithJsonSchema({"type": "array", "items": {"type": SCALAR}, "minItems": 2, "maxItems": 2}),
]


class RankingEntry(Claimed):
    """States, best first."""

    expects = "a list of statements, {ranking: [...]}, or weights with scale and issues"
    ranking: list[Tier] = needed(
        'States, best first; equally good ones in a list; ">>" below those greatly preferred to all that follow.',
        [1, [2, 3]],
        [1, 5, ">>", 7, 3],
    )
    unknown: list[Pair] | None = of("Pairs of states of which nobody knows which it prefers.", [[1, 5], [3, 4]])


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
    when: Clause | None = of(WHEN.replace("it", "the cell", 1), "cap_was_cut")


def _cells(value: Any) -> str:
    return "(list)" if isinstance(value, Seq) else "(cell)"


CellEntries = Annotated[
    Annotated[CellEntry, Tag("(cell)")] | Annotated[list[CellEntry], Tag("(list)")], Discriminator(_cells)
]
"""One cell, or several of which the first whose ``when`` is true counts."""


class ConductEntry(Claimed):
    """What a party does under a plan."""

    expects = "an option, not and an option, or {do: ..., source: ...}"
    short = "do"
    do: Clause = needed("An option taken, or `not` and an option.", "not seize_assets")


class PlanEntry(Claimed):
    """A bundle of positions put on the table."""

    title: Words | None = of("Title.", "28-point framework")
    date: Date | None = of("When it was put on the table (ISO date).", "2025-11-21")
    positions: Annotated[dict[Id, CellEntries], skip_own_keys] | None = of(
        "Position per issue; an issue left out is unknown, never no. Of a list, the first cell whose `when` is true.",
        {"army_cap": "600k"},
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
    """One reading of who wants what, and of what is so."""

    title: Words | None = of("Title.", "Statements from Kyiv")
    judgements: Annotated[dict[Id, JudgementEntry], skip_own_keys] | None = of(
        "Replaces the credences of the judgements named.", {"sceptics_can_veto": "likely"}
    )
    believes: Annotated[dict[Id, Id], skip_own_keys] | None = of(
        "For the parties named: the account that says what they believe of the others.", {"russia": "kremlin"}
    )
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
        "Rival readings of the preferences and judgements by id."
    )
    lexicon: LexiconId | None = of("By which words of likelihood are read as numbers; `survey` by default.", "icd203")
    judgements: Annotated[dict[NewId, JudgementEntry], skip_own_keys] | None = of(
        "Propositions that may be true or false by id; independent unless stated.",
        {"sceptics_can_veto": {"text": "Sceptics in Moscow can stop a signature", "credence": "unlikely"}},
    )
    hypotheses: Annotated[dict[NewId, HypothesesEntry], skip_own_keys] | None = of(
        "Sets of judgements that answer one question, by id, with evidence.",
        {"minister": {"question": "Where does the minister stand?", "among": ["has_joined", "stands_aside"]}},
    )
    believes: Annotated[dict[Id, Id], skip_own_keys] | None = of(
        "For the parties named: the account that says what they believe of the others.", {"russia": "kremlin"}
    )


if __name__ == "__main__":
    from holdfast.casefile.jsonschema import schema_text

    print(schema_text(), end="")
