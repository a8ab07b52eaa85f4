"""A case by another lexicon: each of its words, wherever it stands, and nothing else."""

from fractions import Fraction
from pathlib import Path

import pytest

from holdfast.case.lexicons import under_lexicon
from holdfast.casefile import loads
from holdfast.errors import QuestionError
from holdfast.lexicons import LEXICON_IDS

TEXT = """\
schema: holdfast/case/1
title: T
parties: {a: {options: {x: X}}}
lexicon: LEXICON
judgements:
  one: likely
  two: {credence: 0.3, given: [{when: one, credence: very unlikely}]}
  three: [0.2, 0.4]
  four: rarely
hypotheses:
  h: {among: [three], evidence: [{text: E, likelihood: {three: almost certain, otherwise: may}}]}
accounts:
  k: {judgements: {one: unlikely, four: {given: [{when: one, credence: probable}], credence: 0.1}}}
preferences: {a: [{prefer: x, when: one and two and four}]}
"""
SEED = Path(__file__).parents[2] / "fuzz" / "seed.yaml"


def read(lexicon):
    return loads(TEXT.replace("LEXICON", lexicon), warnings=[])


@pytest.mark.parametrize("lexicon", LEXICON_IDS)
def test_as_if_the_file_had_named_the_lexicon(lexicon):
    text = TEXT.replace("rarely", "0.1").replace("probable", "likely").replace("almost certain", "very likely")
    before = loads(text.replace("LEXICON", "survey"), warnings=[])
    assert under_lexicon(before, lexicon).case == loads(text.replace("LEXICON", lexicon), warnings=[])
    again = under_lexicon(under_lexicon(before, lexicon).case, "survey")
    assert again.case == before


def test_what_is_unknown_is_named_and_left():
    before = read("survey")
    found = under_lexicon(before, "icd203")
    assert found.unknown == ("rarely",)
    assert found.case.judgements["four"] == before.judgements["four"]
    assert found.case.judgements["three"] == before.judgements["three"]
    assert found.case.judgements["one"].credence.low == Fraction(55, 100)
    assert found.case.accounts["k"].judgements["four"].given[0].credence.kind == "norm"
    assert found.case.hypotheses["h"].evidence[0].likelihood["otherwise"].kind == "convention"
    assert found.case.lexicon == "icd203"
    assert found.case.digest != before.digest
    same = under_lexicon(before, "survey")
    assert same == (before, ())


def test_a_case_without_words_keeps_everything_else():
    before = loads(SEED.read_text(), warnings=[])
    found = under_lexicon(before, "phia").case
    assert (
        found.replace(
            lexicon=before.lexicon, judgements=before.judgements, hypotheses=before.hypotheses, accounts=before.accounts
        )
        == before
    )
    assert found.accounts["theirs"].preferences == before.accounts["theirs"].preferences


def test_an_unknown_lexicon():
    with pytest.raises(QuestionError, match="no lexicon"):
        under_lexicon(read("survey"), "oracle")
