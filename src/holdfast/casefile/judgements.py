"""Judgements, hypotheses and beliefs: names looked up, words of likelihood turned into numbers, circles refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from holdfast.case import Account, ById, Credence, Evidence, Given, Hypotheses, Judgement
from holdfast.case.condition import Condition, Judged, atoms
from holdfast.case.judgement import OTHERWISE
from holdfast.casefile.dependence import circles, first_uncovered, shown
from holdfast.casefile.draft import MakeClaim
from holdfast.casefile.fields import Likelihood
from holdfast.casefile.findings import quote, similar
from holdfast.casefile.limits import MAX_AMONG, MAX_PARENTS
from holdfast.casefile.located import Text
from holdfast.casefile.names import Names
from holdfast.lexicons import DEFAULT, LEXICON_IDS, Meaning, known_words, meaning

if TYPE_CHECKING:
    from holdfast.casefile.doubts import EvidenceEntry, GivenEntry, HypothesesEntry, JudgementEntry

MAX_STEPS = 200_000
"""Most judgements that are followed while circles under accounts are looked for."""


class Doubts:
    """Makes what is doubted.

    Parameters
    ----------
    names : Names
        What the file declares.
    claim : callable
        Makes the claim of an entry.
    lexicon : str
        By which words are read; empty for the default.
    """

    def __init__(self, names: Names, claim: MakeClaim, lexicon: str) -> None:
        self.names, self.found, self.claim = names, names.found, claim
        self.lexicon = lexicon if lexicon in LEXICON_IDS else DEFAULT
        if lexicon and lexicon != self.lexicon:
            self.found.silence("HF170")  # the lexicon meant may have the word
        self.sets: dict[str, Text] = {}
        self.meanings: dict[str, Meaning | None] = {}
        self.asked: dict[int, tuple[str, ...]] = {}
        self.conditional: dict[tuple[str, str], list[GivenEntry]] = {}

    def credence(self, given: Likelihood, where: str) -> Credence | None:
        """Return a credence; a word that no number is published for is noted."""
        if given.ends is not None:
            low, high = given.ends
            return Credence(low.value, high.value)
        assert given.word is not None
        word = str(given.word)
        if word not in self.meanings:
            self.meanings[word] = meaning(word, self.lexicon)
        found = self.meanings[word]
        if found is None:
            hint = self.known_word(word)
            message = f"no number is known for {quote(given.word)}{where} in the lexicon {self.lexicon}"
            self.found.add(given.at.place, "HF170", message, hint)
            return None
        return Credence(found.low, found.high, str(given.word), found.kind)

    def known_word(self, word: str) -> Callable[[], str]:
        """Return a hint that names a similar word; the words are put together only where it is shown."""
        return lambda: similar(word, known_words(self.lexicon), "write a number such as 0.35, or [0.2, 0.5]")()

    def parents(self, when: Condition) -> tuple[str, ...]:
        """Return the judgements that a condition names, once each; worked out once for conditions written alike."""
        if id(when) not in self.asked:  # conditions are kept by the names they were looked up with
            named = (atom.judgement for atom in atoms(when) if isinstance(atom, Judged))
            self.asked[id(when)] = tuple(dict.fromkeys(named))
        return self.asked[id(when)]

    def judgement(self, key: Text, entry: JudgementEntry, where: str = "", account: str = "") -> Judgement:
        """Return a judgement, or what an account says of one."""
        if entry.given:
            self.conditional[account, str(key)] = entry.given
        where = f" of judgement {quote(key)}{where}"
        behind = self.claim(entry)
        credence = None if entry.credence is None else self.credence(entry.credence, where)
        rows: list[Given] = []
        whole = entry.credence is None or credence is not None
        for row in entry.given or ():
            when = self.names.over_judgements(row.when, f" in given{where}")
            held = self.credence(row.credence, where)
            if when is None or held is None:
                whole = False
                continue
            if str(key) in self.parents(when):
                message = f"judgement {quote(key)} is given itself"
                self.found.add(row.when.place, "HF174", message, "name other judgements")
                whole = False
                continue
            rows.append(Given(when, held, self.claim(row)))
        if whole:
            self.exhausted(key, credence, rows, where)
        text = str(entry.text) if entry.text is not None else ""
        return Judgement(str(key), text, credence, tuple(rows), behind)

    def exhausted(self, key: Text, credence: Credence | None, rows: list[Given], where: str) -> None:
        """Note a judgement that has no credence in some case."""
        parents = sorted({name for row in rows for name in self.parents(row.when)})
        if len(parents) > MAX_PARENTS:
            message = f"{len(parents)} judgements are named in given{where}"
            self.found.add(key.place, "HF103", message, f"at most {MAX_PARENTS} are read")
            return
        if credence is not None:
            return
        uncovered = first_uncovered((row.when for row in rows), parents)
        if uncovered is not None:
            case = " and ".join(name if true else f"not {name}" for name, true in uncovered.items())
            message = f"there is no credence{where}" + (f" where {case}" if case else "")
            self.found.add(key.place, "HF173", message, "give credence: a word, a number, or [low, high]")

    def above(self, judgement: Judgement | None) -> tuple[str, ...]:
        """Return the judgements that a judgement is given, in the order they are named."""
        rows = () if judgement is None else judgement.given
        return tuple(dict.fromkeys(name for row in rows for name in self.parents(row.when)))

    def circles(self, judgements: ById[Judgement], accounts: ById[Account]) -> None:
        """Note judgements that depend on each other in a circle, in the file itself or under an account."""
        own = {name: self.above(each) for name, each in judgements.items()}
        self._note(circles(own, lambda name: own.get(name, ())), "", "")
        left = MAX_STEPS
        for account in accounts.values():
            opinions = {name: self.above(each) for name, each in account.judgements.items()}
            starts = [name for name, parents in opinions.items() if parents]
            if not starts:
                continue
            seen: set[str] = set()
            found = circles(starts, lambda name, mine=opinions: mine.get(name, own.get(name, ())), seen)  # type: ignore[misc]
            through = [circle for circle in found if not opinions.keys().isdisjoint(circle)]  # others are noted
            self._note(through, f" under account {quote(account.id)}", account.id)
            left -= len(seen)
            if left < 0:
                place = self.conditional[account.id, starts[0]][0].when.place
                message = "judgements depend on too many others under accounts"
                self.found.add(place, "HF103", message, f"at most {MAX_STEPS:,} are followed")
                return

    def _note(self, found: list[tuple[str, ...]], where: str, account: str) -> None:
        for circle in found:
            rows = ((row, b) for a, b in pairwise(circle) for row in self.conditional.get((account, a), ()))
            for row, following in rows:
                when = self.names.over_judgements(row.when)
                if when is not None and following in self.parents(when):
                    message = f"judgements depend on each other in a circle{where}: {shown(circle)}"
                    self.found.add(row.when.place, "HF174", message, "drop one of these conditions")
                    break

    def unused(self) -> None:
        """Note judgements that nothing depends on."""
        for name, declared in self.names.judgements.items():
            if name not in self.names.judged and name not in self.sets:
                hint = f"let something depend on it, for example: when: {name}; or take it out"
                self.found.add(declared.place, "HF176", f"nothing depends on judgement {quote(name)}", hint)

    # -- accounts ----------------------------------------------------------------------------------------------------

    def opinions(self, given: dict[Text, Any], where: str, account: str) -> ById[Judgement]:
        """Return what an account holds of judgements."""
        made = []
        for key, entry in given.items():
            known = self.names.judgement(str(key), key.place, where)
            opinion = self.judgement(key, entry, where, account)
            if known is not None:
                made.append((known, opinion))
        return ById(made)

    def believes(self, given: dict[Text, Text] | None, where: str) -> ById[str]:
        """Return by which account each party sees the others."""
        made = []
        for key, name in (given or {}).items():
            party = self.names.party(key, f" in believes{where}")
            account = self.names.account(name, f" in believes{where}")
            if party is not None and account is not None:
                made.append((party, account))
        return ById(made)

    # -- hypotheses --------------------------------------------------------------------------------------------------

    def hypotheses(self, key: Text, entry: HypothesesEntry) -> Hypotheses:
        """Return a set of hypotheses with its evidence."""
        where = f" in hypotheses {quote(key)}"
        among = [known for name in entry.among if (known := self.hypothesis(key, name, where)) is not None]
        if not entry.among:
            hint = "name the judgements that are rival answers, or one that is true or false"
            self.found.add(key.place, "HF175", f"no judgement stands{where}", hint)
        if str(key) in self.names.judgements and str(key) not in among:
            message = f"hypotheses {quote(key)} have the id of a judgement that is not one of them"
            self.found.add(key.place, "HF175", message, "choose another id")
        rows: list[Evidence] = []
        if len(entry.among) > MAX_AMONG:
            message = f"{len(entry.among)} hypotheses{where}"
            self.found.add(key.place, "HF103", message, f"at most {MAX_AMONG} are read")
        else:
            listed = tuple(dict.fromkeys(str(name) for name in entry.among))
            wanted = dict.fromkeys((*listed, OTHERWISE) if len(listed) == 1 else listed)
            made = (self.evidence(row, wanted, where) for row in entry.evidence or ())
            rows = [row for row in made if row is not None]
        question = str(entry.question) if entry.question is not None else ""
        return Hypotheses(str(key), question, tuple(among), tuple(rows), self.claim(entry))

    def hypothesis(self, key: Text, name: Text, where: str) -> str | None:
        """Return the judgement that is named as a hypothesis, None where it cannot be one."""
        known = self.names.judgement(str(name), name.place, where)
        if known is None:
            return None
        if known in self.sets:
            other = self.sets[known]
            message = f"judgement {quote(name)} stands in two sets of hypotheses"
            advice = f"it stands in {quote(other)} (line {other.line}) already"
            if other is key:
                message, advice = f"judgement {quote(name)} is listed twice{where}", "once is enough"
            self.found.add(name.place, "HF175", message, advice)
            return None
        if known == OTHERWISE:
            hint = "give the judgement another name"
            self.found.add(name.place, "HF175", f"{quote(name)} stands for the negation of a hypothesis", hint)
        if ("", known) in self.conditional:
            message = f"judgement {quote(name)} has given, and stands{where}"
            self.found.add(name.place, "HF175", message, "leave one of them out")
        self.sets[known] = key
        return known

    def opinions_on_hypotheses(self) -> None:
        """Note hypotheses that an account makes depend on other judgements."""
        for (account, name), rows in self.conditional.items():
            if account and name in self.sets:
                where = f" of judgement {quote(name)} of account {quote(account)}"
                message = f"given{where} is not read: it stands in hypotheses {quote(self.sets[name])}"
                self.found.add(rows[0].when.place, "HF175", message, "give a credence alone")

    def evidence(self, entry: EvidenceEntry, wanted: Mapping[str, None], where: str) -> Evidence | None:
        """Return a row of evidence, or None where it says nothing of some hypothesis."""
        behind = self.claim(entry)
        likelihood: dict[str, Credence] = {}
        named: set[str] = set()
        for name, given in entry.likelihood.items():
            named.add(str(name))
            if str(name) not in wanted:
                nearest = similar(name, wanted, f"known: {', '.join(wanted)}")
                self.found.add(name.place, "HF175", f"{quote(name)} is not among those{where}", nearest)
                continue
            held = self.credence(given, f" in the evidence{where}")
            if held is not None:
                likelihood[str(name)] = held
        missing = [name for name in wanted if name not in named]
        if missing:
            message = f"the evidence {quote(entry.text)} says nothing of {', '.join(missing)}{where}"
            hint = "say how likely it would be under each; the same word under two if it does not tell them apart"
            self.found.add(entry.text.place, "HF175", message, hint)
        if len(likelihood) < len(wanted):
            return None
        origin = str(entry.origin) if entry.origin is not None else ""
        return Evidence(str(entry.text), ById((name, likelihood[name]) for name in wanted), origin, behind)
