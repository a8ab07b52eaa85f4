"""What a parser has to give, whoever wrote it: the words of a sentence, each with what it hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol


class Word(NamedTuple):
    """A word with its place in the sentence.

    Attributes
    ----------
    lemma : str
        Base form in lower case.
    tag : str
        Part of speech as in the Penn Treebank (``NN``, ``VBD``, ``PRP`` …).
    dep : str
        What it is to its head, in the ClearNLP scheme (``nsubj``, ``ccomp`` …).
    head : int
        The word it hangs on; its own number where it hangs on none.
    start, end : int
        In characters of the sentence.
    """

    text: str
    lemma: str
    tag: str
    dep: str
    head: int
    start: int
    end: int


class Name(NamedTuple):
    """A name as the parser marks it, with the parser's own label for it (``ORG``, ``GPE`` …)."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Parsed:
    """A sentence as a parser sees it."""

    text: str
    words: tuple[Word, ...]
    names: tuple[Name, ...] = ()

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each word, what hangs on it directly."""
        found: list[list[int]] = [[] for _ in self.words]
        for at, word in enumerate(self.words):
            if word.head != at:
                found[word.head].append(at)
        return tuple(tuple(each) for each in found)

    def child(self, at: int, *deps: str) -> int | None:
        """Return the first word that is one of these to a word."""
        return next((k for k in self.children[at] if self.words[k].dep in deps), None)

    def below(self, at: int, without: Sequence[int] = ()) -> list[int]:
        """Return a word and all that hangs on it, in the order of the words, some branches left out."""
        found, ahead = [], [at]
        while ahead:
            here = ahead.pop()
            found.append(here)
            ahead += [k for k in self.children[here] if k not in without]
        return sorted(found)


class Parser(Protocol):
    """A parser of English sentences."""

    @property
    def by(self) -> str:
        """What a proposal of it says it comes from, such as ``spacy:en_core_web_sm@3.8.0``."""
        ...

    @property
    def provenance(self) -> dict[str, Any]:
        """What is shown with a reading: program and version, model, hash, and whether that is a known one."""
        ...

    def parse(self, sentences: Sequence[str]) -> Iterator[Parsed]:
        """Yield one parse for each sentence, in their order."""
        ...
