import re
from pathlib import Path

import holdfast.casefile
from holdfast.casefile.problems import REGISTRY, page

ROOT = Path(__file__).parents[3]


def test_codes_are_in_order_and_well_formed():
    assert list(REGISTRY) == sorted(REGISTRY)
    for code, kind in REGISTRY.items():
        assert re.fullmatch(r"HF1[0-79]\d", code)
        assert kind.severity in ("error", "warning")
        assert kind.title[0].isupper()
        assert not kind.title.endswith(".")
        assert kind.explanation.endswith(".")


def test_every_code_in_the_source_is_registered_and_used():
    tables = {"kinds.py", "kinds_beyond.py"}
    source = "".join(
        path.read_text() for path in Path(holdfast.casefile.__file__).parent.rglob("*.py") if path.name not in tables
    )
    assert set(re.findall(r"HF1\d\d", source)) == set(REGISTRY)


def test_the_shipped_page_is_current():
    shipped = (ROOT / "docs" / "reference" / "problems.md").read_text()
    assert shipped == page(), "run: python -m holdfast.casefile.problems > docs/reference/problems.md"
