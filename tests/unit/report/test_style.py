"""Contrast: every pair of colours that text and background take, in light, dark and print, meets WCAG AA (4.5 to 1)."""

import re

import pytest

from holdfast.report.templates import style

PAIRS = [
    *(
        (ink, ground)
        for ink in ("fg", "muted", "link", "firm", "soft-v", "blocked", "open")
        for ground in ("bg", "soft")
    ),
    *((ink, f"{verdict}-bg") for verdict in ("firm", "soft-v", "blocked", "open") for ink in ("fg", verdict)),
    ("muted", "open-bg"),
    ("link", "open-bg"),
]


def luminance(colour: str) -> float:
    digits = "".join(c * 2 for c in colour) if len(colour) == 3 else colour
    parts = [int(digits[k : k + 2], 16) / 255 for k in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def schemes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root\{(.*?)\}", style(), re.S)
    tables = [dict(re.findall(r"--([\w-]+):#([0-9a-f]+)", block)) for block in blocks]
    return dict(zip(("light", "dark", "print"), tables, strict=True))


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_contrast(scheme):
    colours = schemes()[scheme]
    for ink, ground in PAIRS:
        high, low = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)


def test_every_colour_is_a_variable():
    outside = re.sub(r":root\{.*?\}", "", style(), flags=re.S)
    assert not re.search(r"#[0-9a-f]{3,6}\b(?![^{]*\{)", outside)


def test_every_class_of_a_verdict_is_styled():
    from holdfast.report.view import SYMBOL

    for kind in SYMBOL:
        assert f".v.{kind}" in style()
