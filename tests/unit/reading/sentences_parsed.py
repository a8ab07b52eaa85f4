"""Sentences as a parser would see them, written by hand."""

from __future__ import annotations

from types import SimpleNamespace

from holdfast.reading.parsers.parsed import Name, Parsed, Word


def parsed(text: str, spec: str, names: tuple[Name, ...] = ()) -> Parsed:
    """Build a parse from rows ``word lemma tag dep head``; ``head`` is the number of a row, its own for the root."""
    words, at = [], 0
    for row in spec.strip().splitlines():
        said, lemma, tag, dep, head = row.split()
        at = text.index(said, at)
        words.append(Word(said, lemma, tag, dep, int(head), at, at + len(said)))
        at += len(said)
    return Parsed(text, tuple(words), names)


ACCEPT = "Tarvia cannot accept the treaty."
REJECTED = "The treaty was rejected by hardliners."
WILLING = "The Command is willing to wait."
VOSS = "Its director, Hanne Voss, wrote that help came."
MADE = "The minister made them go."
DEMAND = "The rebels' demand for talks annoyed nobody."

SENTENCES = {
    ACCEPT: parsed(
        ACCEPT,
        """
        Tarvia tarvia NNP nsubj 3
        can can MD aux 3
        not not RB neg 3
        accept accept VB ROOT 3
        the the DT det 5
        treaty treaty NN dobj 3
        . . . punct 3
        """,
    ),
    REJECTED: parsed(
        REJECTED,
        """
        The the DT det 1
        treaty treaty NN nsubjpass 3
        was be VBD auxpass 3
        rejected reject VBN ROOT 3
        by by IN agent 3
        hardliners hardliner NNS pobj 4
        . . . punct 3
        """,
    ),
    WILLING: parsed(
        WILLING,
        """
        The the DT det 1
        Command command NNP nsubj 2
        is be VBZ ROOT 2
        willing willing JJ acomp 2
        to to TO aux 5
        wait wait VB xcomp 3
        . . . punct 2
        """,
    ),
    VOSS: parsed(
        VOSS,
        """
        Its its PRP$ poss 1
        director director NN nsubj 6
        , , , punct 1
        Hanne hanne NNP compound 4
        Voss voss NNP appos 1
        , , , punct 1
        wrote write VBD ROOT 6
        that that IN mark 9
        help help NN nsubj 9
        came come VBD ccomp 6
        . . . punct 6
        """,
        (Name(14, 24, "PERSON"),),
    ),
    MADE: parsed(
        MADE,
        """
        The the DT det 1
        minister minister NN nsubj 2
        made make VBD ROOT 2
        them they PRP nsubj 4
        go go VB ccomp 2
        . . . punct 2
        """,
    ),
    DEMAND: parsed(
        DEMAND,
        """
        The the DT det 1
        rebels rebel NNS poss 3
        ' ' POS case 1
        demand demand NN nsubj 6
        for for IN prep 3
        talks talk NNS pobj 4
        annoyed annoy VBD ROOT 6
        nobody nobody NN dobj 6
        . . . punct 6
        """,
    ),
}


class HandParser:
    """A parser that knows those sentences, and takes any other for one word without a structure."""

    by = "hand:parses@1"

    def __init__(self):
        self.provenance = {"name": "hand", "known": True}

    def parse(self, sentences):
        for text in sentences:
            yield SENTENCES.get(text) or Parsed(text, ())


class FakePipeline:
    """What ``spacy.load`` returns, as far as it is used."""

    lang = "en"
    pipe_names = ("tagger", "parser", "ner")

    def __init__(self):
        self.meta = {"name": "fake_sm", "version": "9.9.9"}

    def pipe(self, texts, *, batch_size):
        for text in texts:
            yield self._doc(SENTENCES.get(text) or Parsed(text, ()))

    def _doc(self, one):
        tokens = [
            SimpleNamespace(text=w.text, lemma_=w.lemma, tag_=w.tag, dep_=w.dep, idx=w.start, head=None, i=k)
            for k, w in enumerate(one.words)
        ]
        for token, word in zip(tokens, one.words, strict=True):
            token.head = tokens[word.head]
        ents = [SimpleNamespace(start_char=n.start, end_char=n.end, label_=n.label) for n in one.names]

        class Doc(list):
            pass

        doc = Doc(tokens)
        doc.text, doc.ents = one.text, ents
        return doc
