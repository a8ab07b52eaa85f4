"""The pages made from tables in the program are current: the data dictionary, and a page for each code of the lint."""

import blocks
import pytest
import reference

from holdfast.lint.registry import CHECKS, pages
from holdfast.report.dictionary import page

DOCS = blocks.ROOT / "docs/reference"


def test_the_data_dictionary_is_current() -> None:
    made = "run: python -m holdfast.report.dictionary > docs/reference/tables.md"
    assert (DOCS / "tables.md").read_text("utf-8") == page(), made


@pytest.mark.parametrize("name", pages())
def test_a_page_of_the_lint_is_current(name: str) -> None:
    made = "run: python -m holdfast.lint.registry docs/reference/lint"
    assert (DOCS / "lint" / name).read_text("utf-8") == pages()[name], made


def test_no_page_is_left_over() -> None:
    assert {path.name for path in (DOCS / "lint").iterdir()} == set(pages())
    assert all(reference.anchor(check.title) for check in CHECKS.values())
