"""Everything that can go wrong, as a tree.

``HoldfastError``
├── ``CaseFileError``      the case file has errors; carries every :class:`Problem`
│   └── ``LedgerError``    a ledger, or a table to be imported into one, has errors
├── ``ConditionError``     a condition's text cannot be read; carries the column
├── ``ModelError``         a case cannot be compiled as asked (unknown plan, account, state …)
├── ``CapacityError``      refused before starting: what it needs, what there is, what would help
├── ``EngineUnavailable``  the engine named does not exist or cannot do this model
├── ``ExtraMissing``       needs a package that is not installed; says the command
├── ``WorkerLost``         a piece of work ended its worker process time and again
└── ``QuestionError``      a question that makes no sense for this model
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class HoldfastError(Exception):
    """Base of every error that holdfast raises on purpose."""


class HoldfastWarning(UserWarning):
    """Base of every warning that holdfast gives."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a case file, and where.

    Parameters
    ----------
    path : str
        The file as the user named it; ``-`` for standard input.
    line, column : int
        One-based position of the text at fault.
    code : str
        Stable code, ``HF101`` and so on; each has a paragraph in ``docs/reference/problems.md``.
    message : str
        What is wrong, quoting the text at fault.
    hint : str
        How to mend it; may be empty.
    severity : str
        ``error`` or ``warning``. A warning never refuses a case.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        """Format as ``file:line:col: CODE message`` with the hint indented below."""
        kind = "" if self.severity == "error" else f"{self.severity}: "
        head = f"{self.path}:{self.line}:{self.column}: {self.code} {kind}{self.message}"
        return f"{head}\n    {self.hint}" if self.hint else head


class CaseFileError(HoldfastError):
    """The case file has errors.

    Parameters
    ----------
    problems : sequence of Problem
        All problems found, errors and warnings, sorted by position.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class LedgerError(CaseFileError):
    """A ledger of forecasts, or a table to be imported into one, has errors; carries every :class:`Problem`."""


class ConditionError(HoldfastError):
    """A condition's text cannot be read.

    Parameters
    ----------
    message : str
        What is wrong.
    column : int
        Zero-based offset into the text of the condition.
    hint : str
        How to mend it.
    """

    def __init__(self, message: str, column: int = 0, hint: str = "") -> None:
        self.message, self.column, self.hint = message, column, hint
        super().__init__(f"{message} (at column {column + 1})" + (f"; {hint}" if hint else ""))


class ModelError(HoldfastError):
    """A case cannot be compiled, or a state looked up, as asked."""


class CapacityError(HoldfastError):
    """Refused before starting because it would need too much.

    Parameters
    ----------
    message : str
        What was asked and why it is refused, with the estimate.
    remedy : str
        What would help.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message, self.remedy = message, remedy
        super().__init__(f"{message}\n    {remedy}" if remedy else message)


class EngineUnavailable(HoldfastError):
    """The engine asked for does not exist or cannot do this model."""


class ExtraMissing(HoldfastError):
    """Something asked for needs a package that is not installed.

    Parameters
    ----------
    what : str
        What needs it.
    extra : str
        The extra of holdfast that brings it.

    Examples
    --------
    >>> print(ExtraMissing("the Dask executor", "dask"))
    the Dask executor needs an extra that is not installed; run: pip install "holdfast[dask]"
    """

    def __init__(self, what: str, extra: str) -> None:
        self.what, self.extra = what, extra
        super().__init__(f'{what} needs an extra that is not installed; run: pip install "holdfast[{extra}]"')


class WorkerLost(HoldfastError):
    """A piece of work ended its worker process every time that it was tried, perhaps for want of memory."""


class QuestionError(HoldfastError):
    """A question that makes no sense for this model."""
