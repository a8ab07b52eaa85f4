"""Why is a state stable, or unstable, for a party under a concept? In plain sentences, on demand."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

from holdfast.engines.plain import PlainConflict
from holdfast.errors import QuestionError
from holdfast.model.family import Family
from holdfast.model.model import Model
from holdfast.questions.answer import NO_PROVENANCE, SCHEMA, Provenance
from holdfast.questions.holds import METHOD, asked_state, provenance
from holdfast.questions.judge import gain_of, improvements
from holdfast.stability import CONCEPTS, CoalitionConcept, Sanction, concept


@dataclass(frozen=True, slots=True)
class Why:
    """A verdict with the sentences that explain it; the first sentence is the verdict."""

    state: str
    party: str
    concept: str
    stable: bool
    sentences: tuple[str, ...]
    plan: str = ""
    account: str = ""
    provenance: Provenance = NO_PROVENANCE

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "schema": SCHEMA,
            "question": "why",
            "plan": self.plan or None,
            "account": self.account or None,
            "state": self.state,
            "party": self.party,
            "concept": self.concept,
            "stable": self.stable,
            "sentences": list(self.sentences),
            "provenance": self.provenance.json(),
        }

    def text(self, width: int) -> str:
        """Return the sentences, wrapped, with a dash before each improvement."""
        first, *rest = self.sentences
        lines = [textwrap.fill(first, width, break_on_hyphens=False)]
        for sentence in rest:
            lines.append(textwrap.fill(f"- {sentence}", width, subsequent_indent="  ", break_on_hyphens=False))
        return "\n".join(lines)

    def __str__(self) -> str:
        return "\n".join(self.sentences)


def why(model: Model, state: str, party: str, concept_name: str) -> Why:
    """Explain a verdict.

    Parameters
    ----------
    model : Model
        A compiled case.
    state : str
        In letters.
    party : str
        Id of the party.
    concept_name : str
        Name or alias of a concept.

    Returns
    -------
    Why

    Raises
    ------
    QuestionError
        If the concept is not defined for the model.
    ModelError
        If there is no such party or state.

    Examples
    --------
    >>> from holdfast import compile, example
    >>> print(why(compile(example("cuba-1962")), "NYYN", "us", "nash").sentences[0])
    State NYYN is unstable for us under nash: it has an improvement that nothing answers.
    """
    asked, here, who = concept(concept_name), model.structure.state(state), model.party_index(party)
    if asked.needs_option_form and not model.structure.is_option_form:
        raise QuestionError(f'"{asked.name}" needs option form, and this model has explicit moves or merged states')
    if isinstance(asked, CoalitionConcept):
        raise QuestionError(f'"{asked.name}" is about coalitions; `upset` shows which of them could leave, and why')
    if asked.name not in CONCEPTS:
        raise QuestionError(f'verdicts of "{asked.name}" are not explained; those of {", ".join(CONCEPTS)} are')
    conflict = PlainConflict(model)
    told, unanswered = [], 0
    ends = improvements(model, who, here)
    for end in ends:
        sanction = asked.sanction(conflict, who, here, end)
        unanswered += sanction is None
        told.append(_tell(model, who, here, end, sanction, asked.name))
    label = model.structure.label(here)
    if not ends:
        verdict = f"State {label} is stable for {party} under {asked.name}: it has no improvement from there."
    elif unanswered:
        what = "an improvement" if unanswered == 1 else f"{unanswered} improvements"
        verdict = f"State {label} is unstable for {party} under {asked.name}: it has {what} that nothing answers."
    else:
        what = "its one improvement is" if len(ends) == 1 else f"each of its {len(ends)} improvements is"
        verdict = f"State {label} is stable for {party} under {asked.name}: {what} answered."
    sentences = (verdict, *told)
    source = provenance(model, METHOD)
    return Why(label, party, asked.name, unanswered == 0, sentences, model.plan, model.account, source)


def why_family(family: Family, state: str | None, party: str, concept_name: str) -> Why:
    """Explain a verdict for a plan's own state, or another, where no unknown cell bears on it.

    Raises
    ------
    QuestionError
        If the plan leaves cells unknown that matter; then ``hold`` shows the verdicts that are possible.
    """
    if family.sure is None:
        raise QuestionError(
            f'plan "{family.plan}" leaves cells unknown that bear on the verdicts; `hold` visits all fillings'
        )
    model = family.sure
    return why(model, model.structure.label(asked_state(model, state)), party, concept_name)


def _tell(model: Model, party: int, here: int, end: int, sanction: Sanction | None, concept_name: str) -> str:
    structure, name = model.structure, model.parties[party]
    move = structure.describe_move(party, here, end)
    gain = gain_of(model, party, end, here)
    better = f"which it prefers because of `{gain}`" if gain else "which it prefers"
    opening = f"{name} could go to {structure.label(end)} ({move}), {better}"
    if sanction is None:
        nobody = {
            "nash": "under nash one improvement is enough to leave",
            "gmr": "no sequence of moves by the others leaves it as badly off as before",
            "smr": "no moves of the others leave it as badly off as before without an escape",
            "seq": "no sequence of improvements by the others leaves it as badly off as before",
            "symmetric_seq": "no improvements of the others leave it as badly off as before without an escape",
            "sim": "no improvements that others make at the same instant leave it as badly off as before",
        }[concept_name]
        return f"{opening}; {nobody}."
    steps = [f"{model.parties[s.party]} ({structure.describe_move(s.party, s.start, s.end)})" for s in sanction.steps]
    if concept_name == "sim":
        reply = f"at the same instant {' and '.join(steps)} could act"
    else:
        wanted = ""
        if concept_name in {"seq", "symmetric_seq"}:
            wanted = ", and would want to" if len(steps) == 1 else ", each wanting to make its move"
        reply = f"then {', then '.join(steps)} could reply{wanted}"
    before = structure.label(here)
    compared = (
        f"worse for it than {before}" if model.prefers(party, here, sanction.state) else f"as good for it as {before}"
    )
    tail = f", leading to {structure.label(sanction.state)}, {compared}"
    escape = ""
    if concept_name in {"smr", "symmetric_seq"}:
        escape = ", and it cannot move on to anything better" if sanction.escapes else ", from where it cannot move"
    return f"{opening}; but {reply}{tail}{escape}."
