"""Deciding on proposals, and what becomes of them in a case file."""

import json
from dataclasses import replace

import pytest

import holdfast as hf
from holdfast.casefile import loads
from holdfast.reading.annotations import Annotation, annotations_of, belongs
from holdfast.reading.failure import ReadingError
from holdfast.reading.proposal import Found
from holdfast.reading.reader import read_text
from holdfast.reading.review import decide, open_items, rate
from holdfast.reading.stubs import KEY, SourceEntry, insert, stance
from holdfast.reading.text import Text

TEXT = Text("talks.txt", 'Mr. Okell said that Tarvia may sign. The farmers want water: "now" #1 {yes}.')
SOURCE = SourceEntry("talks", "talks.txt")
CASE = """\
# a comment at the top
schema: holdfast/case/1
title: Two by two   # and here
sources:
  old: {title: Old}   # kept

# before the parties
parties:
  row: {options: {up: Up}, source: old}
  column: {options: {left: Left}, assumed: true}
preferences: {row: [up], column: [left if up]}
"""


def annotations():
    reading = read_text(TEXT)
    return annotations_of(TEXT, reading.layout, Found(reading.proposals, reading.hedges), reading.engine)


def accepted(verdict="accepted", **changes):
    file = annotations()
    for item in open_items(file):
        file = decide(file, item.id, verdict, by="AB", on="2026-01-31", changes=changes)
    return file


def read(text):
    return loads(text, warnings=[])


def test_decisions_say_who_and_when():
    file = decide(annotations(), "p001", "accepted", by="AB", on="2026-01-31")
    [item] = [i for i in file.items if i.id == "p001"]
    assert (item.status, item.decided_by, item.decided_on) == ("accepted", "AB", "2026-01-31")
    assert rate(file)["accepted"] == 1
    for by, on in (("", "2026-01-31"), ("A B", "2026-01-31"), ("AB", ""), ("AB", "tomorrow"), ("AB", "2026-13-01")):
        with pytest.raises(ReadingError, match="decide"):
            decide(file, "p001", "accepted", by=by, on=on)


def test_edits_leave_the_span_and_drop_what_no_longer_fits():
    file = decide(annotations(), "p001", "edited", by="AB", on="2026", changes={"holder": "Okell", "hedge": "might"})
    [item] = [i for i in file.items if i.id == "p001"]
    assert (item.holder, item.hedge, item.range, item.chain) == ("Okell", "might", None, ())
    belongs(file, TEXT, "f")
    for changes in ({"quote": "x"}, {"kind": "preference"}):
        with pytest.raises(ReadingError):
            decide(file, "p001", "edited", by="AB", on="2026", changes=changes)
    with pytest.raises(ReadingError, match="no proposal"):
        decide(file, "zzz", "accepted", by="AB", on="2026")


def test_another_text_is_refused():
    with pytest.raises(ReadingError, match="another text"):
        belongs(annotations(), Text("b.txt", "Other."), "f")
    wrong = annotations()
    wrong = replace(wrong, digest="", items=(replace(wrong.items[0], quote="other"),))
    with pytest.raises(ReadingError, match="does not quote"):
        belongs(wrong, TEXT, "f")


def test_stubs_keep_every_line_of_the_case_and_change_nothing_in_it():
    made, number = insert(CASE, accepted().items, SOURCE, read)
    assert number == len(open_items(annotations())) > 1
    kept = made.splitlines()
    at = 0
    for line in CASE.splitlines():
        at = kept.index(line, at) + 1
    old, new = read(CASE), read(made)
    assert replace(new, sources=old.sources, extra=old.extra) == old
    assert new.preferences == old.preferences
    first = dict(new.extra[KEY][0])
    assert (str(first["source"]), str(first["accepted_by"]), str(first["accepted_on"])) == ("talks", "AB", "2026-01-31")
    span = dict(first["span"])
    assert TEXT.content[int(span["start"]) : int(span["end"])] == str(span["quote"])


def test_quotation_marks_and_signs_of_yaml_survive():
    made, _ = insert(CASE, accepted().items, SOURCE, read)
    quotes = {str(dict(dict(entry)["span"])["quote"]) for entry in read(made).extra[KEY]}
    assert any('"now" #1 {yes}' in quote for quote in quotes)


def test_twice_is_once():
    made, _ = insert(CASE, accepted().items, SOURCE, read)
    assert insert(made, accepted().items, SOURCE, read) == (made, 0)


def test_what_nobody_accepted_stays_out():
    assert insert(CASE, annotations().items, SOURCE, read) == (CASE, 0)
    assert insert(CASE, accepted("rejected").items, SOURCE, read) == (CASE, 0)


def test_a_second_text_goes_below_the_first():
    made, _ = insert(CASE, accepted().items, SOURCE, read)
    again, number = insert(made + "# the end\n", accepted().items, SourceEntry("other", "other.txt"), read)
    assert len(read(again).extra[KEY]) == 2 * number
    assert again.endswith("# the end\n")
    assert list(read(again).sources) == ["old", "talks", "other"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("without", ["sources", "end"])
def test_files_of_other_shapes(newline, without):
    text = CASE
    if without == "sources":
        text = text.replace("sources:\n  old: {title: Old}   # kept\n\n", "").replace(", source: old", "")
    else:
        text = text.rstrip("\n")
    text = text.replace("\n", newline)
    made, number = insert(text, accepted().items, SOURCE, read)
    assert number
    assert "talks" in read(made).sources
    assert made.count("\r\n") == (made.count("\n") if newline == "\r\n" else 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CASE.replace("sources:\n  old: {title: Old}   # kept", "sources: {old: {title: Old}}"), "on one line"),
        (CASE + "x-proposals: mine\n", "on one line"),
        (CASE + "x-proposals:\n  mine: 1\n", "no list"),
        (
            CASE.replace("old: {title: Old}", "talks: {title: Old}").replace("source: old", "source: talks"),
            "another source",
        ),
        (
            json.dumps(
                {
                    "schema": "holdfast/case/1",
                    "title": "T",
                    "parties": {"a": {"options": {"go": "Go"}}},
                    "preferences": {"a": ["go"]},
                }
            ),
            "JSON",
        ),
    ],
    ids=["flow", "text", "mapping", "taken", "json"],
)
def test_files_that_take_no_entries_are_left_alone(text, message):
    with pytest.raises(ReadingError, match=message):
        insert(text, accepted().items, SOURCE, read)


def test_a_case_with_errors_is_refused():
    with pytest.raises(hf.errors.CaseFileError):
        insert(CASE.replace("left if up", "left if upp"), accepted().items, SOURCE, read)


def test_shipped_cases_take_entries():
    for slug in ("ukraine-2025", "cuba-1962"):
        from holdfast.shipped import example_text

        text = example_text(slug)
        made, number = insert(text, accepted().items, SOURCE, read)
        assert number
        assert set(text.splitlines()) <= set(made.splitlines())


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ({"kind": "condition"}, "conditional"),
        ({"kind": "valuation"}, "valued"),
        ({"kind": "claim", "holder": "X"}, "reported"),
        ({"kind": "forecast", "hedge": "may"}, "inferred"),
        ({"kind": "forecast"}, "asserted"),
    ],
)
def test_stance(item, said):
    base = Annotation("p", "claim", 0, 0, 1, "x")
    assert stance(replace(base, **item)) == said
