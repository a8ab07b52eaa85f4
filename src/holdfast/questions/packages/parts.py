"""What an answer about packages is made of: packages, signatories, the zone, plans, the frontier, named packages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from holdfast.questions.answer import number

NAMES = ("nash", "kalai_smorodinsky", "kalai_smorodinsky_all", "egalitarian", "utilitarian")
"""The bargaining packages, in the order in which they are shown."""


def _numbers(values: Mapping[str, Fraction]) -> dict[str, int | float | None]:
    return {key: number(value) for key, value in values.items()}


@dataclass(frozen=True, slots=True)
class Package:
    """One package, on the issues that some signatory or rule tells apart.

    Attributes
    ----------
    positions : mapping of str to str
        A position for each of these issues.
    alike : mapping of str to tuple of str
        Other positions of an issue that would do as well, because nobody tells them apart from this one.
    worth : mapping of str to Fraction
        What it is worth to each signatory with weights.
    gain : mapping of str to Fraction
        How much more that is than the status quo.
    share : mapping of str to Fraction
        For Kalai-Smorodinsky: the gain as a share of the ideal gain.
    """

    positions: Mapping[str, str]
    alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    worth: Mapping[str, Fraction] = field(default_factory=dict)
    gain: Mapping[str, Fraction] = field(default_factory=dict)
    share: Mapping[str, Fraction] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"positions": dict(self.positions)}
        if self.alike:
            out["or"] = {issue: list(others) for issue, others in self.alike.items()}
        for key, values in (("worth", self.worth), ("gain", self.gain), ("share", self.share)):
            if values:
                out[key] = _numbers(values)
        return out


@dataclass(frozen=True, slots=True)
class Signatory:
    """What one signatory brings to the table.

    Attributes
    ----------
    party : str
        The signatory.
    kind : str
        ``weights``, ``statements`` or ``ranking``: in which form its preference is given.
    scale : str
        The unit of its weights; empty without weights.
    status_quo : Fraction or None
        What the status quo is worth to it; None without weights, or where it crosses one of its red lines.
    best, worst : Fraction or None
        The most and the least that an admissible package is worth to it.
    would_sign_some : bool or None
        Whether it would sign some admissible package; None where the status quo cannot occur.
    red_lines : tuple of str
        What it never accepts.
    """

    party: str
    kind: str
    scale: str = ""
    status_quo: Fraction | None = None
    best: Fraction | None = None
    worst: Fraction | None = None
    would_sign_some: bool | None = None
    red_lines: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"kind": self.kind, "would_sign_some": self.would_sign_some}
        if self.kind == "weights":
            out |= {"scale": self.scale, "status_quo": number(self.status_quo)}
            out |= {"best": number(self.best), "worst": number(self.worst), "red_lines": list(self.red_lines)}
        return out


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan among all packages.

    Attributes
    ----------
    plan : str
        The plan.
    verdict : str
        ``efficient``, ``inefficient``, ``open`` (it depends on what the plan leaves unknown), ``unknown`` (too large to
        tell), or ``not_admissible``.
    n_fillings, n_admissible : int
        Ways of filling the plan's unknown cells, and how many of them are admissible.
    n_efficient : int or None
        How many of these are efficient.
    reason : str
        Why it is not admissible, or why the verdict is unknown.
    filling : Package or None
        The plan itself; its unknown cells filled so that it is inefficient, where some filling is.
    better : Package or None
        A package that beats it: at least as good for every signatory, and better for one.
    better_for : tuple of str
        The signatories for whom it is better.
    n_changes : int or None
        In how many issues it differs from the plan, unknown cells aside.
    for_all : Package or None
        One that is better for every signatory; None where there is none.
    n_changes_for_all : int or None
        In how many issues that one differs.
    fewest : bool
        Whether no other package that beats it changes fewer issues.
    """

    plan: str
    verdict: str
    n_fillings: int = 1
    n_admissible: int = 1
    n_efficient: int | None = None
    reason: str = ""
    filling: Package | None = None
    better: Package | None = None
    better_for: tuple[str, ...] = ()
    n_changes: int | None = None
    for_all: Package | None = None
    n_changes_for_all: int | None = None
    fewest: bool = True

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"verdict": self.verdict, "n_fillings": self.n_fillings}
        out |= {"n_admissible": self.n_admissible, "n_efficient": self.n_efficient}
        if self.reason:
            out["reason"] = self.reason
        out["package"] = self.filling.json() if self.filling else None
        if self.better:
            out["better"] = self.better.json()
            out |= {"better_for": list(self.better_for), "n_changes": self.n_changes, "fewest": self.fewest}
            out["better_for_all"] = self.for_all.json() if self.for_all else None
            if self.for_all:
                out["n_changes_for_all"] = self.n_changes_for_all
        return out


@dataclass(frozen=True, slots=True)
class NoZone:
    """Why no package would be signed by every signatory.

    Attributes
    ----------
    conflict : tuple of str
        A smallest set of signatories for whom there is no package that all of them would sign.
    together : tuple of str
        A largest set for whom there is one.
    red_lines : tuple of (str, str)
        Party and red line: without this one line alone there would be such a package.
    nearest : Package or None
        The package whose least gain is largest.
    by_share : bool
        Whether gains of different scales were compared there, each as a share of its party's range.
    lacks : mapping of str to Fraction
        By how much each falls short of its status quo there; zero where it loses nothing, but gains nothing either.
    """

    conflict: tuple[str, ...]
    together: tuple[str, ...]
    red_lines: tuple[tuple[str, str], ...] = ()
    nearest: Package | None = None
    by_share: bool = False
    lacks: Mapping[str, Fraction] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        lines = [{"party": party, "red_line": text} for party, text in self.red_lines]
        out: dict[str, Any] = {"conflict": list(self.conflict), "together": list(self.together)}
        out |= {"red_lines_in_the_way": lines, "nearest": self.nearest.json() if self.nearest else None}
        if self.nearest:
            out |= {"lacks": _numbers(self.lacks), "by_share": self.by_share}
        return out


@dataclass(frozen=True, slots=True)
class Zone:
    """The agreement zone: the packages that every signatory would sign.

    Attributes
    ----------
    exists : bool or None
        Whether there are any; None where that cannot be told (``reason``).
    n_packages : int or None
        How many; None where they could not be counted.
    nobody_worse_off : bool or None
        Whether some admissible package leaves no signatory worse off than the status quo.
    reason : str
        Why it cannot be told, or why the packages were not counted.
    none : NoZone or None
        Why there are none.
    """

    exists: bool | None
    n_packages: int | None = None
    nobody_worse_off: bool | None = None
    reason: str = ""
    none: NoZone | None = None

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"exists": self.exists, "n_packages": self.n_packages}
        out["nobody_worse_off"] = self.nobody_worse_off
        if self.reason:
            out["reason"] = self.reason
        if self.none:
            out["why_none"] = self.none.json()
        return out


@dataclass(frozen=True, slots=True)
class Named:
    """Packages that a theory singles out, all ties counted; or why there are none.

    Attributes
    ----------
    name : str
        One of :data:`NAMES`.
    n_packages : int or None
        How many packages tie; None where refused.
    n_worths : int or None
        How many different worths they have.
    exact : bool
        Whether these are all ties; otherwise there are at least so many.
    examples : tuple of Package
        The first of them.
    ideal : mapping of str to Fraction
        For Kalai-Smorodinsky: the ideal worth of each signatory.
    within : float
        To which part of itself a product is known to be the largest; 0 where exactly.
    refused : str
        Why there are none.
    """

    name: str
    n_packages: int | None = None
    n_worths: int | None = None
    exact: bool = True
    examples: tuple[Package, ...] = ()
    ideal: Mapping[str, Fraction] = field(default_factory=dict)
    within: float = 0.0
    refused: str = ""

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        if self.refused:
            return {"refused": self.refused}
        out: dict[str, Any] = {"n_packages": self.n_packages, "n_worths": self.n_worths, "exact": self.exact}
        if self.ideal:
            out["ideal"] = _numbers(self.ideal)
        if self.within:
            out["within"] = self.within
        return out | {"examples": [each.json() for each in self.examples]}


@dataclass(frozen=True, slots=True)
class FrontierView:
    """The Pareto frontier over all admissible packages.

    Attributes
    ----------
    n_worths : int or None
        How many different vectors of worths are on it; None where refused.
    n_packages : int or None
        How many packages have one of these.
    n_worths_in_zone, n_packages_in_zone : int or None
        How many of them every signatory would sign; None where the status quo cannot occur.
    examples : tuple of (Package, int)
        For the first of these vectors one package, and how many have it; those that every signatory would sign first.
    refused : str
        Why it was not computed.
    """

    n_worths: int | None = None
    n_packages: int | None = None
    n_worths_in_zone: int | None = None
    n_packages_in_zone: int | None = None
    examples: tuple[tuple[Package, int], ...] = ()
    refused: str = ""

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        if self.refused:
            return {"refused": self.refused}
        shown = [{**package.json(), "n_packages": count} for package, count in self.examples]
        out: dict[str, Any] = {"n_worths": self.n_worths, "n_packages": self.n_packages}
        out |= {"n_worths_in_zone": self.n_worths_in_zone, "n_packages_in_zone": self.n_packages_in_zone}
        return out | {"examples": shown}
