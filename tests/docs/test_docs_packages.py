"""What `holdfast packages --json` prints is what the schema of answers says, for every shipped case."""

import pytest
from test_docs_answers import answer

from holdfast.shipped import example, examples


@pytest.mark.parametrize("slug", examples())
def test_packages_of_shipped_cases(slug: str) -> None:
    case = example(slug)
    found = answer("packages", slug, "--limit", "3")
    if not case.issues:
        assert found["answers"] == []
        assert "no issues" in found["note"]
    elif "answers" in found:
        assert len(found["answers"]) > 1
        assert all(each["n_packages"] == found["answers"][0]["n_packages"] for each in found["answers"])
    else:
        assert found["zone"]["exists"]
        assert all("refused" not in each for each in found["packages"].values())
