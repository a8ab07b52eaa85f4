"""One sentence for each reading of a conflict: yes, no or open, and what shows it. Blames nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from holdfast.case import Case
from holdfast.questions.diagnose import Diagnosis
from holdfast.questions.diagnose.answer import Blockers, Commitment, PlanKept, Ripeness, WinSet
from holdfast.questions.diagnose.basins import Hostility, Standing
from holdfast.questions.diagnose.parts import Example
from holdfast.report.drafts import share
from holdfast.report.words import change_words, count, listing, party_name

CONCEPT_WORDS = {"nash": "without foresight (`nash`)", "seq": "with foresight (`seq`)"}
LEADS = {
    "peaceful": "only peaceful states that hold",
    "other": "only other states that hold",
    "either": "states of either kind that hold, depending on who moves first",
    "neither": "no state that holds",
}


def sentences(case: Case, answer: Diagnosis) -> dict[str, str]:
    """Say what each reading comes to, one sentence each.

    Parameters
    ----------
    case : Case
        The case.
    answer : Diagnosis
        The readings of it.

    Returns
    -------
    dict of str to str
        By the id of the reading: ``blockers``, ``ripeness``, ``commitment``, ``win_set`` and ``hostility``. Where one
        does not apply, the sentence says why.

    Examples
    --------
    >>> from holdfast import diagnose, example
    >>> case = example("prisoners-dilemma")
    >>> answer = diagnose(case, peaceful="first.cooperate and second.cooperate")
    >>> sentences(case, answer)["ripeness"]
    'This case has no agreement, so there are no drafts.'
    """
    return {
        "blockers": answer.blockers.note or blockers_sentence(case, answer.blockers),
        "ripeness": answer.ripeness.note or ripeness_sentence(case, answer.ripeness),
        "commitment": answer.commitment.note or commitment_sentence(case, answer.commitment),
        "win_set": answer.win_set.note or win_set_sentence(case, answer.win_set),
        "hostility": answer.hostility.note or hostility_sentence(answer.hostility),
    }


def _names(case: Case, parties: Sequence[str]) -> str:
    return listing([party_name(case, party) for party in parties])


def _drafts(over: Mapping[str, int] | None) -> int:
    return (over or {}).get("drafts", 0)


def _of_drafts(number: int, of: int) -> str:
    return "every draft" if number == of else f"{share(number, of)} of drafts"


def _part(number: int, of: int) -> str:
    """Say how many drafts, and which share."""
    if of == 1:
        return "the one draft" if number else "no draft"
    if number in (0, of):
        return f"all {of:,} drafts" if number else "no draft"
    return f"{count(number, 'draft')} ({share(number, of)})"


def blockers_sentence(case: Case, reading: Blockers) -> str:
    """Say who blocks all drafts, some, or none unless a threat is empty."""
    of = _drafts(reading.computed_over)
    parts = []
    if total := reading.of_kind("total"):
        parts.append(f"{_names(case, [each.party for each in total])} can block every draft (total)")
    if limited := reading.of_kind("limited"):
        named = [f"{party_name(case, each.party)} ({share(each.blocker, of)})" for each in limited]
        parts.append(f"{listing(named)} can block some drafts (limited)")
    if conditional := reading.of_kind("conditional"):
        named = [f"{party_name(case, each.party)} in {_of_drafts(each.bluffed, of)}" for each in conditional]
        parts.append(f"only threats that nobody would want to carry out restrain {listing(named)} (conditional)")
    if not parts:
        return "No: no party can block any draft, and none is restrained by threats alone."
    some = len(total) + len(limited) + len(conditional) < len(reading.parties)
    return f"Yes: {'; '.join([*parts, *(['nobody else can block any'] if some else [])])}."


def example_words(example: Example) -> str:
    """Say which draft serves as an example: a plan as it stands, a plan with changes, or positions."""
    if not example.plan:
        return ", ".join(f"{issue} = {position}" for issue, position in example.positions.items()) or "the agreement"
    changed = [f"{each.issue}: {each.before} → {each.after}" for each in example.changes if each.before is not None]
    filled = [f"{each.issue} = {each.after}" for each in example.changes if each.before is None]
    parts = [f"with {'; '.join(changed)}"] if changed else [] if filled else ["as it stands"]
    parts += [f"filled in: {', '.join(filled)}"] if filled else []
    return f"{example.plan} {', '.join(parts)}"


def _plans(plans: Mapping[str, bool | None] | None, what: str) -> str:
    """Say which plans are among some drafts, and of which that is open."""
    yes = [plan for plan, is_so in (plans or {}).items() if is_so]
    unclear = [plan for plan, is_so in (plans or {}).items() if is_so is None]
    parts = [f"{listing(yes)} {'are' if len(yes) > 1 else 'is'} {what}"] if yes else []
    may = "may be" if yes else f"may be {what}"
    parts += [f"{listing(unclear)} {may}, depending on what is unknown"] if unclear else []
    return ", and ".join(parts) or f"no plan is {what}"


def ripeness_sentence(case: Case, reading: Ripeness) -> str:
    """Say whether some draft is better than the status quo for all who sign."""
    of = _drafts(reading.computed_over)
    if not reading.holds:
        alone = [f"{party_name(case, party)} prefers {_part(n, of)}" for party, n in (reading.would_sign or {}).items()]
        return f"No: no draft is better than the status quo for every signatory; {listing(alone)}."
    is_one = "is" if reading.count == 1 else "are"
    text = f"Yes: {_part(reading.count, of)} {is_one} better than the status quo for every signatory"
    if reading.plans:
        text += f"; {_plans(reading.plans, 'among them')}"
    if reading.example is not None and reading.example.positions and reading.example.n_changes != 0:
        text += f"; for example {example_words(reading.example)}"
    return f"{text}."


def commitment_sentence(case: Case, reading: Commitment) -> str:
    """Say which plans all would sign and one would leave."""
    if not reading.plans:
        if not reading.of:
            return "No: there is no draft that every signatory would sign, so none to leave."
        left = f"of {count(reading.of, 'draft')} that every signatory would sign, one would leave {reading.count:,}"
        return f"{'Yes' if reading.holds else 'No'}: {left}."
    has = [each for each in reading.plans if each.holds]
    unclear = [each for each in reading.plans if each.holds is None and each.n_fillings]
    if has or unclear:
        told = listing([f"{each.plan}, which {_leaving(case, each)}" for each in has or unclear])
        if has:
            return f"Yes: every signatory would sign {told}."
        return f"Open: depending on what is unknown, every signatory would sign {told}."
    signed = [each for each in reading.plans if each.all_sign is not False and each.n_fillings]
    if not signed:
        return "No: there is no plan that every signatory would sign, so none to leave."
    names = {kind: [each.plan for each in signed if each.all_sign is kind] for kind in (True, None)}
    parts = [f"{listing(names[True])}, which all would sign"] if names[True] else []
    parts += [f"{listing(names[None])}, which all may sign, depending on what is unknown"] if names[None] else []
    text = f"No: no signatory would leave {', nor '.join(parts)}"
    if threats := [each.plan for each in signed if each.only_threats is not False]:
        text += f"; but only threats that nobody would want to carry out keep one to {listing(threats)}"
    if others := [each for each in signed if each.others is not False]:
        text += "; but a party that does not sign could break "
        text += listing([f"{each.plan} ({_names(case, _breakers(each))})" for each in others])
    return f"{text}."


def _leaving(case: Case, plan: PlanKept) -> str:
    """Say who would leave a plan, and by which move."""
    found = []
    for each in plan.leavers:
        if each.verdict == "blocker" and each.is_signatory:
            found.append(f"{party_name(case, each.party)} could then leave ({change_words(case, each.move.move)})")
    return listing(found)


def _breakers(plan: PlanKept) -> list[str]:
    return [each.party for each in plan.leavers if each.verdict == "blocker" and not each.is_signatory]


def win_set_sentence(case: Case, reading: WinSet) -> str:
    """Say how large the win-sets are, and whether they overlap."""
    of = _drafts(reading.computed_over)
    sizes = []
    for each in reading.signatories:
        by = "" if each.ratifiers == (each.signatory,) else f" (ratified by {_names(case, each.ratifiers)})"
        sizes.append(f"that of {party_name(case, each.signatory)}{by} has {_part(each.count, of)}")
    if len(reading.signatories) == 1:
        return f"{'Yes' if reading.holds else 'No'}: of the win-sets there is one; {sizes[0]}."
    if reading.holds:
        text = f"Yes: {_part(reading.overlap, of)} {'lies' if reading.overlap == 1 else 'lie'} in every win-set"
        text += f"; {listing(sizes)}"
        return f"{text}; {_plans(reading.plans, 'inside')}." if reading.plans else f"{text}."
    text = f"No: no draft lies in every win-set; {listing(sizes)}"
    if reading.none_against:
        text += f"; if those who are indifferent let it pass, {_part(reading.none_against, of)} would pass everywhere"
    return f"{text}."


def _held(each: Standing) -> str:
    """Say under which concept both kinds of states hold, and how many."""
    concept = next((c for c in each.concepts if c.holds), None)
    concept = concept or next((c for c in each.concepts if c.holds is None), each.concepts[0])
    text = f"{concept.n_peaceful:,} peaceful and {count(concept.n_other, 'other state')} hold "
    text += CONCEPT_WORDS[concept.concept]
    return text + (", though not without" if each.under and "nash" not in each.under else "")


def hostility_sentence(reading: Hostility) -> str:
    """Say whether both peaceful and other states hold, and where improvements lead from the status quo."""
    has = [each for each in reading.standings if each.holds]
    unclear = [each for each in reading.standings if each.holds is None]
    if not has and not unclear:
        return f"No: {_one_kind(reading)}."
    first = (has or unclear)[0]
    text = f"{'Yes' if has else 'Open'}: "
    if first.plan:
        text += f"with {listing([each.plan for each in has or unclear], 'or')} on the table"
        text += ", " if has else ", depending on what is unknown, "
    text += _held(first) + (f" (with {first.plan})" if len(has or unclear) > 1 else "")
    concept = next((c for c in first.concepts if c.holds), None)
    if concept is not None and concept.basins is not None and concept.basins.status_quo:
        text += f"; improvements from the status quo first meet {LEADS[concept.basins.status_quo]}"
    return f"{text}."


def _one_kind(reading: Hostility) -> str:
    """Say what holds where it is not both peaceful and other states."""
    if not any(each.n_peaceful for each in reading.standings):
        return f"no state that can occur is peaceful (`{reading.peaceful}`)"
    if any(each.n_models > 1 for each in reading.standings):
        return "peaceful and other states do not both hold, however what is unknown is filled"
    calm = any(concept.n_peaceful for each in reading.standings for concept in each.concepts)
    other = any(concept.n_other for each in reading.standings for concept in each.concepts)
    if calm and other:
        return "with each plan on the table either only peaceful states hold or none does"
    if not calm and not other:
        return "no state holds, peaceful or not"
    return (
        f"only peaceful states hold (`{reading.peaceful}`)" if calm else f"no peaceful state holds ({_where(reading)})"
    )


def _where(reading: Hostility) -> str:
    return "peaceful: the agreement is in force" if reading.peaceful == "in_force" else f"`{reading.peaceful}`"
