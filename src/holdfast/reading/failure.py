"""What can go wrong while a text is read."""

from __future__ import annotations

from holdfast.errors import ExtraMissing, HoldfastError


class ReadingError(HoldfastError):
    """A text, or a file of proposals, cannot be read as it stands."""


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
