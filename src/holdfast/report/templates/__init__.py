"""The page's templates, and the one way to fill them: everything escaped, nothing undefined."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from holdfast.lexicons import beside

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = files("holdfast.report.templates")
    environment = Environment(
        loader=FunctionLoader(lambda name: folder.joinpath(name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["beside"] = beside
    return environment


def style() -> str:
    """Return the page's style sheet."""
    return files("holdfast.report.templates").joinpath("brief.css").read_text("utf-8")


def render(template: str, **values: Any) -> str:
    """Fill a template.

    Parameters
    ----------
    template : str
        Name of a file beside this one.
    **values
        What the template shows. Text is escaped.
    """
    return _environment().get_template(template).render(values)
