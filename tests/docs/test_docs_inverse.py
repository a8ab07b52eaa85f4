"""What `holdfast inverse --json` prints is what the schema says, for every shipped case."""

import pytest
from test_docs_answers import answer

from holdfast.shipped import example, examples


@pytest.mark.parametrize("slug", examples())
def test_every_shipped_case(slug: str) -> None:
    found = answer("inverse", slug, "--most", "1")
    assert found["question"] == "inverse"
    case = example(slug)
    if case.plans:
        assert len(found["answers"]) == len(case.plans) * len(case.account_ids())
        assert any("readings" in each for each in found["answers"]) == (slug == "ukraine-2025")


@pytest.mark.parametrize("slug", [slug for slug in examples() if not example(slug).plans])
def test_every_state_and_concept(slug: str) -> None:
    case = example(slug)
    for number, state in enumerate(case.states.values()):
        concept = ("nash", "gmr", "smr", "seq", "symmetric_seq")[number % 5]
        found = answer("inverse", slug, "--state", state.pattern, "--concept", concept)
        assert set(found["parties"]) == set(found["not_stable_for"])


def test_all_concepts_of_a_large_case() -> None:
    for concept in ("gmr", "smr", "sim"):
        asked = ("--plan", "p28", "--account", "author", "--party", "russia", "--concept", concept)
        assert answer("inverse", "ukraine-2025", *asked)["parties"]["russia"]["n_edits"] == 1


def test_nothing_to_ask_about() -> None:
    found = answer("inverse", "chicken")
    assert found["answers"] == []
    assert "--state" in found["note"]
