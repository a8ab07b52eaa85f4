"""Which state somebody means: letters as they are, or the name the case gives a state."""

from __future__ import annotations

from holdfast.case import Case
from holdfast.errors import ModelError, QuestionError


class NothingToAsk(QuestionError):
    """Nothing is named to ask about, and the case has no plan, status quo or outcome."""


def letters_of(case: Case, text: str) -> str:
    """Return a state's letters (or a merged state's pattern), given letters or a name.

    Raises
    ------
    ModelError
        If it is neither.

    Examples
    --------
    >>> from holdfast import example
    >>> letters_of(example("cuba-1962"), "7")
    'NYYN'
    """
    wanted = text.strip()
    if wanted in case.states:
        return case.states[wanted].pattern
    if len(wanted) == len(case.options) and not set(wanted) - set("YN-"):
        return wanted
    names = f"; the case names {', '.join(case.states)}" if case.states else ""
    raise ModelError(f'no state "{text}": write {len(case.options)} letters, Y or N, one an option{names}')


def states_asked(case: Case, letters: str | None) -> tuple[str | None, ...]:
    """Return the states a question is about: the one named; else the plan's (None); else status quo and outcome.

    Raises
    ------
    NothingToAsk
        If the case has no plans, and neither a status quo nor an outcome.
    """
    if letters is not None or case.plans:
        return (letters,)
    known = tuple(ref.pattern for ref in (case.status_quo, case.outcome) if ref is not None)
    if not known:
        raise NothingToAsk("this case has no plan, status quo or outcome to ask about: name a state with --state")
    return tuple(dict.fromkeys(known))
