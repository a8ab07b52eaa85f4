"""Measure ``holdfast read`` on the shipped texts and write what is printed with every reading.

``python tools/measure_reading.py`` writes ``src/holdfast/reading/measured.json``, for the rules alone; a test keeps it
current. ``python tools/measure_reading.py --parser`` writes ``measured_parser.json`` (rules and the known model of
spaCy; needs the extra ``read-spacy``), ``--issues`` writes ``measured_issues.json`` (needs ``read-semantic``). After a
change of the rules all that have changed are to be written anew: rates of other rules are not shown.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from holdfast.reading.annotations import Annotation, Annotations, annotations_of
from holdfast.reading.engine import RULES, by_rules
from holdfast.reading.gold import gold_coding, gold_names, gold_text
from holdfast.reading.parsers.with_spacy import load as load_spacy
from holdfast.reading.proposal import AUTHOR, Found, Mention
from holdfast.reading.reader import read_text
from holdfast.reading.scoring import Score, added, score
from holdfast.reading.semantic.issues import BEST, Suggester, describe
from holdfast.reading.semantic.vectors import load as load_vectors
from holdfast.reading.sentences import split
from holdfast.reading.text import Text

PATH = Path(__file__).resolve().parent.parent / "src" / "holdfast" / "reading" / "measured.json"


Coder = Callable[[Text], Annotations]


def rules(text: Text) -> Annotations:
    """Code a text by the rules alone."""
    layout = split(text.content)
    return annotations_of(text, layout, by_rules(text.content, layout), RULES)


def measure() -> dict[str, Any]:
    """Return the error rates of the rules alone."""
    return {"engine": RULES, "texts": list(gold_names()), "by_part": rates(rules)}


def rates(coder: Coder) -> dict[str, Any]:
    """Return error rates, for the texts the rules were written with, those held out, and each voice of both."""
    groups: dict[str, list[Score]] = {}
    counted: dict[str, int] = {}
    for name in gold_names():
        gold, text = gold_coding(name), gold_text(name)
        made = coder(text)
        keys = [gold.part, f"{gold.part} {gold.voice}"]
        for key in keys:
            groups.setdefault(key, []).append(score(gold, made))
            counted[key] = counted.get(key, 0) + len(gold.sentences)
    return {key: {"n_sentences": counted[key], **added(scores).json()} for key, scores in sorted(groups.items())}


def measure_parser() -> dict[str, Any]:
    """Return the error rates with the parser, those of the rules at the same time, and how often a holder is right."""
    parser = load_spacy()
    readings = {name: read_text(gold_text(name), parser=parser) for name in gold_names()}
    by_name = {reading.text.name: reading for reading in readings.values()}

    def parsed(text: Text) -> Annotations:
        reading = by_name[text.name]
        return annotations_of(text, reading.layout, Found(reading.proposals, reading.hedges), reading.engine)

    return {
        "engine": next(iter(readings.values())).engine,
        "texts": list(gold_names()),
        "by_part": rates(parsed),
        "rules": rates(rules),
        "holders": {"rules": holders(rules), "parser": holders(parsed)},
        "actors": {
            "rules": actors(lambda text: read_text(text).mentions),
            "parser": actors(lambda text: by_name[text.name].mentions),
        },
    }


def holders(coder: Coder) -> dict[str, dict[str, int]]:
    """Count, for each part, the holders of claims in the gold, and those that a coder has in the same sentence."""
    found: dict[str, dict[str, int]] = {}
    for name in gold_names():
        gold, made = gold_coding(name), coder(gold_text(name))
        row = found.setdefault(gold.part, {"gold": 0, "right": 0})
        for start, end in gold.sentences:
            here = [_held(item) for item in gold.items if _is_claim(item) and start <= item.start < end]
            there = {_held(item) for item in made.items if _is_claim(item) and start <= item.start < end}
            row["gold"] += len(here)
            row["right"] += sum(holder in there for holder in here)
    return found


def actors(named: Callable[[Text], Sequence[Mention]]) -> dict[str, int]:
    """Count mentions of parties that touch an actor of the hand coding (held-out texts), and actors so touched."""
    every: dict[str, Any] = json.loads((PATH.parent / "gold" / "actors.json").read_text("utf-8"))
    total = {"gold": 0, "found": 0, "right": 0, "touched": 0}
    for name, rows in every.items():
        gold, text = gold_coding(name), gold_text(name)
        spans: list[tuple[int, int]] = []
        for number, here in rows.items():
            at, end = gold.sentences[int(number)]
            for words in here:
                at = text.content.index(words, at, end)
                spans.append((at, at + len(words)))
                at += len(words)
        found = [(m.start, m.end) for m in named(text) if m.kind == "party"]
        total["gold"] += len(spans)
        total["found"] += len(found)
        total["right"] += sum(any(s < e and b < f for b, e in spans) for s, f in found)
        total["touched"] += sum(any(s < e and b < f for s, f in found) for b, e in spans)
    return total


def _is_claim(item: Annotation) -> bool:
    return item.kind == "claim" and item.holder != AUTHOR


def _held(item: Annotation) -> str:
    return re.sub(r"^(?:the|a|an|his|her|their|its) ", "", re.sub(r"['’]s?$", "", item.holder.lower()))


def measure_issues() -> dict[str, Any]:
    """Count how often the right issue of hand-coded sentences is suggested, first or at all, and by shared words."""
    embedder = load_vectors()
    every: dict[str, Any] = json.loads((PATH.parent / "gold" / "issues.json").read_text("utf-8"))
    total = {"sentences": 0, "first": 0, "among": 0, "words_first": 0, "words_among": 0}
    scores: dict[bool, list[float]] = {True: [], False: []}
    for group in every.values():
        names = tuple(group["issues"])
        told = [describe(*group["issues"][name]) for name in names]
        made = Suggester(names, tuple(tuple(v) for v in embedder.vectors(told)), embedder)
        for text_name, rows in group["sentences"].items():
            gold, content = gold_coding(text_name), gold_text(text_name).content
            whole = [" ".join(content[start:end].split()) for start, end in gold.sentences]
            for number, found in enumerate(made.scored(whole)):
                scores[str(number) in rows].append(found[0][1])
            said = [whole[int(number)] for number in rows]
            for right, sentence, found in zip(rows.values(), said, made.scored(said), strict=True):
                shared = [(-len(_stems(sentence) & _stems(text)), name) for name, text in zip(names, told, strict=True)]
                near = [name for shares, name in sorted(shared)[:BEST] if shares]
                total["sentences"] += 1
                total["first"] += found[0][0] in right
                total["among"] += any(name in right for name, _ in found)
                total["words_first"] += bool(near) and near[0] in right
                total["words_among"] += any(name in right for name in near)
    nearest = {"coded": round(median(scores[True]), 2), "others": round(median(scores[False]), 2)}
    model = {key: embedder.provenance[key] for key in ("model", "digest")}
    return {**model, **total, "other_sentences": len(scores[False]), "median_of_nearest": nearest}


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall("[a-z]{4,}", text.lower())}


def main() -> None:
    """Write the file."""
    wanted = sys.argv[1:] or ["--rules"]
    for name, made in (("rules", measure), ("parser", measure_parser), ("issues", measure_issues)):
        if f"--{name}" in wanted:
            path = PATH if name == "rules" else PATH.with_name(f"measured_{name}.json")
            path.write_text(json.dumps(made(), indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
