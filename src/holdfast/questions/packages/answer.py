"""The answer about packages: what is efficient, what everybody would sign, and the packages that theory singles out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.errors import QuestionError
from holdfast.near import did_you_mean
from holdfast.questions.answer import NO_PROVENANCE, SCHEMA, Provenance, find
from holdfast.questions.packages.parts import NAMES, FrontierView, Named, PlanView, Signatory, Zone

if TYPE_CHECKING:
    from holdfast.table import Table


@dataclass(frozen=True, slots=True)
class Packages:
    """What can be said of all packages in one setting.

    Attributes
    ----------
    plan, account : str
        Ids, or empty.
    conduct : tuple of str
        What parties do beyond signing, under every package.
    conduct_of : tuple of str
        The plans that are kept to in this way.
    state : str
        The state in which packages are judged, in letters.
    n_packages, n_admissible : int
        How many packages there are, and how many can occur and cross no signatory's red line.
    told_apart : tuple of str
        Issues that some signatory or rule tells apart.
    any_position : tuple of str
        Issues that none does: any position will do.
    signatories : tuple of Signatory
        In the order of the agreement.
    zone : Zone
        The packages that every signatory would sign.
    plans : tuple of PlanView
        The plans on the table with this conduct.
    frontier : FrontierView
        What no package beats.
    named : tuple of Named
        The bargaining packages.
    """

    plan: str
    account: str
    conduct: tuple[str, ...]
    conduct_of: tuple[str, ...]
    state: str
    n_packages: int
    n_admissible: int
    told_apart: tuple[str, ...]
    any_position: tuple[str, ...]
    signatories: tuple[Signatory, ...]
    zone: Zone
    plans: tuple[PlanView, ...]
    frontier: FrontierView
    named: tuple[Named, ...]
    provenance: Provenance = NO_PROVENANCE

    def package(self, name: str) -> Named:
        """Return the bargaining packages of a name.

        Raises
        ------
        QuestionError
            If there is no such name.
        """
        for each in self.named:
            if each.name == name:
                return each
        raise QuestionError(f'no package "{name}"; {did_you_mean(name, list(NAMES), "names")}')

    def of_plan(self, plan: str) -> PlanView:
        """Return what was found about one plan.

        Raises
        ------
        QuestionError
            If it is not among those judged.
        """
        return find(plan, {each.plan: each for each in self.plans}, "plan", "plans")

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "packages"}
        out |= {"plan": self.plan or None, "account": self.account or None}
        out |= {"conduct": list(self.conduct), "conduct_of": list(self.conduct_of), "state": self.state}
        out |= {"n_packages": self.n_packages, "n_admissible": self.n_admissible}
        out |= {"told_apart": list(self.told_apart), "any_position": list(self.any_position)}
        out["signatories"] = {each.party: each.json() for each in self.signatories}
        out["zone"] = self.zone.json()
        out["plans"] = {each.plan: each.json() for each in self.plans}
        out["frontier"] = self.frontier.json()
        out["packages"] = {each.name: each.json() for each in self.named}
        return out | {"provenance": self.provenance.json()}

    def table(self) -> Table:
        """Return one row for each package, example and signatory; see ``docs/reference/tables.md``."""
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        found: Table = import_module("holdfast.report.tables").packages_table(self)
        return found

    def __str__(self) -> str:
        """Answer in one sentence."""
        if self.zone.exists is None:
            found = "whether every signatory would sign one cannot be told"
        elif not self.zone.exists:
            found = "none would be signed by every signatory"
        elif self.zone.n_packages is None:
            found = "some would be signed by every signatory"
        else:
            found = f"{self.zone.n_packages:,} would be signed by every signatory"
        return f"of {self.n_packages:,} packages {found}"
