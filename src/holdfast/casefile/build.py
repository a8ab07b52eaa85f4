"""Models to case: every name looked up, every part turned into the frozen values of ``holdfast.case``."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from holdfast.case import (
    Account,
    ById,
    Case,
    Claim,
    Direction,
    Issue,
    NamedState,
    Option,
    Party,
    Position,
    Preference,
    Source,
    Span,
    Statement,
    StateRef,
)
from holdfast.case.claim import NO_CLAIM
from holdfast.case.condition import Condition
from holdfast.casefile.draft import Draft, Stated
from holdfast.casefile.findings import Findings, quote
from holdfast.casefile.judgements import Doubts
from holdfast.casefile.limits import MAX_OPTIONS, MAX_POSITIONS
from holdfast.casefile.located import Map, Seq, Text, Value
from holdfast.casefile.moves import moves
from holdfast.casefile.names import Names
from holdfast.casefile.plans import agreement, plan
from holdfast.casefile.rankings import nuanced, ranking
from holdfast.casefile.rules import declare_states, rule
from holdfast.casefile.weights import weights

if TYPE_CHECKING:
    from holdfast.casefile.schema import CaseEntry, Claimed, IssueEntry, PartyEntry, SourceEntry

_DIRECTIONS = {"true": Direction.TAKE_ONLY, "from taken": Direction.DROP_ONLY}


def build(tree: Map, file: CaseEntry, found: Findings) -> tuple[Case, Draft]:
    """Look all names up and make the case.

    Parameters
    ----------
    tree : Map
        The file as read, for the user's own keys.
    file : CaseEntry
        The file as checked for shape.
    found : Findings
        Where problems go.

    Returns
    -------
    Case, Draft
        Parts that mean nothing are left out of both; what is wrong with them is noted.
    """
    return _Build(file, found).case(tree)


def words(text: Text | None) -> str:
    """Return an exact ``str``, empty for what was left out."""
    return "" if text is None else str(text)


class _Build:
    def __init__(self, file: CaseEntry, found: Findings) -> None:
        self.file, self.found = file, found
        self.names = Names(found)
        self.draft = Draft()

    def case(self, tree: Map) -> tuple[Case, Draft]:
        file, names, draft = self.file, self.names, self.draft
        names.sources = {key: key for key in file.sources or {}}
        for party, entry in file.parties.items():
            names.declare_party(party, entry.options or {})
        if not file.parties:
            self.found.add(
                tree.place, "HF108", "no party is declared", "a case needs at least one party with an option"
            )
        elif names.n_options > MAX_OPTIONS:
            message = f"{names.n_options:,} options are declared"
            self.found.add(next(iter(file.parties)).place, "HF103", message, f"at most {MAX_OPTIONS} are read")
        elif not names.n_options:
            self.found.add(
                next(iter(file.parties)).place, "HF108", "no party has an option", "declare what each party can do"
            )
        names.issues = {key: key for key in file.issues or {}}
        issues = ById((str(key), self.issue(key, entry)) for key, entry in (file.issues or {}).items())
        names.plans = {key: key for key in file.plans or {}}
        names.judgements = {key: key for key in file.judgements or {}}
        names.accounts = {key: key for key in file.accounts or {}}
        doubts = self.doubts = Doubts(names, self.claim, words(file.lexicon))
        judgements = ById((str(key), doubts.judgement(key, each)) for key, each in (file.judgements or {}).items())
        states = declare_states(file, names, draft)
        parties = ById((str(key), self.party(key, entry)) for key, entry in file.parties.items())
        rules = []
        for given_as, rule_entry in zip(tree.part("rules") or (), file.rules or (), strict=True):
            assert isinstance(given_as, Map)
            if made := rule(given_as, rule_entry, self.claim(rule_entry), names, draft):
                rules.append(made)
        signed = agreement(tree, file, self.claim, names, draft)
        case = Case(
            title=words(file.title),
            parties=parties,
            about=words(file.about),
            date=words(file.date),
            sources=ById((str(key), self.source(key, entry)) for key, entry in (file.sources or {}).items()),
            rules=tuple(rules),
            states=ById((str(key), NamedState(str(key), pattern)) for key, pattern in states),
            only_named=file.feasible == "named",
            moves=ById(moves(file, self.claim, names, draft)),
            preferences=self.preferences(file.preferences or {}, ""),
            status_quo=self.state(file.status_quo, "status quo"),
            outcome=self.state(file.outcome, "outcome"),
            issues=issues,
            plans=ById(
                (str(key), plan(key, entry, self.claim, names, draft)) for key, entry in (file.plans or {}).items()
            ),
            agreement=signed,
            accounts=ById(self.accounts()),
            judgements=judgements,
            hypotheses=ById((str(key), doubts.hypotheses(key, each)) for key, each in (file.hypotheses or {}).items()),
            lexicon=words(file.lexicon),
            believes=doubts.believes(file.believes, ""),
            extra=ById((str(key), kept(value)) for key, value in tree.items() if key.startswith("x-")),
        )
        self.complete(case)
        doubts.circles(case.judgements, case.accounts)
        doubts.opinions_on_hypotheses()
        doubts.unused()
        for name, declared in names.sources.items():
            if name not in names.cited:
                self.found.add(
                    declared.place, "HF150", f"source {quote(name)} is never cited", "cite it, or take it out"
                )
        return case, draft

    # -- who says so -------------------------------------------------------------------------------------------------

    def claim(self, entry: Claimed | None) -> Claim:
        """Return what stands behind a part of the file."""
        if entry is None or not entry.model_fields_set & _CLAIM_KEYS:
            return NO_CLAIM
        cited: list[str] = []
        for name in entry.source or ():
            known = self.names.source(name)
            if known in cited:
                self.found.add(name.place, "HF119", f"source {quote(name)} is listed twice", "once is enough")
            elif known:
                cited.append(known)
        if entry.source and entry.assumed:
            hint = "keep source; say in note what is assumed beyond it"
            self.found.add(entry.source[0].place, "HF151", "this has a source and is assumed as well", hint)
        span = entry.span
        if span is not None and not entry.source:
            self.found.add(
                span.quote.place, "HF153", "quotation without a source", "say in source whose words these are"
            )
        return Claim(
            sources=tuple(cited),
            span=None if span is None else Span(str(span.quote), span.start, span.end),
            stance=words(entry.stance),
            hedge=words(entry.hedge),
            by=words(entry.by),
            on=words(entry.on),
            assumed=bool(entry.assumed),
            note=words(entry.note),
        )

    def source(self, key: Text, entry: SourceEntry) -> Source:
        return Source(
            id=str(key),
            title=words(entry.title),
            author=words(entry.author),
            outlet=words(entry.outlet),
            date=words(entry.date),
            kind=words(entry.kind) or "other",
            link=words(entry.link),
            note=words(entry.note),
        )

    # -- parties, issues, states ---------------------------------------------------------------------------------------

    def party(self, key: Text, entry: PartyEntry) -> Party:
        options = []
        for name, option in (entry.options or {}).items():
            direction = _DIRECTIONS.get(words(option.irreversible), Direction.BOTH)
            when = self.when(option.when, f" of option {quote(name)}")
            made = Option(str(name), str(key), words(option.text), direction, self.claim(option), when)
            options.append((str(name), made))
        faction = entry.faction_of
        principal = self.names.party(faction, ' in "faction_of"') if faction is not None else None
        if faction is not None and principal == key:
            self.found.add(
                faction.place, "HF116", f"party {quote(key)} is a faction of itself", "name the party it is part of"
            )
        return Party(str(key), words(entry.name), ById(options), principal or "", words(entry.note), self.claim(entry))

    def issue(self, key: Text, entry: IssueEntry) -> Issue:
        positions: list[tuple[str, Position]] = []
        listed: list[Text] = []
        if len(entry.positions) > MAX_POSITIONS:
            message = f"issue {quote(key)} has {len(entry.positions):,} positions"
            self.found.add(key.place, "HF103", message, f"at most {MAX_POSITIONS} are read")
        for position in entry.positions[:MAX_POSITIONS]:
            if position.id in listed:
                self.found.add(
                    position.id.place, "HF119", f"position {quote(position.id)} is listed twice", "once is enough"
                )
                continue
            listed.append(position.id)
            positions.append((str(position.id), Position(str(position.id), words(position.text))))
        self.names.positions[key] = listed
        if listed:
            self.names.position(key, entry.now, entry.now.place, ' in "now"')
        else:
            self.found.add(
                key.place, "HF141", f"issue {quote(key)} has no positions", "for example: positions: [none, full]"
            )
        about = (words(entry.name), ById(positions), str(entry.now), self.claim(entry))
        return Issue(str(key), *about, bool(entry.fixed), entry.cost or Fraction(1))

    def state(self, entry: Any, what: str) -> StateRef | None:
        if entry is None:
            return None
        claim = self.claim(entry)
        pattern = self.names.state(entry.state, f" as {what}")
        if pattern is None:
            return None
        self.draft.named.append((entry.state, pattern, what))
        return StateRef(pattern, claim)

    # -- preferences -------------------------------------------------------------------------------------------------

    def preferences(self, given: dict[Text, Any], account: str) -> ById[Preference]:
        made: list[tuple[str, Preference]] = []
        for key, entry in given.items():
            where = f" in preference of {quote(key)}{account}"
            party = self.names.party(key, f" in preferences{account}")
            preference: Preference
            if isinstance(entry, list):
                preference = self.statements(key, entry, where)
            elif hasattr(entry, "ranking"):
                preference = ranking(key, entry, where, self.claim, self.names, self.draft)
            else:
                has_agreement = self.file.agreement is not None
                preference = weights(key, entry, where, self.claim, self.names, self.draft, has_agreement)
            if party:
                made.append((party, preference))
        return ById(made)

    def statements(self, key: Text, entries: list[Any], where: str) -> tuple[Statement, ...]:
        made: dict[Any, Statement] = {}
        written: set[tuple[Text, Text | None]] = set()
        if not entries:
            self.found.add(
                key.place,
                "HF131",
                f"empty{where.replace(' in', '', 1)}",
                "write at least one statement, a ranking, or weights",
            )
        for entry in entries:
            claim = self.claim(entry)
            condition = self.names.condition(entry.prefer, where)
            if condition is None:
                continue
            when = self.when(entry.when, where)
            if when is None and entry.when is not None:
                continue
            if (entry.prefer, entry.when) in written or (condition, when) in made:
                self.found.add(
                    entry.prefer.place, "HF136", f"statement {quote(entry.prefer)} is given twice{where}", "take it out"
                )
                continue
            written.add((entry.prefer, entry.when))
            made[condition, when] = Statement(condition, claim, when, bool(entry.unknown), bool(entry.greatly))
            self.draft.stated.append(Stated(condition, entry.prefer, where))
        nuanced(entries, where, self.found)
        return tuple(made.values())

    def accounts(self) -> list[tuple[str, Account]]:
        made = []
        for key, entry in (self.file.accounts or {}).items():
            where = f" of account {quote(key)}"
            preferences = self.preferences(entry.preferences or {}, where)
            account = Account(
                id=str(key),
                title=words(entry.title),
                preferences=preferences,
                note=words(entry.note),
                claim=self.claim(entry),
                judgements=self.doubts.opinions(entry.judgements or {}, where, str(key)),
                believes=self.doubts.believes(entry.believes, where),
            )
            made.append((str(key), account))
        return made

    def when(self, clause: Text | None, where: str) -> Condition | None:
        """Return the condition over judgements under which a part counts; None where it always does."""
        return None if clause is None else self.names.over_judgements(clause, where)

    def complete(self, case: Case) -> None:
        """Note every party whose preference somebody would miss."""
        own = {str(key) for key in self.file.preferences or {}}
        accounts = {
            str(key): {str(party) for party in entry.preferences or {}}
            for key, entry in (self.file.accounts or {}).items()
        }
        for party, declared in self.names.parties.items():
            if party in own:
                continue
            without = [account for account, parties in accounts.items() if party not in parties]
            if not accounts:
                hint = f"add it under preferences: {party}: [...]"
                self.found.add(declared.place, "HF130", f"party {quote(party)} has no preference", hint)
            elif without:
                message = f"party {quote(party)} has no preference under account {quote(without[0])}"
                hint = "add it to preferences, or to every account"
                self.found.add(declared.place, "HF130", message, hint)


_CLAIM_KEYS = frozenset({"source", "span", "stance", "hedge", "by", "on", "assumed", "note"})


def kept(value: Value) -> Any:
    """Return a value of the user's own as plain frozen Python: text, tuples, and mappings by key."""
    if isinstance(value, Map):
        return ById((str(key), kept(item)) for key, item in value.items())
    if isinstance(value, Seq):
        return tuple(kept(item) for item in value)
    return None if value.is_null else str(value)
