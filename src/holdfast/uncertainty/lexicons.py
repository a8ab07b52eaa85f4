"""The same judgements read by another lexicon: which verdicts depend on what words of likelihood are taken to mean."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

from holdfast.case import Case
from holdfast.case.lexicons import under_lexicon
from holdfast.lexicons import DEFAULT, LEXICON_IDS
from holdfast.uncertainty.answer import Doubt
from holdfast.uncertainty.doubt import judged, state_of, verdict_and_share
from holdfast.uncertainty.worlds import Asked


@lru_cache(maxsize=16)
def read_by(case: Case, lexicon: str) -> Case:
    """Return a case whose words of likelihood are read by another lexicon; words it lacks keep their numbers.

    Raises
    ------
    QuestionError
        If there is no such lexicon.
    """
    return under_lexicon(case, lexicon).case


def asked_of(case: Case, answer: Doubt) -> Asked:
    """Return what an answer was asked, so that its worlds are found again."""
    asked = Asked(case, answer.plan or None, None, answer.account or None)
    if asked.plan is None or state_of(asked) != answer.state:
        return dataclasses.replace(asked, state=answer.state)
    return asked


def by_lexicon(case: Case, answer: Doubt) -> Doubt:
    """Add to an answer what it would be by every lexicon, where some credence is a word.

    Nothing is added where worlds had to be drawn, or where every lexicon gives every word the same numbers.
    """
    own = case.lexicon or DEFAULT
    read = {name: case if name == own else read_by(case, name) for name in LEXICON_IDS}
    same = all(
        (other.judgements, other.accounts, other.hypotheses) == (case.judgements, case.accounts, case.hypotheses)
        for other in read.values()
    )
    if same or not answer.is_exact:
        return answer
    asked = asked_of(case, answer)
    worlds = judged(asked)  # which worlds there are, and what holds in them, does not depend on the credences
    found = {}
    for name, other in read.items():
        found[name] = verdict_and_share(dataclasses.replace(asked, case=other), worlds, answer.level)
    return dataclasses.replace(answer, lexicons=found)
