"""What the verbs print with --json is what docs/reference/answer.schema.json says, no key more."""

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from holdfast.cli.main import cli
from holdfast.shipped import example, examples

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/reference/answer.schema.json").read_text("utf-8"))


def closed(node: Any) -> Any:
    """Return the schema with every object refusing keys it does not name."""
    if isinstance(node, list):
        return [closed(each) for each in node]
    if not isinstance(node, dict):
        return node
    found = {key: closed(value) for key, value in node.items()}
    if isinstance(found.get("properties"), dict) and found.get("type") == "object":
        found.setdefault("additionalProperties", False)
    return found


STRICT = jsonschema.Draft7Validator(closed(copy.deepcopy(SCHEMA)))
SEEN: set[tuple[str, str]] = set()


def answer(*arguments: str, codes: tuple[int, ...] = (0,)) -> dict[str, Any]:
    done = CliRunner().invoke(cli, [*arguments, "--json"])
    assert done.exit_code in codes, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    check(found)
    return found


def check(found: dict[str, Any]) -> None:
    """Validate against the definition that the answer's question names, so that a failure says where."""
    several = "answers" in found and found["question"] not in ("brief", "doubts")
    for each in found["answers"] if several else []:
        check(each)
    name = "several" if several else found["question"]
    validator = STRICT.evolve(schema={**STRICT.schema, "anyOf": [{"$ref": f"#/definitions/{name}"}]})
    errors = [
        f"{list(e.absolute_path)}: {e.message[:200]}"
        for error in validator.iter_errors(found)
        for e in (error.context or [error])
    ]
    assert errors == []


def test_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_schema_lets_keys_be_added() -> None:
    found = {
        "schema": "holdfast/answer/1",
        "question": "why",
        "plan": None,
        "account": None,
        "provenance": {"case": "", "model": "", "holdfast": "", "method": ""},
        "state": "NN",
        "party": "a",
        "concept": "seq",
        "stable": True,
    }
    jsonschema.Draft7Validator(SCHEMA).validate({**found, "sentences": [], "later": 1})
    assert not STRICT.is_valid({**found, "sentences": [], "later": 1})
    assert not jsonschema.Draft7Validator(SCHEMA).is_valid(found)


@pytest.mark.parametrize("slug", examples())
def test_answers_of_shipped_cases(slug: str) -> None:
    case = example(slug)
    answer("check", slug)
    if case.plans:
        plan, party = next(iter(case.plans)), next(iter(case.parties))
        assert len(answer("brief", slug)["answers"]) == len(case.plans) * len(case.account_ids())
        assert len(answer("block", slug)["answers"]) == len(case.plans) * len(case.account_ids())
        answer("hold", slug)
        account = case.account_ids()[0]
        chosen = ["--plan", plan, *(["--account", account] if account else [])]
        for verb in ("hold", "block"):
            assert answer(verb, slug, *chosen)["question"] == verb
        answer("solve", slug, *chosen, "--stable", "--limit", "5", "--concept", "nash,seq")
        answer("hold", slug, *chosen, "--why", party)
        return
    answer("brief", slug)
    answer("solve", slug, "--stable")
    states = [case.states[name].pattern for name in case.states]
    for state in states:
        answer("hold", slug, "--state", state)
        answer("block", slug, "--state", state)
        for party in case.parties:
            answer("hold", slug, "--state", state, "--why", party)


def test_answers_with_unknown_cells_and_errors(tmp_path: Path) -> None:
    """A plan with an unknown cell that matters, with one that does not, and a file with errors."""
    import blocks

    list(blocks.work_through(blocks.ROOT / "docs/tutorial/first-case.md", tmp_path))
    path = str(tmp_path / "page/bridge.yaml")
    held = answer("hold", path, "--account", "press")
    assert held["holds"] is None
    assert held["depends_on"] == ["monitors"]
    solved = answer("solve", path, "--plan", "draft", "--account", "press", "--stable")
    assert solved["n_models"] == 2
    assert set(solved["possible"]) == set(solved["equilibria"])
    assert answer("block", path, "--account", "press")["blockers"][0]["verdict"] == "open"
    (tmp_path / "wrong.yaml").write_text("schema: holdfast/case/1\ntitle: x\nparties: {a: {optoins: {}}}\n")
    assert answer("check", str(tmp_path / "wrong.yaml"), codes=(3,))["errors"] > 0
    assert answer("check", path)["problems"] == []


def test_other_verbs(tmp_path: Path) -> None:
    assert {case["slug"] for case in answer("example")["cases"]} == set(examples())
    answer("example", "chicken")
    answer("example", "chicken", "--page")
    answer("doctor", codes=(0, 1))
    for arguments in (
        [],
        ["--lexicon", "phia"],
        ["likely"],
        ["very", "probable"],
        ["lkely"],
        ["may", "--lexicon", "ipcc"],
    ):
        answer("words", *arguments)
    answer("new")
    answer("new", "-o", str(tmp_path / "new.yaml"))


def test_amendments(tmp_path: Path) -> None:
    """With unknown cells, without any change, and with a conflict of a statement and a fixed issue."""
    assert answer("amend", "ukraine-2025", "--plan", "r24", "--account", "washington")["n_changes"] == 1
    assert answer("amend", "ukraine-2025", "--plan", "u20", "--account", "washington")["n_changes"] == 0
    assert answer("amend", "ukraine-2025", "--plan", "p28", "--account", "kyiv")["conflict"]
    assert answer("amend", "two-valleys", "--level", "holds")["answers"]
    assert answer("amend", "chicken")["answers"] == []
    import blocks

    list(blocks.work_through(blocks.ROOT / "docs/how-to/amend.md", tmp_path))
    closed = answer("amend", str(tmp_path / "page/closed.yaml"), "--plan", "offer")
    assert closed["conflict"][1] == {"issue": "trucks", "fixed": "60"}


def test_weighing(tmp_path: Path) -> None:
    """Sets with words and numbers, accounts, an origin with two reports, and a case without sets."""
    import blocks

    list(blocks.work_through(blocks.ROOT / "docs/how-to/competing-hypotheses.md", tmp_path))
    path = str(tmp_path / "page/minister.yaml")
    assert answer("weigh", path)["sets"][0]["lexicons"]
    assert answer("weigh", path, "--account", "press", "--lexicon", "ipcc")["account"] == "press"
    assert answer("weigh", "chicken")["answers"] == []
