"""What would flip a verdict: the fewest judgements otherwise, or the fewest statements of one party in other places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from holdfast.case import Case
from holdfast.case.world import point_world
from holdfast.errors import QuestionError
from holdfast.questions.answer import NO_PROVENANCE, SCHEMA, Provenance
from holdfast.uncertainty.doubt import MAX_EXACT, asking, judged, provenance, state_of
from holdfast.uncertainty.nearest import Flips, flips
from holdfast.uncertainty.orders import Reordered, reordered
from holdfast.uncertainty.relevant import n_worlds

METHOD = "every world, and every order of one party's statements, judged from the definitions"


@dataclass(frozen=True, slots=True)
class Flip:
    """What would flip a verdict.

    Attributes
    ----------
    plan, account, state, level : str
        What was asked.
    judgements : Flips
        The smallest changes in judgements.
    orders : tuple of Reordered
        For each party with a list of statements, the smallest changes in their order.
    """

    plan: str
    account: str
    state: str
    level: str
    judgements: Flips
    orders: tuple[Reordered, ...]
    provenance: Provenance = NO_PROVENANCE

    @property
    def verdict(self) -> str:
        """Without doubt: ``holds``, ``does not hold`` or ``open``."""
        return self.judgements.verdict

    @property
    def is_robust(self) -> bool:
        """Whether neither judgements nor the order of any one party's statements can flip it."""
        return self.judgements.is_robust and all(each.is_robust for each in self.orders)

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "flip"}
        out |= {"plan": self.plan or None, "account": self.account or None, "state": self.state, "level": self.level}
        out |= {"verdict": self.verdict, "robust": self.is_robust}
        out["judgements"] = self.judgements.json()
        out["orders"] = {each.party: each.json() for each in self.orders}
        return out | {"provenance": self.provenance.json()}

    def __str__(self) -> str:
        """Answer in one sentence."""
        what = f"plan {self.plan}" if self.plan else f"state {self.state}"
        if self.is_robust:
            return f"{what}: the verdict is robust"
        found = []
        if self.judgements.n_changes is not None:
            found.append(f"{self.judgements.n_changes} of the judgements otherwise")
        sizes = [each.n_moved for each in self.orders if each.n_moved is not None]
        if sizes:
            found.append(f"{min(sizes)} of one party's statements moved")
        return f"{what}: {' or '.join(found)} would flip the verdict" if found else f"{what}: nothing tried flips it"


def flip(
    case: Case,
    *,
    plan: str | None = None,
    state: str | None = None,
    account: str | None = None,
    level: str = "firmly",
    progress: Callable[[int, int, str], None] | None = None,
) -> Flip:
    """Find the smallest change in judgements, and in the order of one party's statements, that flips a verdict.

    Parameters
    ----------
    case : Case
        The case.
    plan : str, optional
        Id of the plan.
    state : str, optional
        A state in letters, in place of the plan's own.
    account : str, optional
        Id of the account; the case's own preferences and credences otherwise.
    level : {"holds", "firmly"}
        Which verdict.
    progress : callable, optional
        Called as ``progress(done, total, note)``.

    Returns
    -------
    Flip

    Raises
    ------
    ModelError
        If there is no such plan or account, or preferences are missing.
    QuestionError
        If neither a plan nor a state is named, the level is unknown, or there are too many worlds to judge them all.

    Examples
    --------
    >>> from holdfast import loads
    >>> case = loads('''
    ... schema: holdfast/case/1
    ... title: Two neighbours
    ... judgements: {hardliners_lead: {text: Hardliners lead in the north, credence: 0.3}}
    ... parties: {north: {options: {sign: Sign}}, south: {options: {join: Sign}}}
    ... plans: {truce: {title: Truce}}
    ... agreement: {signatories: {north: sign, south: join}}
    ... preferences: {north: [{prefer: not sign, when: hardliners_lead}, sign], south: [join if sign]}
    ... ''')
    >>> print(flip(case, plan="truce"))
    plan truce: 1 of the judgements otherwise would flip the verdict
    """
    asked = asking(case, plan, state, account, level)
    doubted = asked.variables
    if (count := n_worlds(doubted)) > MAX_EXACT:
        raise QuestionError(f"{count:,} worlds are too many to judge them all; take judgements that matter little out")
    found = judged(asked)
    shape = [len(variable.values) for variable in doubted]
    nearest = flips(found.kinds(level).reshape(shape), doubted, point_world(case, account))
    orders = []
    for k, party in enumerate(case.parties):
        if progress is not None:
            progress(k, len(case.parties), f"orders of {party}")
        made = reordered(asked, level, party)
        if made is not None:
            orders.append(made)
    if progress is not None:
        progress(len(case.parties), len(case.parties), "")
    return Flip(plan or "", account or "", state_of(asked), level, nearest, tuple(orders), provenance(asked, METHOD))
