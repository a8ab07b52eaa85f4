"""What a brief says beyond its verdicts: what would mend the plans, how one gets there, and readings of the conflict.

Each is an answer of its own (``amend``, ``compare``, ``path``, ``diagnose``), asked of every plan and account of the
brief. What is refused as too large is left out, and said so: the verdicts stand without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from holdfast.case import Weights
from holdfast.errors import CapacityError, QuestionError
from holdfast.model.family import family
from holdfast.questions.amend import Amend, amend
from holdfast.questions.compare.overview import Apart, drafts_apart
from holdfast.questions.diagnose import Diagnosis, diagnose
from holdfast.questions.drafts.scope import scopes
from holdfast.questions.packages import Packages
from holdfast.questions.packages.ask import packages_in
from holdfast.questions.paths import Paths, paths

if TYPE_CHECKING:
    from holdfast.case import Case
    from holdfast.questions.answer import Hold
    from holdfast.report.brief import Subject

Key = tuple[str, str | None]
"""A subject's id and an account."""
T = TypeVar("T")

SECONDS = 60.0
"""Most time for one answer; a brief asks many questions, and each can be asked alone with more."""
SHOWN = 20
"""Most amendments kept for one plan and account."""


@dataclass(frozen=True)
class Further:
    """The further answers of a brief.

    Attributes
    ----------
    amendments : mapping of (str, str or None) to Amend
        By plan and account; empty in a case without plans that can be amended.
    apart : tuple of Apart
        How far each two drafts are apart.
    ways : mapping of (str, str or None) to Paths
        From the status quo to each subject's state, by subject id and account.
    diagnoses : mapping of (str or None) to Diagnosis
        Per account.
    packages : mapping of (str or None) to tuple of Packages
        Per account under which every signatory has weights: one answer for each conduct.
    left_out : tuple of str
        What was refused, and why.
    """

    amendments: Mapping[Key, Amend]
    apart: tuple[Apart, ...]
    ways: Mapping[Key, Paths]
    diagnoses: Mapping[str | None, Diagnosis]
    packages: Mapping[str | None, tuple[Packages, ...]]
    left_out: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON form: what the verbs print, in lists."""
        out: dict[str, Any] = {"amendments": [each.json() for each in self.amendments.values()]}
        out["ways"] = [each.json() for each in self.ways.values()]
        out["readings"] = [each.json() for each in self.diagnoses.values()]
        if self.packages:
            out["packages"] = [each.json() for answers in self.packages.values() for each in answers]
        if self.apart:
            out["drafts_apart"] = [each.json() for each in self.apart]
        return out | ({"left_out": list(self.left_out)} if self.left_out else {})


def further_of(
    case: Case,
    subjects: Sequence[Subject],
    accounts: Sequence[str | None],
    answers: Mapping[Key, Hold],
    progress: Callable[[int, int, str], None] | None = None,
) -> Further:
    """Ask the further questions of a brief.

    Parameters
    ----------
    case : Case
        The case.
    subjects : sequence of Subject
        What the brief is about.
    accounts : sequence of (str or None)
        Its accounts.
    answers : mapping of (str, str or None) to Hold
        Its verdicts.
    progress : callable, optional
        Called as ``progress(done, total, note)``.
    """
    refused: list[str] = []
    amended = case.issues and case.agreement is not None
    keys = [(subject, account) for account in accounts for subject in subjects]
    total = (2 if amended else 1) * len(keys) + len(accounts)
    done = 0

    def tell(note: str) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, total, note)

    def ask(what: str, question: Callable[[], T]) -> T | None:
        try:
            return question()
        except (CapacityError, QuestionError) as error:
            refused.append(f"{what}: {error}")
            return None
        finally:
            tell(what)

    amendments: dict[Key, Amend] = {}
    ways: dict[Key, Paths] = {}
    diagnoses: dict[str | None, Diagnosis] = {}
    for subject, account in keys:
        under = f" under {account}" if account else ""
        if amended and subject.plan:
            changed = ask(
                f"amendments of {subject.id}{under}",
                lambda s=subject, a=account: _amended(case, s.plan, a),  # type: ignore[misc]
            )
            if changed is not None:
                amendments[subject.id, account] = changed
        if subject.id != "status quo" and answers[subject.id, account].status_quo:
            found = ask(
                f"ways to {subject.id}{under}",
                lambda s=subject, a=account: _ways(case, s, a, answers[s.id, a].state),  # type: ignore[misc]
            )
            if found is not None:
                ways[subject.id, account] = found
    only = subjects[0].plan if len(subjects) == 1 and subjects[0].plan and len(case.plans) > 1 else None
    for account in accounts:
        read = ask(
            f"readings{f' under {account}' if account else ''}",
            lambda a=account: diagnose(case, account=a, plan=only, seconds=SECONDS),  # type: ignore[misc]
        )
        if read is not None:
            diagnoses[account] = read
    weighed = [account for account in accounts if amended and _is_weighed(case, account)]
    bargains = {a: ask("packages", lambda a=a: _packages(case, a, only)) for a in weighed}  # type: ignore[misc]
    found_packages = {account: found for account, found in bargains.items() if found is not None}
    return Further(amendments, drafts_apart(case), ways, diagnoses, found_packages, tuple(refused))


def _is_weighed(case: Case, account: str | None) -> bool:
    """Whether every signatory has weights, so that packages can be told apart by how much they are worth."""
    assert case.agreement is not None
    return all(isinstance(case.preference(party, account), Weights) for party in case.agreement.signatories)


def _packages(case: Case, account: str | None, plan: str | None) -> tuple[Packages, ...]:
    asked = scopes(case, account=account, plan=plan, of_plans=True)
    return tuple(packages_in(scope, seconds=SECONDS) for scope in asked)


def _amended(case: Case, plan: str, account: str | None) -> Amend:
    return amend(case, plan, account=account, most=SHOWN, seconds=SECONDS)


def _ways(case: Case, subject: Subject, account: str | None, state: str) -> Paths:
    compiled = family(case, plan=subject.plan or None, account=account)
    return paths(compiled, to=state, most=1, seconds=SECONDS)
