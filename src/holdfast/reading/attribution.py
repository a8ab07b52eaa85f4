"""Who says that who says: reports of speech, thought and wishes, with their sources."""

from __future__ import annotations

from dataclasses import replace

from holdfast.reading.attributed import Attribution
from holdfast.reading.line import Line
from holdfast.reading.otherwise import according, by_adjective, by_adverb, by_noun
from holdfast.reading.verbs import by_verb


def attributions(line: Line) -> list[Attribution]:
    """Return every report in a sentence, in the order of the words."""
    found: list[Attribution] = []
    for at in range(len(line.tokens)):
        one = (
            by_verb(line, at)
            or according(line, at)
            or by_noun(line, at)
            or by_adjective(line, at)
            or by_adverb(line, at)
        )
        if one is not None and not any(f.first <= one.first <= f.last for f in found):
            found.append(one)
    return _shared(found)


def _shared(found: list[Attribution]) -> list[Attribution]:
    """Give a participle the source of the report it hangs on: ``she said, adding``."""
    shared: list[Attribution] = []
    for one in found:
        if one.is_participle:
            others = [f for f in found if not f.is_participle and f.holder and f.holder_at >= 0]
            nearest = max((f for f in others if f.first < one.first), key=lambda f: f.first, default=None)
            if nearest is not None:
                one = replace(one, holder=nearest.holder, holder_at=nearest.holder_at)
        shared.append(one)
    return shared


def quoted_only(line: Line) -> tuple[int, int] | None:
    """Return the span of words quoted without anybody named: three or more, or the whole sentence."""
    for quote in line.quotes:
        words = line.text[quote.start - line.sentence.start : quote.end - line.sentence.start].split()
        is_title = sum(word[:1].isupper() for word in words) > len(words) / 2
        is_whole = quote.end - quote.start >= len(line.text.strip()) - 3
        if is_whole or (len(words) >= 3 and not is_title):
            return quote.start, quote.end
    return None
