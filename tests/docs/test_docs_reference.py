"""Generated parts are current, and everything that has a name is documented."""

import inspect
import re

import blocks
import holdfast
import pytest
import reference
from holdfast.casefile.problems import REGISTRY
from holdfast.cli.main import VERBS
from holdfast.errors import HoldfastError
from holdfast.examples import examples
from holdfast.stability import CONCEPTS

DOCS = blocks.ROOT / "docs"


def text(page: str) -> str:
    return (DOCS / page).read_text("utf-8")


def test_generated_parts_are_current() -> None:
    assert [str(page) for page in reference.stale()] == [], "run: python tools/reference.py"


@pytest.mark.parametrize("verb", VERBS)
def test_verb_is_documented(verb: str) -> None:
    assert f"## holdfast {verb}\n" in text("reference/cli.md")


def test_no_verb_is_documented_that_is_not_there() -> None:
    assert re.findall(r"^## holdfast (\w+)$", text("reference/cli.md"), re.M) == list(VERBS)
    for page in blocks.pages():
        named = re.findall(r"`holdfast (\w+)", page.read_text("utf-8"))
        assert set(named) <= set(VERBS) | {"VERB"}, page


@pytest.mark.parametrize("code", REGISTRY)
def test_problem_is_documented(code: str) -> None:
    assert f"### {code}: " in text("reference/problems.md")


@pytest.mark.parametrize("concept", CONCEPTS)
def test_concept_has_a_page(concept: str) -> None:
    assert text(f"theory/{concept}.md").startswith(f"# `{concept}`")
    assert f"]({concept}.md)" in text("theory/index.md")


@pytest.mark.parametrize("name", holdfast.__all__)
def test_public_name_is_documented(name: str) -> None:
    assert f"### {name}\n" in text("reference/python.md")


def test_errors_are_documented() -> None:
    for name, value in vars(holdfast.errors).items():
        if inspect.isclass(value) and issubclass(value, HoldfastError):
            assert f"| `{name}` |" in text("reference/python.md")


@pytest.mark.parametrize("slug", examples())
def test_case_has_a_page(slug: str) -> None:
    assert f"({slug}.md)" in text("cases/index.md")
    assert text(f"cases/{slug}.md").startswith("# ")


def test_no_page_for_a_case_that_is_not_there() -> None:
    assert sorted(page.stem for page in (DOCS / "cases").glob("*.md")) == sorted([*examples(), "index"])


def test_verdicts_are_explained() -> None:
    from holdfast.questions.answer import VERDICTS

    for page in ("theory/verdicts.md", "explanation/how-to-read-a-verdict.md"):
        assert all(verdict in text(page) for verdict in (*VERDICTS, "open")), page


def test_decisions_are_numbered_and_complete() -> None:
    pages = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        found = re.findall(r"^## (.+)$", page.read_text("utf-8"), re.M)
        assert found == ["Context", "Choice", "Consequences"], page
