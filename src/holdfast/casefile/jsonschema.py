"""The JSON Schema of case files, restricted to draft 7, which is what YAML language servers read."""

from __future__ import annotations

import json
from typing import Any

_PLAIN_KEYS = ("const", "enum", "examples", "default", "required", "dependencies")


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of case files.

    Returns
    -------
    dict
        Draft 7: ``definitions``, no ``$defs``, no ``prefixItems``.

    Examples
    --------
    >>> json_schema()["$schema"]
    'http://json-schema.org/draft-07/schema#'
    """
    from holdfast.casefile.schema import CaseEntry, Entry

    schema = CaseEntry.model_json_schema(ref_template="#/definitions/{model}")
    definitions = schema.pop("$defs")
    # by name: where the schema's module is run as a script, its models are there twice
    for model in {each.__name__: each for each in _below(Entry)}.values():
        if model.__name__ in definitions:
            given = definitions[model.__name__]["properties"]
            definitions[model.__name__]["properties"] = {key: given[key] for key in model.known()}
        if model.short and model.__name__ in definitions:
            long = definitions[model.__name__]
            short = dict(long["properties"][model.short])
            definitions[model.__name__] = {"description": long.pop("description"), "anyOf": [short, long]}
    schema["definitions"] = dict(sorted(definitions.items()))
    cleaned: dict[str, Any] = _clean(schema)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "holdfast case file",
        **{key: value for key, value in cleaned.items() if key != "title"},
    }


def schema_text() -> str:
    """Return the JSON Schema as the text of the shipped file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _below(model: type[Any]) -> list[type[Any]]:
    return [each for below in model.__subclasses__() for each in (below, *_below(below))]


def _clean(node: Any) -> Any:
    """Leave out generated titles and nulls, allow ``x-`` keys everywhere, spell keywords as draft 7 does."""
    if isinstance(node, list):
        return [_clean(each) for each in node]
    if not isinstance(node, dict):
        return node
    choices = node.get("anyOf") or node.get("oneOf")
    if choices is not None and "properties" not in node:
        left = [each for each in choices if each != {"type": "null"}]
        node = {key: value for key, value in node.items() if key not in ("anyOf", "oneOf")}
        if len(left) == 1 and "$ref" not in left[0]:
            node = {**left[0], **node}
        else:
            node["anyOf" if len(left) > 1 else "allOf"] = left
    if "$ref" in node and len(node) > 1:  # draft 7 ignores what stands beside a reference
        node = {**{key: value for key, value in node.items() if key != "$ref"}, "allOf": [{"$ref": node["$ref"]}]}
    made: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("title", "discriminator") or (key == "default" and value is None):
            continue
        if key in _PLAIN_KEYS:
            if value != []:
                made[key] = value
        elif key in ("properties", "definitions"):
            made[key] = {name: _clean(each) for name, each in value.items()}
        else:
            made[key] = _clean(value)
    if made.get("type") == "object":
        if "patternProperties" in made:  # a mapping by id
            made.setdefault("additionalProperties", False)
        made["patternProperties"] = {"^x-": {}, **made.get("patternProperties", {})}
        if "propertyNames" in made:
            made["propertyNames"] = {"anyOf": [made["propertyNames"], {"pattern": "^x-"}]}
    return made
