"""A report of speech, thought or wish, as it is found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attribution:
    """A report: who, by which words, and where its content lies.

    Attributes
    ----------
    first, last : int
        Tokens of the cue.
    holder : str
        In the text's words; empty where the text hides it.
    base : str
        Base form of the verb, or the noun or adjective.
    is_trailing : bool
        Whether what is reported stands in front.
    is_participle : bool
        Whether the source is that of another report, or the subject of the sentence.
    is_claim : bool
        Whether somebody is said to say or think something, rather than only to stand for or against something.
    is_past : bool
        Whether the report is in the past, so that ``would`` speaks of what was then to come.
    holder_at : int
        Token at which the holder begins, -1 where it is elsewhere.
    """

    first: int
    last: int
    holder: str
    base: str
    is_trailing: bool = False
    is_past: bool = False
    holder_at: int = -1
    is_participle: bool = False
    is_claim: bool = True
