"""Measure the rules of ``holdfast read`` on the shipped texts and write what is printed with every reading.

``python tools/measure_reading.py`` writes ``src/holdfast/reading/measured.json``; a test keeps it current.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from holdfast.reading.annotations import annotations_of
from holdfast.reading.engine import RULES, by_rules
from holdfast.reading.gold import gold_coding, gold_names, gold_text
from holdfast.reading.scoring import Score, added, score
from holdfast.reading.sentences import split

PATH = Path(__file__).resolve().parent.parent / "src" / "holdfast" / "reading" / "measured.json"


def measure() -> dict[str, Any]:
    """Return the error rates, for the texts the rules were written with, those held out, and each voice held out."""
    groups: dict[str, list[Score]] = {}
    counted: dict[str, int] = {}
    for name in gold_names():
        gold, text = gold_coding(name), gold_text(name)
        layout = split(text.content)
        made = annotations_of(text, layout, by_rules(text.content, layout), RULES)
        keys = [gold.part, f"{gold.part} {gold.voice}"]
        for key in keys:
            groups.setdefault(key, []).append(score(gold, made))
            counted[key] = counted.get(key, 0) + len(gold.sentences)
    measured = {key: {"n_sentences": counted[key], **added(scores).json()} for key, scores in sorted(groups.items())}
    return {"engine": RULES, "texts": list(gold_names()), "by_part": measured}


def main() -> None:
    """Write the file."""
    PATH.write_text(json.dumps(measure(), indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
