"""Vectors of sentences by an int8 MiniLM, from files whose hashes are known; nothing is sent or fetched."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from holdfast.errors import ExtraMissing
from holdfast.reading.failure import ReadingError
from holdfast.reading.pinned import MINILM, WORDPIECES, Pin, checked
from holdfast.reading.semantic.wordpiece import WordPieces, word_pieces

WHAT = "--suggest-issues"
LONGEST = 256
"""Pieces of a sentence that are read; the rest is cut off, as where the model was trained."""


class Embedder(Protocol):
    """Something that gives each text a vector of length 1."""

    @property
    def provenance(self) -> dict[str, Any]:
        """What the vectors come from."""
        ...

    def vectors(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one vector for each text."""
        ...


@dataclass(frozen=True, slots=True)
class MiniLM:
    """all-MiniLM-L6-v2 with whole-number weights, run by onnxruntime."""

    session: Any
    pieces: WordPieces
    provenance: dict[str, Any]

    def vectors(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one vector for each text: the mean over its pieces, made 1 long."""
        return [self._vector(text) for text in texts]  # one at a time: a vector depends on no other text

    def _vector(self, text: str) -> list[float]:
        import numpy as np

        ids = np.array([self.pieces.ids(text, limit=LONGEST)], dtype=np.int64)
        wanted = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        names = {each.name for each in self.session.get_inputs()}
        hidden = self.session.run(None, {name: value for name, value in wanted.items() if name in names})[0]
        mean = np.asarray(hidden, dtype=np.float64)[0].mean(axis=0)
        found: list[float] = (mean / max(float(np.linalg.norm(mean)), 1e-12)).tolist()
        return found


def load() -> MiniLM:
    """Return the model, ready.

    Raises
    ------
    ExtraMissing
        If onnxruntime, the model or its word pieces are not installed.
    ReadingError
        If a file is not the one that is known.
    """
    try:
        import onnxruntime
    except ImportError:
        raise ExtraMissing(WHAT, "read-semantic") from None
    pieces = word_pieces(_bytes(WORDPIECES), WORDPIECES.inside)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(_bytes(MINILM), options, providers=["CPUExecutionProvider"])
    provenance = {
        "name": "onnxruntime",
        "version": str(onnxruntime.__version__),
        "model": MINILM.distribution,
        "model_version": MINILM.version,
        "digest": MINILM.digest,
        "word_pieces": WORDPIECES.digest,
        "known": True,
    }
    return MiniLM(session, pieces, provenance)


def _bytes(pin: Pin) -> bytes:
    """Return a file's content, the very bytes that were compared."""
    data = checked(pin, WHAT).read_bytes()
    if hashlib.sha256(data).hexdigest() != pin.digest:
        raise ReadingError(f"{pin.inside} of {pin.distribution} changed while it was read")
    return data
