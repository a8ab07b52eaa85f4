"""Where sentences begin and end."""

import textwrap
from itertools import pairwise

import pytest

from holdfast.reading.gold import gold_coding, gold_names, gold_text
from holdfast.reading.sentences import split

TRICKY = [
    ["Mr. X lives in the U.S. today.", "He left."],
    ["It came at 5 p.m.", "It rained."],
    ["Wait... what?", '"Go!" she said.', "(He went.)", "Then, at No. 5, the war ended.", "He said no.", "It was over."],
    ["The plan, drafted by Mr Alm and Mr Dorn (who else?), is dead.", "Holt (aide, or overseer?) is gone."],
    ["Signed by J. F. Alder.", "It was Plan B.", "See Smith et al. 2014 for more."],
    ['"Is it so?"', "No.", '"We will go."', "They went."],
    ["It cost $3.5 million.", '"That," he said, "is much."', "The firm was Acme Inc.", "The rest closed."],
    ["He asked: “Why?”", "The answer came.", "“What now?” asked she."],
    ["He (i.e. the envoy) met e.g. Dr. A. Voss, Prof. B. Lund and Gen. Dace on Jan. 3.", "All agreed!"],
    ["“They want it,” he said.", "“That will not happen.”", "A pause…", "Then more."],
    ["1. The Command has read it.", "2. It cannot accept.", "3. It waits."],
    ["They met (it was, she said, “their last.” He denied it) and left."],
]


@pytest.mark.parametrize("gold", TRICKY, ids=lambda gold: gold[0][:30])
def test_tricky_ends(gold):
    text = " ".join(gold)
    assert [text[s.start : s.end] for s in split(text).sentences] == gold


@pytest.mark.parametrize("name", gold_names())
def test_shipped_texts(name):
    gold, text = gold_coding(name), gold_text(name)
    assert tuple((s.start, s.end) for s in split(text.content).sentences) == gold.sentences


@pytest.mark.parametrize("name", gold_names())
def test_shipped_texts_when_their_lines_are_wrapped(name):
    gold, text = gold_coding(name), gold_text(name)
    flat = [" ".join(text.content[s:e].split()) for s, e in gold.sentences]
    wrapped = "\n\n".join(
        textwrap.fill(" ".join(flat[i : i + 4]), 88, break_on_hyphens=False) for i in range(0, len(flat), 4)
    )
    assert [" ".join(wrapped[s.start : s.end].split()) for s in split(wrapped).sentences] == flat


def test_headings_are_no_sentences_and_a_lone_line_is_one():
    text = "Talks on the dam\n\nThey met. They left.\n\n• An entry without a stop\n\nEnd"
    layout = split(text)
    assert [text[h.start : h.end] for h in layout.headings] == ["Talks on the dam"]
    assert len(layout.sentences) == 4
    assert len(split("Russia may accept the plan").sentences) == 1


def test_spans_are_in_order_and_apart():
    text = gold_text("news-1").content * 3
    spans = [(s.start, s.end) for s in split(text).sentences]
    assert all(a < b <= c < d for (a, b), (c, d) in pairwise(spans))


@pytest.mark.parametrize(
    "text", ["", " ", "...", "?!?!", "((((", '"""', "\n\n\n", "a" * 10_000, "(" * 3000 + "a. B", ". " * 3000]
)
def test_odd_texts(text):
    for sentence in split(text).sentences:
        assert text[sentence.start : sentence.end].strip()
