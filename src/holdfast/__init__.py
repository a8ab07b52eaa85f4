"""Will this settlement hold, and who could break it?

The public names; each is imported from its room when first used, so that ``import holdfast`` stays quick.

>>> import holdfast as hf
>>> case = hf.example("cuba-1962")
>>> print(hf.holds(hf.compile(case), "NYYN"))
state NYYN holds firmly
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from holdfast.version import __version__

if TYPE_CHECKING:
    from holdfast import errors as errors
    from holdfast.case import Account as Account
    from holdfast.case import Case as Case
    from holdfast.case import Claim as Claim
    from holdfast.case import Issue as Issue
    from holdfast.case import Option as Option
    from holdfast.case import Party as Party
    from holdfast.case import Plan as Plan
    from holdfast.case import Source as Source
    from holdfast.casefile import load as load
    from holdfast.casefile import loads as loads
    from holdfast.engines.engine import solve as solve
    from holdfast.engines.solution import Solution as Solution
    from holdfast.model.compile import compile_case as compile
    from holdfast.model.family import Family as Family
    from holdfast.model.family import family as family
    from holdfast.model.model import Model as Model
    from holdfast.questions.answer import Hold as Hold
    from holdfast.questions.answer import PartyVerdict as PartyVerdict
    from holdfast.questions.drafts import Drafts as Drafts
    from holdfast.questions.drafts import drafts as drafts
    from holdfast.questions.holds import blockers as blockers
    from holdfast.questions.holds import holds as holds
    from holdfast.questions.prefer import rather as rather
    from holdfast.questions.why import Why as Why
    from holdfast.questions.why import why as why
    from holdfast.report.brief import Brief as Brief
    from holdfast.report.brief import brief as brief
    from holdfast.shipped import example as example
    from holdfast.shipped import examples as examples

_ROOMS = {
    "Account": "case",
    "Brief": "report.brief",
    "Case": "case",
    "Claim": "case",
    "Drafts": "questions.drafts",
    "Family": "model.family",
    "Hold": "questions.answer",
    "Issue": "case",
    "Model": "model.model",
    "Option": "case",
    "Party": "case",
    "PartyVerdict": "questions.answer",
    "Plan": "case",
    "Solution": "engines.solution",
    "Source": "case",
    "Why": "questions.why",
    "blockers": "questions.holds",
    "brief": "report.brief",
    "compile": "model.compile:compile_case",
    "drafts": "questions.drafts",
    "errors": "errors:",
    "example": "shipped",
    "examples": "shipped",
    "family": "model.family",
    "holds": "questions.holds",
    "load": "casefile",
    "loads": "casefile",
    "rather": "questions.prefer",
    "solve": "engines.engine",
    "why": "questions.why",
}

__all__ = [
    "Account",
    "Brief",
    "Case",
    "Claim",
    "Drafts",
    "Family",
    "Hold",
    "Issue",
    "Model",
    "Option",
    "Party",
    "PartyVerdict",
    "Plan",
    "Solution",
    "Source",
    "Why",
    "__version__",
    "blockers",
    "brief",
    "compile",
    "drafts",
    "errors",
    "example",
    "examples",
    "family",
    "holds",
    "load",
    "loads",
    "rather",
    "solve",
    "why",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module 'holdfast' has no attribute {name!r}")
    room, _, inner = _ROOMS[name].partition(":")
    module = import_module(f"holdfast.{room}")
    value = module if _ROOMS[name].endswith(":") else getattr(module, inner or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
