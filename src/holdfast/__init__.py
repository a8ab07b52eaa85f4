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
    from holdfast.case import Judgement as Judgement
    from holdfast.case import Option as Option
    from holdfast.case import Party as Party
    from holdfast.case import Plan as Plan
    from holdfast.case import Source as Source
    from holdfast.casefile import load as load
    from holdfast.casefile import loads as loads
    from holdfast.engines.engine import solve as solve
    from holdfast.engines.solution import Solution as Solution
    from holdfast.ledger import Forecast as Forecast
    from holdfast.ledger import Ledger as Ledger
    from holdfast.model.compile import compile_case as compile
    from holdfast.model.family import Family as Family
    from holdfast.model.family import family as family
    from holdfast.model.model import Model as Model
    from holdfast.questions.amend import Amend as Amend
    from holdfast.questions.amend import amend as amend
    from holdfast.questions.answer import Hold as Hold
    from holdfast.questions.answer import PartyVerdict as PartyVerdict
    from holdfast.questions.compare import compare_accounts as compare_accounts
    from holdfast.questions.compare import compare_cases as compare_cases
    from holdfast.questions.compare import compare_plans as compare_plans
    from holdfast.questions.compare import merge as merge
    from holdfast.questions.diagnose import Diagnosis as Diagnosis
    from holdfast.questions.diagnose import diagnose as diagnose
    from holdfast.questions.drafts import Drafts as Drafts
    from holdfast.questions.drafts import drafts as drafts
    from holdfast.questions.holds import blockers as blockers
    from holdfast.questions.holds import holds as holds
    from holdfast.questions.inverse import Inverse as Inverse
    from holdfast.questions.inverse import inverse as inverse
    from holdfast.questions.packages import Packages as Packages
    from holdfast.questions.packages import packages as packages
    from holdfast.questions.paths import Paths as Paths
    from holdfast.questions.paths import paths as paths
    from holdfast.questions.perceive import Perceived as Perceived
    from holdfast.questions.perceive import perceive as perceive
    from holdfast.questions.prefer import rather as rather
    from holdfast.questions.trade import trades as trades
    from holdfast.questions.upsets import Upsets as Upsets
    from holdfast.questions.upsets import upsets as upsets
    from holdfast.questions.why import Why as Why
    from holdfast.questions.why import why as why
    from holdfast.report.brief import Brief as Brief
    from holdfast.report.brief import brief as brief
    from holdfast.shipped import example as example
    from holdfast.shipped import examples as examples
    from holdfast.uncertainty.answer import Doubt as Doubt
    from holdfast.uncertainty.disagree import disagree as disagree
    from holdfast.uncertainty.doubt import doubt as doubt
    from holdfast.uncertainty.flip import Flip as Flip
    from holdfast.uncertainty.flip import flip as flip
    from holdfast.uncertainty.hypotheses import weigh as weigh
    from holdfast.uncertainty.matrix import Doubts as Doubts
    from holdfast.uncertainty.matrix import doubts as doubts
    from holdfast.uncertainty.parting import Disagreement as Disagreement
    from holdfast.uncertainty.weighing import Weighing as Weighing

_ROOMS = {
    "Account": "case",
    "Amend": "questions.amend",
    "Brief": "report.brief",
    "Case": "case",
    "Claim": "case",
    "Diagnosis": "questions.diagnose",
    "Disagreement": "uncertainty.parting",
    "Doubt": "uncertainty.answer",
    "Doubts": "uncertainty.matrix",
    "Drafts": "questions.drafts",
    "Family": "model.family",
    "Flip": "uncertainty.flip",
    "Forecast": "ledger",
    "Hold": "questions.answer",
    "Inverse": "questions.inverse",
    "Issue": "case",
    "Judgement": "case",
    "Ledger": "ledger",
    "Model": "model.model",
    "Option": "case",
    "Packages": "questions.packages",
    "Party": "case",
    "PartyVerdict": "questions.answer",
    "Paths": "questions.paths",
    "Perceived": "questions.perceive",
    "Plan": "case",
    "Solution": "engines.solution",
    "Source": "case",
    "Upsets": "questions.upsets",
    "Weighing": "uncertainty.weighing",
    "Why": "questions.why",
    "amend": "questions.amend",
    "blockers": "questions.holds",
    "brief": "report.brief",
    "compare_accounts": "questions.compare",
    "compare_cases": "questions.compare",
    "compare_plans": "questions.compare",
    "compile": "model.compile:compile_case",
    "diagnose": "questions.diagnose",
    "disagree": "uncertainty.disagree",
    "doubt": "uncertainty.doubt",
    "doubts": "uncertainty.matrix",
    "drafts": "questions.drafts",
    "errors": "errors:",
    "example": "shipped",
    "examples": "shipped",
    "family": "model.family",
    "flip": "uncertainty.flip",
    "holds": "questions.holds",
    "inverse": "questions.inverse",
    "load": "casefile",
    "loads": "casefile",
    "merge": "questions.compare",
    "packages": "questions.packages",
    "paths": "questions.paths",
    "perceive": "questions.perceive",
    "rather": "questions.prefer",
    "solve": "engines.engine",
    "trades": "questions.trade",
    "upsets": "questions.upsets",
    "weigh": "uncertainty.hypotheses",
    "why": "questions.why",
}

__all__ = [
    "Account",
    "Amend",
    "Brief",
    "Case",
    "Claim",
    "Diagnosis",
    "Disagreement",
    "Doubt",
    "Doubts",
    "Drafts",
    "Family",
    "Flip",
    "Forecast",
    "Hold",
    "Inverse",
    "Issue",
    "Judgement",
    "Ledger",
    "Model",
    "Option",
    "Packages",
    "Party",
    "PartyVerdict",
    "Paths",
    "Perceived",
    "Plan",
    "Solution",
    "Source",
    "Upsets",
    "Weighing",
    "Why",
    "__version__",
    "amend",
    "blockers",
    "brief",
    "compare_accounts",
    "compare_cases",
    "compare_plans",
    "compile",
    "diagnose",
    "disagree",
    "doubt",
    "doubts",
    "drafts",
    "errors",
    "example",
    "examples",
    "family",
    "flip",
    "holds",
    "inverse",
    "load",
    "loads",
    "merge",
    "packages",
    "paths",
    "perceive",
    "rather",
    "solve",
    "trades",
    "upsets",
    "weigh",
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
