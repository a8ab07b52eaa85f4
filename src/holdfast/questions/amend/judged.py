"""The last word: what the definitions say of a package that is about to be answered with.

The search has its own arithmetic; here the package is compiled as any plan is and judged as ``hold`` would. What was
found for one package is used for another where nothing that the verdict rests on differs: which states the party likes
no better than the plan's, and, for whether others would want to reply, how they rank the states.
"""

from __future__ import annotations

from holdfast.model.compile import assemble, preference, structure
from holdfast.model.model import Model
from holdfast.questions.amend.choices import Choices, Chosen
from holdfast.questions.amend.compare import Sight
from holdfast.questions.drafts.scope import Scope
from holdfast.questions.judge import answers, improvements

GOOD = {"holds": ("content", "deterred", "bluffed"), "firmly": ("content", "deterred")}
"""The verdicts that pass at each level."""


class Judge:
    """Judges packages."""

    def __init__(self, scope: Scope, level: str, choices: Choices) -> None:
        self._scope, self._good, self._choices = scope, GOOD[level], choices
        self._alone: dict[tuple[object, ...], str] = {}
        self._joint: dict[tuple[object, ...], str] = {}

    def judge(self, chosen: Chosen, sight: Sight) -> list[tuple[str, bool | None]]:
        """Return each party's verdict, and whether it would sign if it is asked to.

        Raises
        ------
        AssertionError
            If the package does not qualify after all: the search and the definitions disagree, which is a mistake.
        """
        model = self._model(chosen)
        here, before = model.plan_state, model.status_quo
        assert here is not None
        assert before is not None
        found: list[tuple[str, bool | None]] = []
        for party in range(len(model.parties)):
            signs = model.prefers(party, here, before) if party in model.signatories else None
            found.append((self._verdict(model, sight, party), signs))
        if not all(verdict in self._good and signs is not False for verdict, signs in found):
            raise AssertionError(f"the search proposed {self._choices.positions(chosen)}, which does not qualify")
        return found

    def _model(self, chosen: Chosen) -> Model:
        table, account = self._scope.at(self._choices.positions(chosen)), self._scope.account
        own = tuple(preference(table, party, account) for party in self._scope.case.parties)
        return assemble(table, structure(table), own, account)

    def _verdict(self, model: Model, sight: Sight, party: int) -> str:
        views = sight.world.views
        ranks = sight.ranks(party)
        own = ranks <= ranks[views[party].class_of[sight.world.here]]
        alone = (party, id(sight.world), own.tobytes())
        if alone not in self._alone:
            self._alone[alone] = _alone(model, party)
        if self._alone[alone]:
            return self._alone[alone]
        joint = (*alone, *(sight.ranks(k).tobytes() for k in model.structure.others(party)))
        if joint not in self._joint:
            here = model.plan_state
            assert here is not None
            ends = improvements(model, party, here)
            credible = all(answers(model, party, here, end, credible=True)[0] is not None for end in ends)
            self._joint[joint] = "deterred" if credible else "bluffed"
        return self._joint[joint]


def _alone(model: Model, party: int) -> str:
    """Return the verdict where the party's own preferences decide it, else nothing."""
    here = model.plan_state
    assert here is not None
    ends = improvements(model, party, here)
    if not ends:
        return "content"
    blocks = any(answers(model, party, here, end, credible=False)[0] is None for end in ends)
    return "blocker" if blocks else ""
