import json
import re
from pathlib import Path

import jsonschema
import pytest

import holdfast
from holdfast.casefile.findings import Findings
from holdfast.casefile.jsonschema import json_schema, schema_text
from holdfast.casefile.located import read_tree

SHIPPED = Path(holdfast.__file__).parent / "catalogue"
FUZZ = Path(__file__).parents[2] / "fuzz"


def as_an_editor_types(value):
    """Type a tree as YAML 1.2 editors do."""
    if isinstance(value, dict):
        return {str(key): as_an_editor_types(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_an_editor_types(item) for item in value]
    if not value.plain:
        return str(value)
    if value.is_null:
        return None
    if value in ("true", "false"):
        return value == "true"
    if re.fullmatch(r"[-+]?\d+", value):
        return int(value)
    return float(value) if re.fullmatch(r"[-+]?\d+(\.\d*)?([eE][-+]?\d+)?", value) else str(value)


def errors(text):
    tree = as_an_editor_types(read_tree(text, Findings("f")))
    return list(jsonschema.Draft7Validator(json_schema()).iter_errors(tree))


def test_the_shipped_file_is_current():
    shipped = (SHIPPED / "case.schema.json").read_text()
    assert shipped == schema_text(), "run: python -m holdfast.casefile.schema > src/holdfast/catalogue/case.schema.json"


def test_is_draft_7():
    schema = json_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    text = json.dumps(schema)
    for later in ("$defs", "prefixItems", "dependentRequired", "unevaluatedProperties", "discriminator", '"null"'):
        assert later not in text


def test_every_field_is_described_with_an_example():
    schema = json_schema()
    objects = [schema, *(each.get("anyOf", [each])[-1] for each in schema["definitions"].values())]
    for made in objects:
        for name, field in made["properties"].items():
            assert field["description"].endswith("."), name
            if name not in ("issues", "plans", "agreement", "accounts"):
                assert field["examples"], name


@pytest.mark.parametrize(
    "path", [*sorted(SHIPPED.glob("*/case.yaml")), FUZZ / "seed.yaml"], ids=lambda path: path.parent.name
)
def test_accepts_real_cases(path):
    assert errors(path.read_text()) == []


@pytest.mark.parametrize(
    "name",
    [
        "unknown-key",
        "unknown-key-party",
        "missing-title",
        "missing-now",
        "missing-then",
        "empty-rule",
        "two-kinds-of-rule",
        "title-as-list",
        "options-as-list",
        "ill-formed-party",
        "stance-word",
        "assumed-word",
        "irreversible-word",
        "wrong-schema",
        "reserved-key",
        "judgements-as-list",
        "judgement-mapping-as-credence",
        "judgement-range-of-three",
        "hypotheses-missing-among",
        "unknown-lexicon",
        "when-as-list",
    ],
)
def test_refuses_what_the_reader_refuses(name):
    assert errors((FUZZ / "malformed" / f"{name}.yaml").read_text())


def test_ids_may_look_like_numbers_and_truth_values():
    head = "schema: holdfast/case/1\ntitle: 1962\nparties: {a: {options: {b: c}}}\n"
    assert not errors(head + "preferences: {a: {ranking: [1, [2, no]]}}\nstatus_quo: 1\nx-mine: {y: ~}")
    assert not errors(head + "issues: {i: {positions: [true, 600, none, {x: text}], now: true}}")
