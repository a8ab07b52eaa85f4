"""What can go wrong while a text is read."""

from __future__ import annotations

from holdfast.errors import ExtraMissing, HoldfastError


class ReadingError(HoldfastError):
    """A text, or a file of proposals, cannot be read as it stands."""

    code = 3
    """The exit code that it ends a command with."""


class Misused(ReadingError):
    """What was asked for does not make sense, whatever the text."""

    code = 2


class Unanswered(ReadingError):
    """A server could not be reached, or gave no answer that can be used."""

    code = 6


class ExtraNeeded(HoldfastError):
    """A format needs a package that is not installed.

    Parameters
    ----------
    what : str
        What cannot be done without it.
    extra : str
        The extra that brings it.
    """

    def __init__(self, what: str, extra: str) -> None:
        self.extra = extra
        super().__init__(f'{what} needs the extra "{extra}"\n    pip install "holdfast[{extra}]"')


class ModelMissing(ExtraMissing):
    """A model that others publish is not installed.

    Parameters
    ----------
    what : str
        What needs which model.
    extra : str
        The extra whose code reads it.
    command : str
        What installs it.
    """

    def __init__(self, what: str, extra: str, command: str) -> None:
        super().__init__(what, extra)
        self.command = command
        self.args = (f"{what}, which is not installed; run:\n    {command}",)
