"""Tree to models: runs pydantic and says what it finds in our words, at our places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.casefile.findings import Findings, Place, quote
from holdfast.casefile.located import Map, Seq, Text, Value

if TYPE_CHECKING:
    from holdfast.casefile.schema import CaseEntry


def validate(tree: Value, found: Findings) -> tuple[CaseEntry, Map, bool] | None:
    """Check the shape of a file.

    Where it is wrong in places, what is wrong is noted and left out, so that names can be looked up all the same.

    Parameters
    ----------
    tree : Text, Map or Seq
        What the loader read.
    found : Findings
        Where problems go.

    Returns
    -------
    file : CaseEntry
        The file; together with the rest None where its shape is so wrong that names cannot be looked up.
    tree : Map
        The tree it was made from.
    is_sound : bool
        Whether nothing had to be left out.
    """
    from pydantic import ValidationError

    from holdfast.casefile.patch import Hopeless, Patch
    from holdfast.casefile.schema import CaseEntry

    try:
        file = CaseEntry.model_validate(tree, context=found)
        assert isinstance(tree, Map)
        return file, tree, True
    except ValidationError as error:
        keys = _Keys()
        errors: list[Any] = error.errors(include_url=False, include_input=False)
        for each in errors:
            _note(tree, each, found, keys)
    if not isinstance(tree, Map):
        return None
    patch = Patch(tree, found)
    while True:
        try:
            patch.mend(errors)
            return CaseEntry.model_validate(patch.tree, context=Findings(found.path)), patch.tree, False
        except ValidationError as error:
            errors = list(error.errors(include_url=False, include_input=False))
        except Hopeless:
            return None


class _Keys:
    """The keys of mappings as they stand in the file, looked up once a mapping."""

    def __init__(self) -> None:
        self._known: dict[int, dict[str, Text]] = {}

    def of(self, node: Map, name: str) -> Text:
        if id(node) not in self._known:
            self._known[id(node)] = {str(key): key for key in node}
        return self._known[id(node)][name]


def _note(tree: Value, error: Any, found: Findings, keys: _Keys) -> None:
    if error["type"] == "holdfast":
        given = error["ctx"]
        found.add(given["place"], given["code"], given["message"], given["hint"])
        return
    node, key, place = _walk(tree, error["loc"], keys)
    if error["type"] == "missing":
        name = str(error["loc"][-1])
        of = f" in {quote(key)}" if key else ""
        found.add(
            place if key is None else key.place, "HF107", f"{quote(name)} is missing{of}", _EXAMPLES.get(name, "")
        )
        return
    expected = {"list_type": "a list", "dict_type": "a mapping"}.get(error["type"], "something else")
    what = f" under {quote(key)}" if key else ""
    if isinstance(node, Text) and node.is_null:
        found.add(place, "HF108", f"expected {expected}{what}, found nothing", "write it, or leave the key out")
        return
    shown = quote(node) if isinstance(node, Text) else "a list" if isinstance(node, Seq) else "a mapping"
    found.add(place, "HF108", f"expected {expected}{what}, found {shown}")


_EXAMPLES = {
    "schema": "begin the file with: schema: holdfast/case/1",
    "title": "for example: title: Water dispute, 1991",
    "parties": "for example: parties: {north: {options: {sign: Sign the treaty}}}",
    "now": "say which position holds while no agreement is in force",
    "positions": "for example: positions: [none, partial, full]",
    "scale": "name the unit, for example: scale: points",
    "values": "for example: values: {none: 0, partial: 4, full: 10}",
    "worth": "for example: {prefer: not raid, worth: 5}",
    "when": "name judgements, for example: when: not sceptics_can_veto",
    "credence": "write a word, a number or a range, for example: credence: [0.2, 0.5]",
    "among": "name judgements, for example: among: [has_joined, stands_aside]",
    "likelihood": "for example: likelihood: {has_joined: likely, stands_aside: unlikely}",
    "signatories": "for example: signatories: {north: sign, south: sign}",
}


def _walk(tree: Value, path: tuple[int | str, ...], keys: _Keys) -> tuple[Value, Text | None, Place]:
    """Follow a path as far as it exists in the file: steps that only the long form has are passed over."""
    node, key = tree, None
    place: Place = tree.place
    for step in path:
        if isinstance(node, Map) and step in node:
            key = keys.of(node, str(step))
            node = node[key]
        elif isinstance(node, Seq) and isinstance(step, int) and step < len(node):
            node, key = node[step], None
        else:
            continue
        place = node.place
    if isinstance(node, Text) and node.is_null and key is not None:
        place = key.place
    return node, key, place
