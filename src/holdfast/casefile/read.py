"""Reading a case file: bytes to a case, with every problem at once."""

from __future__ import annotations

import errno
import os
import sys
import warnings as python_warnings
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.casefile.limits import MAX_BYTES
from holdfast.errors import CaseFileError, HoldfastWarning, Problem

if TYPE_CHECKING:
    from holdfast.case import Case
    from holdfast.casefile.findings import Findings
    from holdfast.casefile.located import Value


def load(path: str | os.PathLike[str], *, warnings: list[Problem] | None = None) -> Case:
    """Read a case from a file.

    Parameters
    ----------
    path : str or path
        The file; ``-`` reads standard input.
    warnings : list, optional
        Warnings are appended here; without it each is given as a :class:`~holdfast.errors.HoldfastWarning`.

    Returns
    -------
    Case

    Raises
    ------
    CaseFileError
        With all problems, if any of them is an error.
    OSError
        If the file cannot be read at all.

    Examples
    --------
    >>> load("no-such-file.yaml")
    Traceback (most recent call last):
    ...
    FileNotFoundError: [Errno 2] No such file or directory: 'no-such-file.yaml'
    """
    return _accepted(examine(read_bytes(path), os.fspath(path)), warnings)


def loads(text: str, name: str = "<text>", *, warnings: list[Problem] | None = None) -> Case:
    """Read a case from text.

    Parameters
    ----------
    text : str
        What would stand in the file.
    name : str
        What to call the text in messages.
    warnings : list, optional
        Warnings are appended here; without it each is given as a :class:`~holdfast.errors.HoldfastWarning`.

    Returns
    -------
    Case

    Raises
    ------
    CaseFileError
        With all problems, if any of them is an error.

    Examples
    --------
    >>> case = loads('''
    ... schema: holdfast/case/1
    ... title: Two by two
    ... parties:
    ...   row: {options: {up: Up}}
    ...   column: {options: {left: Left}}
    ... preferences: {row: [up], column: [left if up]}
    ... ''')
    >>> case.title, case.option_names
    ('Two by two', ('up', 'left'))
    """
    return _accepted(examine(text.encode("utf-8", "surrogatepass"), name), warnings)


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """Return a file's bytes, or one more than is allowed where it is longer: a large file is never read to its end."""
    if os.fspath(path) == "-":
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed", "-")
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(path).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def examine(data: bytes, name: str) -> tuple[Case | None, list[Problem]]:
    r"""Read a case and return all problems; nothing that a file holds raises an error.

    Parameters
    ----------
    data : bytes
        The file's content.
    name : str
        What to call the file in messages.

    Returns
    -------
    case : Case or None
        None where any problem is an error.
    problems : list of Problem
        Errors and warnings, sorted by position.

    Examples
    --------
    >>> case, problems = examine(b"schema: holdfast/case/1\ntitle: T\nparties: []", "case.yaml")
    >>> print(problems[0])
    case.yaml:3:10: HF108 expected a mapping under "parties", found a list
    """
    from holdfast.casefile.encoding import decode
    from holdfast.casefile.findings import Findings
    from holdfast.casefile.located import Text, read_tree

    found = Findings(name)
    if len(data) > MAX_BYTES:
        found.add((1, 1), "HF103", "the file is too large", f"at most {MAX_BYTES:,} bytes are read")
        return None, found.problems()
    text = decode(data, found)
    tree = None if text is None else read_tree(text, found)
    if tree is None or (isinstance(tree, Text) and tree.is_null):
        if not found.has_errors:
            found.add((1, 1), "HF108", "the file is empty", "holdfast new writes a case to begin with")
        return None, found.problems()
    return examine_tree(tree, found)


def examine_tree(tree: Value, found: Findings) -> tuple[Case | None, list[Problem]]:
    """Make a case of what a file or a set of tables holds, and return it with all problems.

    Parameters
    ----------
    tree : Text, Map or Seq
        What was read.
    found : Findings
        What reading found already, and where problems go.
    """
    from holdfast.casefile.build import build
    from holdfast.casefile.semantics import check
    from holdfast.casefile.validate import validate

    sound = not found.has_errors
    # where keys that declare names were refused, names would seem unknown that are not
    whole = found.is_whole and found.has_only("HF105")
    valid = validate(tree, found)
    if valid is None or not whole:
        return None, found.problems()
    file, mended, complete = valid
    if not sound:
        found.silence("HF150")
    case, draft = build(mended, file, found)
    if sound and complete:
        check(case, draft, found)
    return None if found.has_errors else case, found.problems()


def _accepted(examined: tuple[Case | None, list[Problem]], warnings: list[Problem] | None) -> Case:
    case, problems = examined
    if case is None:
        raise CaseFileError(problems)
    for problem in problems:
        if warnings is None:
            python_warnings.warn(str(problem), HoldfastWarning, stacklevel=3)
        else:
            warnings.append(problem)
    return case
