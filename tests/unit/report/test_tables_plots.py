"""Answers as tables and pictures: every column documented, every number the answer's own."""

import sys

import pytest

import holdfast as hf
from holdfast.errors import ExtraMissing
from holdfast.questions.solved import solved
from holdfast.report.tables import COMMON, DICTIONARY, HEADS, meaning
from holdfast.table import Table
from holdfast.uncertainty.doubt import doubt
from holdfast.uncertainty.matrix import doubts

from .doubtful import doubtful


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    valleys, cuba, ukraine = (hf.example(name) for name in ("two-valleys", "cuba-1962", "ukraine-2025"))
    found = [
        hf.holds(hf.family(valleys, plan="engineers")).table(),
        hf.brief(ukraine, plan="u20", quick=True).table(),
        hf.solve(hf.compile(cuba)).table(),
        solved(hf.family(cuba)).table(),
        hf.amend(ukraine, "r24", account="washington").table(),
        hf.drafts(valleys).table(),
        hf.packages(valleys).table(),
        hf.trades(valleys, "governor").table(),
        hf.paths(hf.family(valleys, plan="governor")).table(),
        doubt(doubtful(), plan="truce", account="mild").table(),
        doubts(doubtful()).table(),
    ]
    return {each.name: each for each in found}


def test_every_table_is_documented(tables: dict[str, Table]) -> None:
    assert set(tables) == set(DICTIONARY) == set(HEADS)
    for name, each in tables.items():
        assert len(each) > 0, name
        assert all(meaning(name, column) for column in each.names)
        assert all(len(row) == len(each.columns) for row in each.rows)
        assert set(DICTIONARY[name][1]) <= set(each.names), name
    assert set(COMMON) <= {column for each in tables.values() for column in each.names}


def test_cells_have_the_kind_of_their_column(tables: dict[str, Table]) -> None:
    kinds = {"text": str, "whole": int, "number": (int, float), "truth": bool}
    for each in tables.values():
        for column in each.columns:
            for value in each.column(column.name):
                assert value is None or isinstance(value, kinds[column.kind]), (each.name, column.name, value)
                assert column.kind == "truth" or not isinstance(value, bool)


def test_numbers_are_the_answers_own(tables: dict[str, Table]) -> None:
    solution = hf.solve(hf.compile(hf.example("cuba-1962")))
    for row in tables["solution"].to_dicts():
        assert row["n_stable"] == solution.count(str(row["concept"]), row["party"])  # type: ignore[arg-type]
    for row in tables["equilibria"].to_dicts():
        assert solution.holds(str(row["state"]), str(row["concept"]))
    for row in tables["drafts"].to_dicts():
        assert (
            sum(row[name] for name in ("content", "deterred", "bluffed", "blocker", "cannot_occur")) == row["n_drafts"]
        )  # type: ignore[misc]
    changed = [row for row in tables["amendments"].to_dicts() if not row["is_filling"]]
    assert len(changed) == len({row["amendment"] for row in changed})  # one change each
    assert {row["outcome"] for row in tables["brief"].to_dicts()} >= {"can be blocked", "open"}
    answers = doubts(doubtful())
    for row in tables["doubts"].to_dicts():
        answer = answers.answers[str(row["plan"]), row["account"]]  # type: ignore[index]
        assert (row["share_low"], row["share"], row["share_high"]) == (
            answer.share.low,
            answer.share.point,
            answer.share.high,
        )
        assert row["is_robust"] == answer.flips.is_robust  # type: ignore[union-attr]
    answer = answers.answers["truce", "mild"]
    for row, each in zip(tables["doubt"].to_dicts(), answer.judgements, strict=True):
        assert (row["judgement"], row["effect"], row["if_true"]) == (each.judgement, each.size, each.if_true)
    opened = [row for row in tables["brief"].to_dicts() if row["verdict"] == "open"]
    assert opened
    assert all(row["possible"] and row["depends_on"] for row in opened)


def test_pictures() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    valleys = hf.example("two-valleys")
    hold = hf.holds(hf.family(valleys, plan="engineers"))
    axes = hold.plot()
    assert [label.get_text() for label in axes.get_yticklabels()] == [verdict.party for verdict in hold.parties]
    assert "engineers" in axes.get_title(loc="left")
    solution = hf.solve(hf.compile(hf.example("cuba-1962")))
    _, given = pyplot.subplots()
    assert solution.plot(ax=given) is given
    assert [bar.get_height() for bar in given.patches] == [solution.count(concept) for concept in solution.concepts]
    drafts = hf.drafts(valleys)
    widths = [bar.get_width() for bar in drafts.plot().patches]
    assert sum(widths) == pytest.approx(len(drafts.parties))
    doubt = hf.doubt(
        hf.loads(
            "schema: holdfast/case/1\ntitle: T\njudgements: {windy: [0.25, 0.5]}\nparties: {a: {options: {go: Go}}}\n"
            "preferences: {a: [{prefer: go, when: windy}]}",
            warnings=[],
        ),
        state="N",
    )
    drawn = doubt.plot()
    assert [label.get_text() for label in drawn.get_yticklabels()] == ["windy"]
    assert [bar.get_width() for bar in drawn.patches if bar.get_height() < 1] == [1.0]
    pyplot.close("all")


def test_a_missing_extra_says_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(ExtraMissing, match=r'pip install "holdfast\[plot\]"'):
        hf.solve(hf.compile(hf.example("cuba-1962"))).plot()
