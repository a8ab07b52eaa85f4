"""``holdfast words``: what words of likelihood mean in numbers, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from holdfast.cli.common import json_option, say, say_json, style, width

if TYPE_CHECKING:
    from holdfast.lexicons import Entry, Lexicon, Meaning


@click.command("words")
@click.argument("word", nargs=-1, metavar="[WORD]")
@click.option("--lexicon", metavar="ID", help="survey (if not given), icd203, phia or ipcc.")
@json_option
def command(word: tuple[str, ...], lexicon: str | None, as_json: bool) -> None:
    """What do words such as likely mean in numbers, and who says so?

    Without WORD: the words of a lexicon, from the likeliest. With WORD: what every lexicon makes of it, or the one
    named.

    \b
    Examples:
      holdfast words --lexicon icd203
      holdfast words very likely
    """
    from holdfast import lexicons

    if word:
        ids = (lexicons.lexicon(lexicon).id,) if lexicon else lexicons.LEXICON_IDS
        _one(" ".join(word), ids, as_json)
    else:
        _all(lexicons.lexicon(lexicon or lexicons.DEFAULT), as_json)


def _one(word: str, ids: tuple[str, ...], as_json: bool) -> None:
    from holdfast.lexicons import further, known_words, lexicon, meaning
    from holdfast.lexicons.normal import normalise

    found = {id: meaning(word, id) for id in ids}
    more = further(word) if len(ids) > 1 else ()
    asked, nearest = normalise(word), ""
    if not any(found.values()) and not more:
        from difflib import get_close_matches

        known = sorted({each for id in ids for each in known_words(id)})
        nearest = next(iter(get_close_matches(asked, known, n=1)), "")
    if as_json:
        answer: dict[str, Any] = {"schema": "holdfast/answer/1", "question": "words", "word": asked}
        answer["meanings"] = [_meaning_json(id, each) for id, each in found.items()]
        answer["further"] = [_meaning_json(each.lexicon, each) for each in more]
        say_json(answer | ({"nearest": nearest} if nearest else {}))
        return
    from holdfast.report.text import paragraph, table

    rows = [_meaning_row(lexicon(id).short, each) for id, each in found.items()]
    rows += [_meaning_row(f"({each.short})", each) for each in more]
    say(style()(asked, "title"))
    say(table(["lexicon", "range", "kind", "source"], rows, width(), style=style(), shrink=3))
    notes = []
    if nearest:
        notes.append(f"Did you mean “{nearest}”?")
    if more:
        notes.append("In brackets: for comparison only, cannot be chosen.")
    kinds = {each.kind for each in found.values() if each}
    notes += [text for kind, text in _KINDS.items() if kind in kinds]
    for note in notes:
        say("\n" + paragraph(note, width()) if note is notes[0] else paragraph(note, width()))


_KINDS = {
    "survey": "survey: the middle 80 % of readers.",
    "norm": "norm: what a published scale tells writers to mean.",
    "convention": "convention: of holdfast, where the lexicon has no number.",
    "halving": "halving: by rule, from a word that has a number.",
}


def _meaning_row(name: str, found: Meaning | None) -> list[str]:
    from holdfast.lexicons.meaning import NOTHING, percent

    return [name, percent(found.low, found.high), found.kind, found.source] if found else [name, "-", "-", NOTHING]


def _meaning_json(id: str, found: Meaning | None) -> dict[str, Any]:
    if found is None:
        return {"lexicon": id, "low": None, "high": None, "kind": None, "source": None}
    numbers = {"low": float(found.low), "high": float(found.high)}
    return {"lexicon": id, **numbers, "kind": found.kind, "source": found.source}


def _all(book: Lexicon, as_json: bool) -> None:
    from holdfast.lexicons import conventions
    from holdfast.lexicons.tables import sources

    other = [entry for entry in conventions().values() if book.own(entry.phrase) is None]
    if as_json:
        words = [_entry_json(each, book.kind) for each in book.entries]
        words += [_entry_json(each, "convention") for each in other]
        head = {"schema": "holdfast/answer/1", "question": "words", "lexicon": book.id, "kind": book.kind}
        cited = [*book.sources, sources()["convention"], sources()["mosteller1990"]]
        named = [{"id": s.id, "short": s.short, "title": s.title, "licence": s.licence, "seen": s.seen} for s in cited]
        say_json({**head, "title": book.title, "licence": book.licence, "words": words, "sources": named})
        return
    from holdfast.lexicons.meaning import percent
    from holdfast.report.text import hanging, paragraph, table

    say(style()(paragraph(book.title, width()), "title"))
    if book.kind == "survey":
        rows = [
            [e.phrase, percent(e.low, e.high), f"{float(e.median or 0):.0%}".replace("%", " %"), f"{e.people:,}"]
            for e in book.entries
        ]
        say("\n" + table(["word", "range", "middle answer", "people"], rows, width(), style=style()))
    else:
        rows = [[entry.phrase, percent(entry.low, entry.high)] for entry in book.entries]
        say("\n" + table(["word", "range"], rows, width(), style=style()))
    groups: dict[tuple[str, str], list[str]] = {}
    for entry in other:
        groups.setdefault((entry.family, percent(entry.low, entry.high)), []).append(
            entry.phrase.replace("i ", "I ", 1) if entry.phrase.startswith("i ") else entry.phrase
        )
    say("\n" + style()("Conventions of holdfast, where this lexicon has no number", "head"))
    for (_, shown), phrases in groups.items():
        say(hanging(shown, ", ".join(phrases), width(), 10))
    say("\n" + style()("Sources", "head"))
    for source in book.sources:
        say(
            paragraph(
                f"{source.title}. {source.licence[0].upper()}{source.licence[1:]}. Seen: {source.seen}.", width(), "  "
            )
        )
    rule = "very, highly, extremely + word: distance to the nearer end halved (Mosteller & Youtz 1990)."
    say("\n" + paragraph(rule, width()))


def _entry_json(entry: Entry, kind: str) -> dict[str, Any]:
    found = {"word": entry.phrase, "low": float(entry.low), "high": float(entry.high), "kind": kind}
    if entry.people is None or entry.median is None:
        return {**found, "sources": list(entry.sources)}
    return {**found, "median": float(entry.median), "people": entry.people, "sources": list(entry.sources)}
