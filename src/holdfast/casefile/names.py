"""Looking names up: what a file declares, and which party, option, issue, position, source or state a word means."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from holdfast.case.condition import Comparison, Condition, IssueIs, Judged, Name, Taken, parse, replace_atoms, write
from holdfast.casefile.findings import Findings, Place, quote, similar
from holdfast.casefile.limits import MAX_CONDITION_TEXT
from holdfast.casefile.located import Text
from holdfast.errors import ConditionError

_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "=": int.__eq__,
    "!=": int.__ne__,
    ">=": int.__ge__,
    "<=": int.__le__,
    ">": int.__gt__,
    "<": int.__lt__,
}


class _Unknown(Exception):
    """A name means nothing; it has been noted."""


class Names:
    """What a file declares.

    Parameters
    ----------
    found : Findings
        Where problems go.

    Attributes
    ----------
    options : dict
        Per party, its option ids in file order.
    positions : dict
        Per issue, its position ids in order.
    states : dict
        Letters or pattern by the state's name.
    merged : list of str
        Patterns that stand for one state each.
    """

    def __init__(self, found: Findings) -> None:
        self.found = found
        self.parties: dict[str, Text] = {}
        self.options: dict[str, dict[str, Text]] = {}
        self.owners: dict[str, list[Text]] = {}
        self.positions: dict[str, list[Text]] = {}
        self.issues: dict[str, Text] = {}
        self.sources: dict[str, Text] = {}
        self.cited: set[str] = set()
        self.plans: dict[str, Text] = {}
        self.judgements: dict[str, Text] = {}
        self.judged: set[str] = set()
        self.accounts: dict[str, Text] = {}
        self.states: dict[str, str] = {}
        self.state_names: dict[str, Text] = {}
        self.faulty: set[str] = set()
        self.merged: list[str] = []
        self.masks: list[tuple[str, int, int]] = []
        self.n_options = 0
        self._parsed: set[str] = set()
        self._resolved: dict[str, Condition] = {}
        self._over_judgements: dict[str, Condition] = {}
        self._n_characters = 0
        self._held: dict[tuple[str, str, str], frozenset[str]] = {}

    def declare_party(self, party: Text, options: Iterable[Text]) -> None:
        """Take in a party and its options."""
        self.parties[party] = party
        self.options[party] = {option: option for option in options}
        for option in self.options[party].values():
            self.owners.setdefault(option, []).append(party)
            self.n_options += 1

    # -- single names ------------------------------------------------------------------------------------------------

    def party(self, name: Text, where: str = "") -> str | None:
        """Return a party's id, or note that there is none."""
        if name in self.parties:
            return str(name)
        self.found.add(name.place, "HF116", f"unknown party {quote(name)}{where}", similar(name, self.parties.values()))
        return None

    def source(self, name: Text) -> str | None:
        """Return a source's id, or note that there is none."""
        if name in self.sources:
            self.cited.add(str(name))
            return str(name)
        hint = similar(name, self.sources.values(), "declare it under sources")
        self.found.add(name.place, "HF117", f"unknown source {quote(name)}", hint)
        return None

    def judgement(self, name: str, place: Place, where: str = "") -> str | None:
        """Return a judgement's id, or note that there is none."""
        if name in self.judgements:
            return str(name)
        hint: str | Callable[[], str] = similar(name, self.judgements.values(), "declare it under judgements")
        owner, dot, option = name.partition(".")
        if name in self.owners or (dot and option in self.options.get(owner, ())):
            hint = f"{quote(name)} is an option: `when` and `given` speak of judgements"
        elif name in self.positions:
            hint = f"{quote(name)} is an issue: `when` and `given` speak of judgements"
        self.found.add(place, "HF172", f"unknown judgement {quote(name)}{where}", hint)
        return None

    def account(self, name: Text, where: str = "") -> str | None:
        """Return an account's id, or note that there is none."""
        if name in self.accounts:
            return str(name)
        hint = similar(name, self.accounts.values(), "declare it under accounts")
        self.found.add(name.place, "HF177", f"unknown account {quote(name)}{where}", hint)
        return None

    def issue(self, name: str, place: Place, where: str = "") -> str | None:
        """Return an issue's id, or note that there is none."""
        if name in self.positions:
            return str(name)
        hint: str | Callable[[], str] = similar(name, self.issues.values(), "declare it under issues")
        if name in self.owners:
            hint = f"{quote(name)} is an option: it is written alone, without a comparison"
        self.found.add(place, "HF114", f"unknown issue {quote(name)}{where}", hint)
        return None

    def position(self, issue: str, name: str, place: Place, where: str = "") -> str | None:
        """Return a position's id, or note that the issue has none such."""
        if name in self.positions[issue]:
            return str(name)
        if not self.positions[issue]:
            return None  # that it has none has been noted
        message = f"unknown position {quote(name)} of issue {quote(issue)}{where}"
        self.found.add(place, "HF115", message, similar(name, self.positions[issue]))
        return None

    def option(self, name: str, place: Place, where: str = "") -> Taken | None:
        """Return the option a name means: bare, or ``party.option``."""
        owner, dot, option = name.partition(".")
        if dot:
            return self.option_of(owner, option, place, where)
        owners = self.owners.get(name, [])
        if len(owners) == 1:
            return Taken(str(owners[0]), str(name))
        if owners:
            parties = " and ".join(owners[:3]) + (" ..." if len(owners) > 3 else "")
            message = (
                f"option {quote(name)} belongs to both {parties}"
                if len(owners) == 2
                else f"option {quote(name)} belongs to {parties}"
            )
            self.found.add(place, "HF113", message + where, "write " + " or ".join(f"{o}.{name}" for o in owners[:3]))
            return None
        hint: str | Callable[[], str] = similar(name, self._option_ids())
        if name in self.positions:
            hint = f"{quote(name)} is an issue: compare it with a position, for example {name} = {self._first(name)}"
        elif name in self.parties:
            hint = f"{quote(name)} is a party: name one of its options"
        self.found.add(place, "HF112", f"unknown option {quote(name)}{where}", hint)
        return None

    def option_of(self, party: str, option: str, place: Place, where: str = "") -> Taken | None:
        """Return an option of a known party, or note what is unknown."""
        if party not in self.parties:
            hint = similar(party, self.parties.values())
            self.found.add(place, "HF116", f"unknown party {quote(party)} in {quote(f'{party}.{option}')}{where}", hint)
            return None
        if option in self.options[party]:
            return Taken(str(party), str(option))
        hint = similar(
            option, self.options[party].values(), "" if self.options[party] else f"{quote(party)} has no options"
        )
        self.found.add(place, "HF112", f"unknown option {quote(option)} of {quote(party)}{where}", hint)
        return None

    def _option_ids(self) -> Iterable[Text]:
        return (option for options in self.options.values() for option in options.values())

    def _first(self, issue: str) -> str:
        return str(next(iter(self.positions[issue]), "position"))

    # -- states ------------------------------------------------------------------------------------------------------

    def state(self, name: Text, where: str = "") -> str | None:
        """Return the letters, or the merged state's pattern, that a name or letters mean."""
        if name in self.states:
            return self.canonical(self.states[name])
        if name in self.faulty:
            return None
        letters = set(name)
        if len(name) == self.n_options and letters <= {"Y", "N"}:
            return self.canonical(str(name))
        if str(name) in self.merged:
            return str(name)
        if name and letters <= {"Y", "N", "-"}:
            if len(name) != self.n_options:
                hint = f"write one letter for each of the {self.n_options} options, in file order"
                self.found.add(name.place, "HF118", f"state {quote(name)}{where} has {len(name)} letters", hint)
            else:
                hint = f"declare it under states, for example 1: {name}"
                self.found.add(name.place, "HF118", f"pattern {quote(name)}{where} is not declared as one state", hint)
            return None
        hint_names = similar(name, self.state_names.values(), f"write {self.n_options} letters, Y or N, one an option")
        self.found.add(name.place, "HF118", f"unknown state {quote(name)}{where}", hint_names)
        return None

    def canonical(self, letters: str) -> str:
        """Return the pattern of the merged state that letters belong to, or the letters."""
        if "-" not in letters:
            code = as_code(letters)
            for pattern, mask, value in self.masks:
                if code & mask == value:
                    return pattern
        return str(letters)

    # -- conditions --------------------------------------------------------------------------------------------------

    def condition(self, clause: Text, where: str = "") -> Condition | None:
        """Read a condition and look its names up; note everything in it that means nothing."""
        if clause in self._resolved:
            return self._resolved[clause]
        tree = self._tree(clause, where)
        if tree is None:
            return None
        failed: list[bool] = []
        resolved = replace_atoms(tree, partial(self._atom, clause, where, failed))
        if failed:
            return None
        self._resolved[str(clause)] = resolved
        return resolved

    def over_judgements(self, clause: Text, where: str = "") -> Condition | None:
        """Read a condition over judgements (``when``); note everything in it that is none."""
        if clause in self._over_judgements:
            return self._over_judgements[clause]
        tree = self._tree(clause, where)
        if tree is None:
            self.found.silence("HF176")  # it may have named any judgement
            return None
        failed: list[bool] = []

        def judged(atom: Condition) -> Condition:
            if isinstance(atom, Name):
                known = self.judgement(atom.text, clause.within(atom.column), where)
                if known is not None:
                    self.judged.add(known)
                    return Judged(known)
            else:
                place = clause.within(atom.issue.column) if isinstance(atom, Comparison) else clause.place
                message = f"{quote(write(atom))}{where} is not a judgement"
                self.found.add(place, "HF172", message, "name judgements, joined by not, and, or")
            failed.append(True)
            self.found.silence("HF176")
            return atom

        resolved = replace_atoms(tree, judged)
        if failed:
            return None
        self._over_judgements[str(clause)] = resolved
        return resolved

    def _tree(self, clause: Text, where: str) -> Condition | None:
        """Parse a condition, or note why that is not done."""
        if clause not in self._parsed:
            self._parsed.add(str(clause))
            before, self._n_characters = self._n_characters, self._n_characters + max(len(clause), 16)
            if self._n_characters > MAX_CONDITION_TEXT:
                if before <= MAX_CONDITION_TEXT:
                    hint = f"at most {MAX_CONDITION_TEXT:,} characters of different conditions are read in one file"
                    self.found.add(clause.place, "HF103", "too many conditions", hint)
                return None
        elif self._n_characters > MAX_CONDITION_TEXT:
            return None
        try:
            return parse(str(clause))
        except ConditionError as error:
            self.found.add(clause.within(error.column), "HF111", f"{error.message}{where}", error.hint)
            return None

    def _atom(self, clause: Text, where: str, failed: list[bool], atom: Condition) -> Condition:
        found: Condition | None = atom
        if isinstance(atom, Name):
            found = self.option(atom.text, clause.within(atom.column), where)
        elif isinstance(atom, Comparison):
            found = self._comparison(clause, where, atom)
        if found is None:
            failed.append(True)
            return atom
        return found

    def _comparison(self, clause: Text, where: str, atom: Comparison) -> Condition | None:
        issue = self.issue(atom.issue.text, clause.within(atom.issue.column), where)
        if issue is None:
            return None
        listed = [self.position(issue, name.text, clause.within(name.column), where) for name in atom.positions]
        if None in listed:
            return None
        names = ", ".join(str(name) for name in listed)
        if atom.operator == "in":
            return IssueIs(issue, frozenset(name for name in listed if name), f"{issue} in {{{names}}}")
        key = (issue, atom.operator, names)
        if key not in self._held:
            order = [str(position) for position in self.positions[issue]]
            compare, at = _COMPARE[atom.operator], order.index(names)
            self._held[key] = frozenset(position for k, position in enumerate(order) if compare(k, at))
        return IssueIs(issue, self._held[key], f"{issue} {atom.operator} {names}")


_DIGITS, _MASK = str.maketrans("YN-", "100"), str.maketrans("YN-", "110")


def as_code(letters: str) -> int:
    """Return the code of letters; ``-`` counts as ``N``."""
    return int(letters.translate(_DIGITS) or "0", 2)


def as_mask(pattern: str) -> int:
    """Return one bits where a pattern says ``Y`` or ``N``."""
    return int(pattern.translate(_MASK) or "0", 2)


def matches(pattern: str, letters: str) -> bool:
    """Return whether letters (or a pattern) have a state in common with a pattern of the same length.

    Examples
    --------
    >>> matches("-Y", "NY"), matches("-Y", "NN")
    (True, False)
    """
    return all(a == b or a == "-" or b == "-" for a, b in zip(pattern, letters, strict=True))
