"""Generated parts are current, and everything that has a name is documented."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import blocks
import pytest
import reference

import holdfast
from holdfast.casefile.problems import REGISTRY
from holdfast.cli.main import VERBS
from holdfast.errors import HoldfastError
from holdfast.shipped import examples
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


def commands(page: Path) -> list[tuple[str, str]]:
    """Return the commands that a page mentions, in code within lines and in blocks: verb, and what follows."""
    shown = blocks.blocks(page)
    code = re.findall(r"`([^`\n]+)`", page.read_text("utf-8"))
    code += [line for block in shown if block.language == "sh" for line in block.text.splitlines()]
    code += [step.command for block in shown if block.language == "console" for step in blocks.steps(block)]
    return [each for text in code for each in re.findall(r"(?:^|[|(&;] ?)holdfast ([a-z]+)([^|&;>#\n]*)", text)]


def test_commands_mentioned_exist() -> None:
    seen, wrong = 0, []
    for page in blocks.pages():
        for verb, rest in commands(page):
            seen += 1
            known = {"--help"}
            if verb in VERBS:
                command = import_module(f"holdfast.cli.{verb}").command
                parts = getattr(command, "commands", {}).values()
                known |= {
                    name
                    for each in (command, *parts)
                    for param in each.params
                    for name in (*param.opts, *param.secondary_opts)
                }
            options = re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest)
            wrong += [(page.name, verb, option) for option in options if option not in known]
            wrong += [(page.name, verb)] if verb not in VERBS else []
    assert wrong == []
    assert seen > 50


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
