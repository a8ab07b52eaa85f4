"""`solve --out`: a run folder that an interrupted run goes on from, and that keeps the answer and the sets of states.

One folder answers one question: a case with a plan and account, concepts, an engine if one was named, and whether the
states stable for each party are kept. What of the solution is to be shown (pages, a condition, what is nearest) may
differ from run to run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from holdfast.digest import digest
from holdfast.engines.choosing import Choice
from holdfast.engines.stateset import Listed, StateSet
from holdfast.model.family import Family
from holdfast.questions.equilibria import Solved
from holdfast.questions.joint import EVERYBODY, Joint, Prepared, counts_of, joint, models_of, prepared
from holdfast.questions.solved import Asked, condition_asked, told
from holdfast.runs.folder import RunFolder, read_manifest
from holdfast.stability import concepts as look_up
from holdfast.version import __version__

ANSWER = "answer.json"
BITS = (
    "Each .npy file but states.npy is a set of states: uint8, one bit a place, least bit first. The state at place k "
    "belongs to the set iff numpy.unpackbits(numpy.load(file), bitorder='little')[k] is 1. Places are in the order of "
    "the states' letters, N before Y; `numbering` says which state stands at which place."
)
LISTED = (
    "Place k is the k-th state that can occur; numpy.load('states.npy')[k] is its code, an int64. The letter of option "
    "j of n, from 0, is Y iff bit n - 1 - j of the code is 1. A merged state has the code in which every '-' is N."
)


def question_of(family: Family, concepts: Sequence[str] | None, engine: str, stable: bool) -> dict[str, Any]:
    """Return what two runs have to have in common to share a folder."""
    models = [model.digest for _, model in models_of(family)]
    return {
        "verb": "solve",
        "holdfast": __version__,
        "case": family.case.digest,
        "plan": family.plan or None,
        "account": family.account,
        "model": models[0] if len(models) == 1 else digest(models),
        "concepts": [concept.name for concept in look_up(concepts)] if concepts is not None else None,
        "engine": engine or None,
        "stable": stable,
    }


class Keeper:
    """A run folder for one answer.

    Parameters
    ----------
    path : Path
        The folder.
    family : Family
        What is solved.
    asked : Asked
        What is to be shown.
    concepts, engine
        What to compute and how, as the user named it.
    force : bool
        Whether to clear a folder that belongs to another question.
    **limits
        ``memory``, ``seconds`` and ``threads``. A run that goes on keeps to what was chosen when it began, and is not
        estimated again.
    """

    def __init__(
        self,
        path: Path,
        family: Family,
        asked: Asked,
        *,
        concepts: Sequence[str] | None,
        engine: str,
        force: bool = False,
        **limits: Any,
    ) -> None:
        self._family, self._asked = family, asked
        question = question_of(family, concepts, engine, asked.stable)
        found = read_manifest(path)
        earlier = _choice(found) if found and found["question"] == question else None
        self.ready: Prepared = prepared(family, concepts=concepts, engine=engine, choice=earlier, **limits)
        self.folder = RunFolder(path, question, force=force)
        self.folder.note(choice={**asdict(self.ready.choice), "unavailable": dict(self.ready.choice.unavailable)})

    def known(self) -> Solved | None:
        """Return the answer if the folder has it already."""
        facts, path = self.folder.facts, self.folder.file(ANSWER)
        if not facts["finished"] or facts.get("asked") != asdict(self._asked) or path is None:
            return None
        return Solved.from_json(json.loads(path.read_text("utf-8")))

    def solve(self, progress: Callable[[int, int, str], None] | None, threads: int) -> Solved:
        """Compute, going on from the parts that are there, and keep the result."""
        found = joint(
            self.ready,
            parties=self._asked.stable,
            where=condition_asked(self._family, self._asked),
            threads=threads,
            progress=progress,
            checkpoints=lambda number: self.folder.under(f"model {number}, {self.ready.choice.engine}/"),
        )
        answer = told(self._family, found, self._asked)
        self._keep(found)
        text = json.dumps(answer.json(), ensure_ascii=False, indent=1) + "\n"
        self.folder.put(ANSWER, lambda to: to.write_text(text, "utf-8"))
        counts = {"n_states": found.n_states, "equilibria": counts_of(found), "stable": found.counts}
        self.folder.finish(asked=asdict(self._asked), counts=counts, reading=_reading(found))
        return answer

    def _keep(self, found: Joint) -> None:
        """Write the sets of states."""
        put = self.folder.put
        put("feasible.npy", found.feasible.save)
        if found.is_listed:
            put("states.npy", lambda to: _save_codes(to, found.feasible))
        for (party, concept), sets in found.sets.items():
            if party == EVERYBODY:
                put(f"equilibria-{concept}.npy", sets.every.save)
                if found.n_models > 1:
                    put(f"possible-{concept}.npy", sets.some.save)
            elif self._asked.stable:
                put(f"stable-{party}-{concept}.npy", sets.every.save)


def _choice(manifest: dict[str, Any]) -> Choice | None:
    """Return what was chosen when a run began."""
    kept = manifest.get("choice")
    if not isinstance(kept, dict) or kept.keys() != {"engine", "concepts", "reason", "unavailable"}:
        return None
    return replace(Choice(**kept), concepts=tuple(kept["concepts"]))


def _save_codes(path: Path, feasible: StateSet) -> None:
    import numpy as np

    np.save(path, feasible.codes(), allow_pickle=False)


def _reading(found: Joint) -> dict[str, Any]:
    """Say how a set of states is read: for people, and as far as the numbering can for programs."""
    structure, numbering = found.model.structure, found.feasible.numbering
    out: dict[str, Any] = {"bits": BITS, "options": list(structure.options), "n_places": numbering.n_places}
    describe = getattr(numbering, "describe", None)
    if describe is not None:
        return {**out, "numbering": describe()}
    text = LISTED if isinstance(numbering, Listed) else "as the engine numbers its states"
    return {**out, "numbering": {"kind": type(numbering).__name__.lower(), "text": text}}
