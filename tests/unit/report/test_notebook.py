"""What notebooks show: one small table, escaped, without scripts."""

import re

import pytest

import holdfast as hf
from holdfast.report import notebook
from holdfast.uncertainty.hypotheses import weigh
from holdfast.uncertainty.matrix import doubts

from .conftest import brief_of
from .doubtful import doubtful
from .page import Page
from .small import HOSTILE, small


def shown():
    case, brief = small(), brief_of("small")
    return {
        "case": case._repr_html_(),
        "brief": brief._repr_html_(),
        "hold": brief.answers["second", "river"]._repr_html_(),
        "firm": brief.answers["first", "town"]._repr_html_(),
        "plan": brief_of("ukraine-2025").answers["p28", "kyiv"]._repr_html_(),
        "solution": hf.solve(hf.compile(case, plan="first", account="town"))._repr_html_(),
        "partial": hf.solve(hf.compile(hf.example("elmira-1991")))._repr_html_(),
        "states": brief_of("cuba-1962").answers["outcome", None]._repr_html_(),
        "chicken": brief_of("chicken")._repr_html_(),
        "doubts": doubts(doubtful())._repr_html_(),
        "weighing": weigh(doubtful())._repr_html_(),
    }


@pytest.mark.parametrize("which", sorted(shown()))
def test_is_one_small_table(which):
    text = shown()[which]
    page = Page(text)
    tags = [tag for tag, _ in page.elements]
    assert tags[0] == "table"
    assert tags.count("table") == 1
    assert not {"script", "link", "img", "style", "iframe"} & set(tags)
    assert "url(" not in text
    assert not re.search(r":\s*#|rgb|hsl", text)  # no colours of its own
    assert len(text) < 200_000
    assert all("scope" in attributes for tag, attributes in page.elements if tag == "th")


def test_is_escaped():
    assert HOSTILE not in shown()["case"]
    assert "&lt;script&gt;" in shown()["case"]


def test_says_what_matters():
    assert "can be blocked" in shown()["plan"]
    assert "perhaps blocked by Downstream towns" in Page(shown()["brief"]).text()
    assert "explicit moves or merged states" in shown()["partial"]


def test_stays_small():
    lines = ["schema: holdfast/case/1", "title: T", "parties:"]
    lines += [f"  p{k}: {{options: {{o{k}: {'x' * 3000}}}}}" for k in range(300)]
    lines += ["preferences:", *(f"  p{k}: [o{k}]" for k in range(300))]
    text = notebook.case_html(hf.loads("\n".join(lines), warnings=[]))
    assert len(text) < 200_000
    assert "and 180 more rows" in text
