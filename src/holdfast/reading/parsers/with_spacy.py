"""spaCy as the parser, with a model whose files are known or that the user names by its folder."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from holdfast.errors import ExtraMissing
from holdfast.near import did_you_mean
from holdfast.reading.failure import ReadingError
from holdfast.reading.parsers.parsed import Name, Parsed, Word
from holdfast.reading.pinned import SPACY, checked, digest_of

KNOWN = {SPACY.package: SPACY}
_INSTEAD = "to use another model at your own risk, name its folder: --parser spacy:FOLDER"
_NEEDED = ("parser", "tagger")
_BATCH = 64


@dataclass(frozen=True, slots=True)
class SpacyParser:
    """A pipeline of spaCy."""

    pipeline: Any
    by: str
    provenance: dict[str, Any]

    def parse(self, sentences: Sequence[str]) -> Iterator[Parsed]:
        """Yield one parse for each sentence."""
        for doc in self.pipeline.pipe(sentences, batch_size=_BATCH):
            words = tuple(
                Word(
                    token.text,
                    token.lemma_.lower(),
                    token.tag_,
                    token.dep_,
                    token.head.i,
                    token.idx,
                    token.idx + len(token.text),
                )
                for token in doc
            )
            yield Parsed(doc.text, words, tuple(Name(e.start_char, e.end_char, e.label_) for e in doc.ents))


def load(model: str = "") -> SpacyParser:
    """Return spaCy with a model.

    Parameters
    ----------
    model : str
        Name of a known model, or the folder of any (with its ``config.cfg``); empty for the known one.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import spacy
    except ImportError:
        raise ExtraMissing("--parser spacy", "read-spacy") from None
    path, is_known = _found(model)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pipeline = spacy.load(path)
    except Exception as error:  # whatever a damaged or foreign model makes spaCy say
        raise ReadingError(f"{path}: spaCy cannot load this model: {_short(error)}") from None
    lacking = [name for name in _NEEDED if name not in pipeline.pipe_names]
    if lacking or pipeline.lang != "en":
        what = (
            f"has no {' and no '.join(lacking)}" if lacking else f'is for the language "{pipeline.lang}", not English'
        )
        raise ReadingError(f"{path}: this model {what}; an English one with tagger and parser is needed")
    name = f"{pipeline.lang}_{pipeline.meta.get('name', 'unnamed')}"
    version = str(pipeline.meta.get("version", "?"))
    provenance = {
        "name": "spacy",
        "version": str(spacy.__version__),
        "model": name,
        "model_version": version,
        "digest": digest_of(path),
        "known": is_known,
    }
    if not is_known:
        provenance["remark"] = "a model named by its folder: its files are not known to holdfast, used at your own risk"
    return SpacyParser(pipeline, f"spacy:{name}@{version}" if is_known else f"spacy:{name}@{version}?", provenance)


def _found(model: str) -> tuple[Path, bool]:
    if not model or model in KNOWN:
        return checked(KNOWN.get(model, SPACY), "--parser spacy", _INSTEAD), True
    path = Path(model)
    if (path / "config.cfg").is_file():
        return path, False
    if path.is_dir() or "/" in model or "\\" in model:
        raise ReadingError(f"{model}: no model of spaCy lies there (a folder with a file config.cfg is expected)")
    known = did_you_mean(model, tuple(KNOWN), "known models")
    raise ReadingError(f'no known model "{model}"; {known}\n    {_INSTEAD}')


def _short(error: Exception) -> str:
    told = " ".join(str(error).split())
    return told[:200] or type(error).__name__
