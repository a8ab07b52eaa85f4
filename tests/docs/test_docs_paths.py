"""What `path` and `upset` print with --json is what the schema says, on every shipped case and where it is open."""

from pathlib import Path

import pytest
from test_docs_answers import answer

from holdfast.shipped import example, examples


@pytest.mark.parametrize("verb", ["path", "upset"])
@pytest.mark.parametrize("slug", examples())
def test_answers_of_shipped_cases(slug: str, verb: str) -> None:
    case = example(slug)
    account = case.account_ids()[0]
    chosen = ["--account", account] if account else []
    found = answer(verb, slug, *chosen)
    if "note" in found:
        assert found["answers"] == []
        assert "--state" in found["note"]
    elif case.plans:
        assert [each["plan"] for each in found.get("answers", [found])] == list(case.plans)


def test_states_and_concepts() -> None:
    case = example("elmira-1991")
    for name in case.states:
        answer("path", "elmira-1991", "5", name)
        for concept in ("coalition_nash", "coalition_gmr", "coalition_smr", "coalition_seq"):
            answer("upset", "elmira-1991", "--state", name, "--concept", concept)
    found = answer("path", "cuba-1962", "--by", "moves", "--most", "1")
    assert {tuple(target["ways"]) for target in found["targets"]} == {("moves",)}


def test_answers_where_unknown_cells_matter() -> None:
    found = answer("path", "ukraine-2025", "--plan", "g19", "--account", "washington")
    assert found["targets"][0]["ways"]["improvements"]["depends_on"] == ["foreign_troops"]
    assert answer("upset", "ukraine-2025", "--plan", "g19", "--account", "washington")["smallest"] is None


def test_too_much_to_settle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.engines.coalitions_listed.BUDGET", 0)
    found = answer("path", "cuba-1962", "1", "5", "--by", "coalitions")
    assert found["targets"][0]["ways"]["coalitions"] == {"reachable": None, "n_steps": None, "more_than": 1}
    answer("upset", "ukraine-2025", "--plan", "p28", "--account", "author", "--concept", "coalition_seq")
