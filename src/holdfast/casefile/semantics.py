"""What a case means as a whole: whether states can occur, preferences say something, plans can be in force."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import product
from math import prod

from holdfast.case import ById, Case, Plan, Rule
from holdfast.case.condition import Condition, IssueIs, Judged, Not, Taken, atoms
from holdfast.casefile.dependence import first_uncovered
from holdfast.casefile.draft import Draft, Ranked, Stated
from holdfast.casefile.feasible import MAX_OPTIONS, Budget, TooMuch
from holdfast.casefile.findings import Findings, quote
from holdfast.casefile.limits import MAX_PARENTS
from holdfast.casefile.located import Text
from holdfast.casefile.names import matches
from holdfast.casefile.plans import without_doubtful_cells
from holdfast.casefile.search import satisfiable
from holdfast.casefile.space import Enumerated, Searched, Space
from holdfast.casefile.worlds import (
    CAN_BE_FALSE,
    CAN_BE_TRUE,
    Positions,
    any_plan,
    in_force,
    no_plan,
    one_plan,
    outlook,
    spell_out,
)

_STEPS = 100_000
"""What the checks of plans, and again those of states, may compute: about a seventh of a second each."""
MAX_FILLINGS = 500
"""Most ways of filling a plan's unknown cells that are tried one by one; beyond that `hold` tells."""


def check(case: Case, draft: Draft, found: Findings) -> None:
    """Note what is wrong with the meaning of a case whose names are known.

    Parameters
    ----------
    case : Case
        Parts that mean nothing left out.
    draft : Draft
        Its parts with their places.
    found : Findings
        Where problems go.
    """
    if not case.options or not draft.is_whole:
        return
    _Check(_certain(case), draft, found, _sometimes(case)).run()


def _certain(case: Case) -> Case:
    """Leave out what counts in some worlds only: a check may say nothing that another world would belie."""
    rules = tuple(rule for rule in case.rules if rule.when is None)
    if len(rules) == len(case.rules) and not case.judgements:
        return case
    plans = ById((key, without_doubtful_cells(plan)) for key, plan in case.plans.items())
    return case.replace(rules=rules, plans=plans)


def _sometimes(case: Case) -> tuple[Rule, ...]:
    """Return what cannot be in some worlds: rules with ``when``, and options taken that are not open there."""
    closed = (
        Rule(Taken(option.party, option.id), "", when=Not(option.when))
        for option in case.options
        if option.when is not None
    )
    return (*(rule for rule in case.rules if rule.when is not None), *closed)


class _Check:
    def __init__(self, case: Case, draft: Draft, found: Findings, sometimes: tuple[Rule, ...] = ()) -> None:
        self.case, self.draft, self.found, self.sometimes = case, draft, found, sometimes
        self.budget, self.hints = Budget(_STEPS), Budget(_STEPS // 4)
        self.force = in_force(case)
        self.options = [Taken(option.party, option.id) for option in case.options]
        self.names = {named.pattern: named.id for named in case.states.values()}
        self.merged = [pattern for pattern in self.names if "-" in pattern]
        self.flagged: set[str] = set()
        self.is_finished = True
        self.sizes: list[int] = []
        self.about_issues = False
        self.total = 0
        for rule in case.rules:
            mentioned = list(atoms(rule.never))
            self.sizes.append(len(mentioned))
            self.total += len(mentioned)
            if self.total > _STEPS:
                break  # too many: both parts give up before they look at a rule
            self.about_issues = self.about_issues or not all(isinstance(atom, Taken) for atom in mentioned)

    def run(self) -> None:
        for part in (self.plans, self.states):
            try:
                part()
            except TooMuch:
                self.is_finished = False
                self.budget = Budget(_STEPS)
        if not self.is_finished:
            n_rules = len(self.case.rules) + sum(1 for rule in self.sometimes if rule.text)
            hint = f"{len(self.options)} options and {n_rules} rules are too many to check every combination"
            self.found.add((1, 1), "HF129", "not everything could be checked", hint)

    # -- one state ---------------------------------------------------------------------------------------------------

    def broken_rule(self, letters: str, rules: list[Condition], budget: Budget) -> int | None:
        """Return the first rule that letters break for certain, as an index; ``-`` counts as N."""
        look = self.looking_at(letters)
        for k, rule in enumerate(rules):
            budget.spend(1 + (self.sizes[k] if self.sizes else 0))
            if outlook(rule, look) == CAN_BE_TRUE:
                return k
        return None

    def looking_at(self, letters: str) -> Callable[[Condition], int]:
        """Return what atoms can be where letters say which options are taken."""
        taken: dict[Condition, str] = dict(zip(self.options, letters, strict=True))

        def look(atom: Condition) -> int:
            letter = taken.get(atom)
            return CAN_BE_TRUE | CAN_BE_FALSE if letter is None else CAN_BE_TRUE if letter == "Y" else CAN_BE_FALSE

        return look

    def why_not(self, letters: str, rules: list[Condition]) -> str:
        """Say why a state cannot occur."""
        if "-" in letters:
            return f"no state that {letters} matches can occur"
        try:
            broken = self.broken_rule(letters, rules, self.hints)
        except TooMuch:
            return ""
        if broken is not None:
            rule, at = self.draft.rules[broken]
            return f'it breaks the rule "{rule.text[:80]}" at line {at.line}'
        return "it is not among the states named, and the file says feasible: named"

    # -- plans -------------------------------------------------------------------------------------------------------

    def plans(self) -> None:
        """Note plans that are not in force in their own state, or whose state cannot occur."""
        if self.case.agreement is None or not self.draft.has_whole_agreement:
            return
        start = self.case.status_quo.pattern if self.case.status_quo else "N" * len(self.options)
        rules: list[Condition] | None = None
        for plan, key in self.draft.plans:
            if rules is None or self.about_issues:
                self.budget.spend(len(self.case.issues) + self.total)
                positions = one_plan(self.case, plan.id)
                rules = [spell_out(rule.never, self.case, positions, self.force) for rule in self.case.rules]
            self.budget.spend(len(self.options) // 2)
            self.plan(plan, key, self.plan_letters(plan, start), rules)

    def plan_letters(self, plan: Plan, start: str) -> str:
        assert self.case.agreement is not None
        letters = dict(zip(self.options, start.replace("-", "N"), strict=True))
        for party, option in self.case.agreement.signatories.items():
            letters[Taken(party, option)] = "Y"
        for item in plan.conduct:
            letters[Taken(item.party, item.option)] = "Y" if item.taken else "N"
        return "".join(letters.values())

    def plan(self, plan: Plan, key: Text, letters: str, rules: list[Condition]) -> None:
        merged = next((pattern for pattern in self.merged if matches(pattern, letters)), None)
        if merged is not None:
            self.merged_plan(key, merged)
            return
        if self.broken_rule(letters, [self.force], self.budget) is None:
            hint = "add to conduct what in_force asks for, and leave every signature in place"
            message = f"the agreement is not in force in the state of plan {quote(key)} ({letters})"
            self.found.add(key.place, "HF143", message, hint)
        broken = self.broken_rule(letters, rules, self.budget) is not None or self.no_filling(plan, letters)
        if broken or (self.case.only_named and letters not in self.names):
            message = f"the state of plan {quote(key)} ({letters}) cannot occur"
            self.found.add(key.place, "HF144", message, partial(self.why_not, letters, rules))
        elif self.sometimes and self.in_no_world(plan, letters):
            message = f"the state of plan {quote(key)} ({letters}) cannot occur in any world"
            hint = "in every world some rule with `when` rules it out, or an option taken in it is not open"
            self.found.add(key.place, "HF144", message, hint)

    def in_no_world(self, plan: Plan, letters: str) -> bool:
        """Whether letters break some rule whatever the judgements are."""
        self.budget.spend(len(self.options) // 2 + len(self.case.issues))
        positions, look = one_plan(self.case, plan.id), self.looking_at(letters)
        broken: list[Condition] = []
        for rule in self.sometimes:
            assert rule.when is not None
            self.budget.spend(1 + sum(1 for _ in atoms(rule.never)))
            if outlook(spell_out(rule.never, self.case, positions, self.force), look) == CAN_BE_TRUE:
                broken.append(rule.when)
        judged = sorted({atom.judgement for when in broken for atom in atoms(when) if isinstance(atom, Judged)})
        return 0 < len(judged) <= MAX_PARENTS and first_uncovered(broken, judged) is None

    def merged_plan(self, key: Text, pattern: str) -> None:
        """Note an agreement that is not in force in every state of the merged state that a plan leads to."""
        letters = zip(self.options, pattern, strict=True)
        given: dict[Condition, bool] = {option: letter == "Y" for option, letter in letters if letter != "-"}
        if satisfiable([Not(self.force)], self.budget, given):
            message = f"the agreement is not in force throughout the merged state of plan {quote(key)} ({pattern})"
            hint = "the pattern leaves open, or denies, what the signatories sign or in_force asks for: split the state"
            self.found.add(key.place, "HF143", message, hint)

    def no_filling(self, plan: Plan, letters: str) -> bool:
        """Whether each way of filling the plan's unknown cells breaks some rule, though none is always broken."""
        asked = {atom.issue for rule in self.case.rules for atom in atoms(rule.never) if isinstance(atom, IssueIs)}
        unknown = sorted(asked - set(plan.positions))
        if not unknown or prod(len(self.case.issues[issue].positions) for issue in unknown) > MAX_FILLINGS:
            return False
        known = one_plan(self.case, plan.id)
        for filling in product(*(self.case.issues[issue].positions for issue in unknown)):
            positions = {**known, **{issue: frozenset({at}) for issue, at in zip(unknown, filling, strict=True)}}
            self.budget.spend(len(self.case.issues) + self.total)
            rules = [spell_out(rule.never, self.case, positions, self.force) for rule in self.case.rules]
            if self.broken_rule(letters, rules, self.budget) is None:
                return False
        return True

    # -- all states --------------------------------------------------------------------------------------------------

    def states(self) -> None:
        """Note what is wrong with rules, named states and preferences."""
        case = self.case
        self.budget.spend(3 * self.total)
        base, some = no_plan(case), any_plan(case)
        never_now = [spell_out(rule.never, case, base, self.force) for rule in case.rules]
        never = [spell_out(rule.never, case, some, self.force) for rule in case.rules]
        named = list(self.names) if case.only_named else None
        kind = Enumerated if len(self.options) <= MAX_OPTIONS else Searched
        space: Space = kind(self.options, never_now, never, named, self.budget)
        if not space.is_possible():
            self.contradiction(space)
            return
        for k, (rule, at) in enumerate(self.draft.rules):
            if not space.can_ever(never[k]):
                self.found.add(at.place, "HF124", f"rule {quote(rule.text)} rules nothing out")
        declared_first = sorted(self.draft.named, key=lambda each: (not each[2].startswith("state "), each[0].place))
        for at, pattern, what in declared_first:
            now = what == "status quo"
            if pattern not in self.flagged and not space.occurs(pattern, now):
                self.flagged.add(pattern)
                subject = what if what.startswith("state ") else f"{what} {quote(at)}"
                message = f"{subject} cannot occur"
                self.found.add(at.place, "HF121", message, partial(self.why_not, pattern, never_now if now else never))
        for ranked in self.draft.ranked:
            self.ranking(ranked, space, never)
        known: dict[Condition, bool | None] = {}
        for stated in self.draft.stated:
            if stated.condition not in known:
                known[stated.condition] = space.constant(spell_out(stated.condition, case, some, self.force))
            constant = known[stated.condition]
            if constant is not None:
                self.constant(stated, constant)
        self.is_finished = self.is_finished and space.is_finished
        if self.merged:
            space.budget.left = _STEPS  # what comes last has its own, and is not missed where it does not suffice
            with suppress(TooMuch):
                self.differing(space, some)

    def constant(self, stated: Stated, truth: bool) -> None:
        """Note a statement or red line that tells no states apart."""
        hint = "it has no effect on any verdict"
        if self.case.plans:
            hint = "under the plans of this case it has no effect on any verdict; other drafts may make it matter"
        if stated.is_red_line:
            word, code = ("crossed" if truth else "kept"), "HF164"
            message = f"red line {quote(stated.at)}{stated.where} is {word} in every state that can occur"
        else:
            word, code = ("true" if truth else "false"), "HF135"
            message = f"statement {quote(stated.at)}{stated.where} is {word} in every state that can occur"
        self.found.add(stated.at.place, code, message, hint)

    def differing(self, space: Space, positions: Positions) -> None:
        """Note statements that are true in a part only of what a merged state stands for."""
        known: dict[Condition, list[str]] = {}
        for stated in self.draft.stated:
            if stated.condition not in known:
                spelt = spell_out(stated.condition, self.case, positions, self.force)
                known[stated.condition] = [self.names[each] for each in self.merged if space.differs(spelt, each)]
            names = known[stated.condition]
            if names:
                more = f" (and of {len(names) - 1} more)" if len(names) > 1 else ""
                kind, counts = ("red line", "crossed") if stated.is_red_line else ("statement", "false")
                message = (
                    f"{kind} {quote(stated.at)}{stated.where} differs between the codes of merged state "
                    f"{quote(names[0])}{more} that can occur; it counts as {counts} there"
                )
                self.found.add(stated.at.place, "HF137", message, "split the merged state if that is not meant")

    def contradiction(self, space: Space) -> None:
        core = space.core()
        rules = [self.draft.rules[k] for k in core] or self.draft.rules[:1]
        if not self.draft.rules:
            return
        listed = "; ".join(f"{quote(rule.text)} (line {at.line})" for rule, at in rules[:6])
        if len(core) == 1:
            message = f"no state can occur: the rule {listed} forbids every state"
        elif core:
            message = f"no state can occur: these rules contradict each other: {listed}" + (
                " ..." if len(core) > 6 else ""
            )
        elif self.case.only_named:
            message = "no state can occur: every state named breaks a rule"
        else:
            message = "no state can occur: the rules contradict each other"
        self.found.add(rules[0][1].place, "HF120", message, "take one of them out, or weaken it")

    def ranking(self, ranked: Ranked, space: Space, never: list[Condition]) -> None:
        for name, pattern in ranked.states:
            if pattern is not None and pattern not in self.flagged and not space.occurs(pattern, False):
                message = f"state {quote(name)}{ranked.where} cannot occur"
                self.found.add(name.place, "HF134", message, partial(self.why_not, pattern, never))
        if any(pattern is None for _, pattern in ranked.states):
            return
        count, missing = space.missing([pattern for _, pattern in ranked.states if pattern], self.merged)
        if count:
            shown = ", ".join(self.names.get(pattern, pattern) for pattern in missing) + (
                " ..." if count > len(missing) else ""
            )
            states = "state" if count == 1 else "states"
            message = f"{count:,} {states} missing{ranked.where}: {shown}"
            hint = "name every state that can occur; equally good ones stand in brackets together"
            self.found.add(ranked.at.place, "HF132", message, hint)
