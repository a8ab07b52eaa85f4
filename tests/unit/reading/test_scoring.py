"""Agreement between codings: against worked examples in print, and by hand."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from holdfast.reading.alpha import alpha
from holdfast.reading.annotations import Annotation, Annotations, dump, parse
from holdfast.reading.failure import ReadingError
from holdfast.reading.gold import gold_coding, gold_names, gold_text
from holdfast.reading.scoring import added, score

# Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, examples A to C (nominal).
A = (tuple("0100000010"), tuple("1110010000"))
B = (tuple("aabbdcccedda"), tuple("babbbccceddd"))
C = (
    "123321412...",
    "123322412 5.3".replace(" ", ""),
    ".33323422 51.".replace(" ", ""),
    "123324412 51.".replace(" ", ""),
)


@pytest.mark.parametrize(("coders", "printed"), [(A, 0.095), (B, 0.692), (C, 0.743)], ids=["A", "B", "C"])
def test_alpha_as_printed(coders, printed):
    units = [tuple(None if code == "." else code for code in unit) for unit in zip(*coders, strict=True)]
    assert round(float(alpha(units)), 3) == printed


def test_alpha_at_its_ends():
    assert alpha([("a", "a"), ("b", "b")]) == 1
    assert alpha([("a", "a"), ("a", "a")]) is None
    assert alpha([("a", None), (None, "b")]) is None
    assert alpha([("a", "b"), ("b", "a")]) == Fraction(-1, 2)


def coding(*items, sentences=((0, 5), (6, 10), (11, 20)), digest="d"):
    made = tuple(
        Annotation(f"i{n}", kind, 0, start, end, "x", holder) for n, (kind, start, end, holder) in enumerate(items)
    )
    return Annotations("t", digest, 20, sentences, made)


def test_precision_and_recall_by_hand():
    gold = coding(("forecast", 0, 5, "author"), ("forecast", 6, 10, "author"), ("claim", 11, 20, "Okell"))
    coder = coding(("forecast", 1, 3, "author"), ("forecast", 11, 20, "author"), ("claim", 11, 15, "She"))
    rows = {row.kind: row for row in score(gold, coder).rows}
    assert (rows["forecast"].precision, rows["forecast"].recall, rows["forecast"].f1) == (Fraction(1, 2),) * 3
    assert (rows["claim"].precision, rows["claim"].recall) == (1, 1)
    assert rows["question"].precision is None
    assert rows["forecast"].neither == 0


def test_what_the_author_says_is_no_attribution_and_rejected_proposals_do_not_count():
    gold = coding(("claim", 0, 5, "Okell"))
    coder = coding(("claim", 0, 5, "Okell"), ("claim", 6, 10, "author"))
    assert score(gold, coder).rows[1].precision == 1
    rejected = coder.with_items(replace(item, status="rejected") for item in coder.items)
    assert score(gold, rejected).rows[1].recall == 0


def test_a_coding_agrees_with_itself():
    for name in gold_names():
        gold = gold_coding(name)
        found = score(gold, gold)
        assert all(row.only_coder == row.only_gold == 0 for row in found.rows)
        assert all(row.alpha in (None, 1) for row in found.rows)


def test_sums_of_texts():
    one = score(coding(("forecast", 0, 5, "author")), coding(("forecast", 6, 10, "author")))
    row = added([one, one]).rows[0]
    assert (row.both, row.only_coder, row.only_gold, row.neither) == (0, 2, 2, 2)


def test_different_texts_are_refused():
    with pytest.raises(ReadingError, match="different texts"):
        score(coding(), coding(digest="e"))
    with pytest.raises(ReadingError, match="begin and end"):
        score(coding(sentences=()), coding())


def test_gold_is_written_as_it_is_read_and_quotes_its_text():
    for name in gold_names():
        gold, text = gold_coding(name), gold_text(name)
        assert parse(dump(gold, text.content), name) == gold
        assert gold.digest == text.digest
        assert all(text.content[i.start : i.end] == i.quote for i in gold.items)


def test_gold_is_large_enough_and_a_third_is_held_out():
    codings = [gold_coding(name) for name in gold_names()]
    total = sum(len(c.sentences) for c in codings)
    held = sum(len(c.sentences) for c in codings if c.part == "held-out")
    assert total >= 150
    assert 0.3 <= held / total <= 0.4
    assert {c.voice for c in codings if c.part == "held-out"} == {"news", "essay", "official"}


GOOD = {"type": "proposal", "id": "a", "kind": "claim", "sentence": 0, "target": {"exact": "a", "start": 0, "end": 1}}
BAD = [
    ('{"type": "proposal"', "not JSON"),
    ("[1]", "expected an object"),
    ('{"type": "x"}', 'unknown type "x"'),
    ('{"type": "sentence", "start": -1, "end": 2}', "whole number"),
    ('{"type": "proposal", "kind": "claim"}', "missing"),
    (json.dumps(GOOD | {"kind": "x"}), "unknown kind"),
    (json.dumps(GOOD | {"target": {"exact": "a", "start": 1, "end": 1}}), "empty"),
    (json.dumps(GOOD | {"target": 3}), "not an object"),
    (json.dumps(GOOD | {"range": [2, 3]}), "range"),
    (json.dumps(GOOD | {"range": [0.5, True]}), "range"),
    (json.dumps(GOOD | {"holder": 3}), "not a text"),
    (json.dumps(GOOD | {"status": "ok"}), "unknown status"),
    (json.dumps(GOOD) + "\n" + json.dumps(GOOD), "used twice"),
    ("{" * 3000, "not JSON"),
    ("", "no file of annotations"),
]


@pytest.mark.parametrize(("line", "message"), BAD, ids=range(len(BAD)))
def test_a_damaged_file_says_where(line, message):
    with pytest.raises(ReadingError, match=message):
        parse(line, "a.jsonl")
