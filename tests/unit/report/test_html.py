"""The page: self-contained, escaped, complete, the same bytes every time."""

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import holdfast as hf
from holdfast.report.html import page
from holdfast.report.sources import Sources
from holdfast.stability import CONCEPTS

from .conftest import text_of
from .page import Page
from .small import HOSTILE, TEXT, small

GOLDEN = Path(__file__).parent / "golden" / "small.txt"


def test_is_one_whole_document(read, text):
    assert text.startswith("<!doctype html>")
    assert dict(read.elements)["html"] == {"lang": "en"}
    assert len(text.encode()) < 850_000


def test_loads_nothing(read, text):
    tags = {tag for tag, _ in read.elements}
    assert not tags & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
        "video",
        "audio",
        "use",
        "image",
    }
    for tag, attributes in read.elements:
        assert not any(name.startswith("on") for name in attributes)
        assert not {"src", "srcset", "data", "action", "style", "background", "poster"} & attributes.keys()
        assert attributes.get("href", "#").startswith("#"), f"<{tag}> leads out of the page"
    assert "default-src 'none'" in text
    css = text[text.index("<style>") : text.index("</style>")]
    assert not re.search(r"@import|url\(|@font-face|expression", css)


def test_no_element_has_two_ids_and_every_link_lands(read):
    assert len(read.ids) == len(set(read.ids))
    assert set(read.links) <= set(read.ids)


def test_headings_are_in_order(read):
    levels = [level for level, _ in read.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_can_be_heard(read, text):
    assert all("scope" in attributes for tag, attributes in read.elements if tag == "th")
    tables = sum(tag == "table" for tag, _ in read.elements)
    assert tables == sum(tag == "caption" for tag, _ in read.elements)
    assert 'class="skip" href="#main"' in text
    for tag, attributes in read.elements:
        if tag == "svg":
            assert attributes["role"] == "img"
            assert set(attributes["aria-labelledby"].split()) <= set(read.ids)


def test_each_subject_has_a_section(brief, read):
    from holdfast.report.html import subject_anchor

    for subject in brief.subjects:
        assert subject_anchor(subject) in read.ids


def test_every_claim_is_there_with_its_sources(brief, read):
    """Each claim has a place in the page; from there a link leads to each source, and back: two clicks at most."""
    sources = Sources(brief.case)
    places = {entry.anchor for entry in sources.entries}
    assert len(places) == len(sources.entries)
    assert places <= set(read.ids)
    for cited in sources.cited:
        assert cited.anchor in read.ids
        back = {entry.anchor for _, members in cited.groups for entry in members}
        assert back <= set(read.links)
        assert cited.anchor in read.links or not back


def test_claims_that_rest_on_nothing_are_listed(brief, text):
    sources = Sources(brief.case)
    tail = text[text.index('id="assumptions"') :]
    assumptions, bare = tail.split('id="bare"')
    for _, members in sources.assumed:
        assert all(f'href="#{entry.anchor}"' in assumptions for entry in members)
    for _, members in sources.bare:
        assert all(f'href="#{entry.anchor}"' in bare for entry in members)


def test_answer_comes_first(brief, read):
    from holdfast.report.words import headline

    words = read.text()
    assert words.index(brief.case.title) < words.index(" ".join(headline(brief).split())) < words.index("with a source")


def test_says_no_likelihood_and_blames_nobody(read):
    words = read.text().lower()
    assert "spoiler" not in words
    template_words = Page(text_of("chicken")).text().lower()  # next to nothing of its own: the templates' words
    assert not re.search(
        r"\b(likely|unlikely|probably|chance|odds)\b", template_words.replace("not equally likely", "")
    )


def test_verdicts_are_never_told_by_colour_alone(read, text):
    for kind in re.findall(r'<span class="v \w+">(.*?)</span> (\w+)', text):
        assert kind[1]


def test_hostile_text_is_escaped():
    text = text_of("small")
    assert HOSTILE not in text
    assert "&lt;script&gt;alert(&#39;x&#39;)" in text
    assert "onerror=alert(1)>" not in text
    assert text.count("</style>") == 1
    assert HOSTILE in Page(text).text()


def test_hedge_stance_and_quotation_are_the_sources(capsys):
    words = Page(text_of("small")).text()
    assert "reported, hedged “may” (10–60 %, convention), The mayor, 2001-01-02" in words
    assert "conditional, hedged “perhaps”" in words
    assert "we <u>will</u> sign" in words
    assert "Cited by no claim." in words
    assert "http://example.org/x" in words


def test_unknown_cells_are_said_to_be_unknown():
    text = text_of("small")
    section = text[text.index('aria-labelledby="plan.second"') : text.index('id="unknown"')]
    words = Page(section[section.index("<h3") : section.index("<figure>")]).text()
    assert "1 of 2 issues known; unknown: Flow" in words
    assert "Flow unknown nothing in the case; every position is tried" in words


def test_golden_words_of_the_small_case():
    """`HOLDFAST_GOLDEN=write pytest tests/unit/report` rewrites; read the diff."""
    words = Page(text_of("small")).text()
    words = words.replace(small().digest, "DIGEST").replace(hf.__version__, "VERSION")
    for concept in CONCEPTS.values():  # worded elsewhere
        words = words.replace(concept.definition, "DEFINITION")
    if os.environ.get("HOLDFAST_GOLDEN") == "write":
        GOLDEN.write_text(words, "utf-8")
    assert words == GOLDEN.read_text("utf-8")


def test_same_bytes_again():
    assert page(hf.brief(hf.example("cuba-1962"))) == text_of("cuba-1962")


def test_same_bytes_whatever_the_hash_seed():
    code = (
        "import sys, hashlib, holdfast as hf; from holdfast.report.html import page\n"
        "for case in (hf.loads(sys.stdin.read(), warnings=[]), hf.example('elmira-1991')):\n"
        "    print(hashlib.sha256(page(hf.brief(case)).encode()).hexdigest())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            input=TEXT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(printed) == 1


def test_one_plan_under_one_account():
    """What was not asked about is still there, because claims and sources refer to it."""
    text = page(hf.brief(small(), plan="second", account="town"))
    read = Page(text)
    assert set(read.links) <= set(read.ids)
    assert {entry.anchor for entry in Sources(small()).entries} <= set(read.ids)
    assert "of 1 accounts" not in text
    assert "Plans of the case that were not asked about" in text


def test_shipped_subjects_are_named_in_the_contents(brief, read):
    from holdfast.report.html import subject_anchor

    assert {subject_anchor(subject) for subject in brief.subjects} <= set(read.links)
