"""`holdfast drafts` as people and programs meet it."""

from __future__ import annotations

import copy
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import holdfast as hf
from holdfast.cli.main import cli
from holdfast.errors import CapacityError
from holdfast.report.drafts import drafts_text, many_drafts_text


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(cli, ["drafts", *arguments], catch_exceptions=False)


def answer(*arguments: str) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_one_answer(quarry: str) -> None:
    found = answer(quarry, "--plan", "offer")
    assert found["question"] == "drafts"
    assert (found["plan"], found["account"], found["state"]) == ("offer", None, "YNYN")
    assert found["conduct"] == ["not block_road", "not dig"]
    assert found["conduct_of"] == ["offer", "demand"]
    assert (found["n_drafts"], found["free"], found["fixed"]) == (24, ["trucks", "fund", "signs"], {})
    assert (found["holds"], found["holds_firmly"], found["all_sign"], found["firmly_and_all_sign"]) == (4, 4, 4, 4)
    assert found["parties"]["village"] == {
        "would_sign": 12,
        "content": 12,
        "deterred": 0,
        "bluffed": 0,
        "blocker": 12,
    }
    assert found["nearest"]["offer"]["holds"] == {
        "n_changes": 1,
        "count": 1,
        "drafts": [{"trucks": {"from": "60", "to": "40"}}],
    }
    assert found["nearest"]["demand"]["holds"] == {
        "n_changes": 2,
        "count": 4,
        "drafts": [{"trucks": {"from": "20", "to": "40"}, "fund": {"from": "large", "to": "small", "or": ["none"]}}],
    }
    assert [each["same_conduct"] for each in found["nearest"].values()] == [True, True, False]


def test_the_library_gives_the_same(quarry: str) -> None:
    assert hf.drafts(hf.load(quarry), plan="offer").json() == answer(quarry, "--plan", "offer")


def test_free_and_fixed_issues(quarry: str) -> None:
    found = answer(quarry, "--plan", "offer", "--free", "fund, trucks")
    assert (found["free"], found["fixed"], found["n_drafts"]) == (["trucks", "fund"], {"signs": "old"}, 12)
    found = answer(quarry, "--plan", "demand", "--free", "fund")
    assert (found["free"], found["fixed"]) == (["fund", "signs"], {"trucks": "20"})
    found = answer(quarry, "--plan", "offer", "--free", "")
    assert (found["free"], found["n_drafts"]) == ([], 1)


def test_conduct_without_a_plan(quarry: str) -> None:
    found = answer(quarry)  # signing alone puts the agreement in force
    assert (found["plan"], found["conduct"], found["conduct_of"], found["state"]) == (None, [], [], "YYYY")


def test_every_account_and_conduct_of_a_shipped_case() -> None:
    found = answer("ukraine-2025")
    case = hf.example("ukraine-2025")
    assert [each["account"] for each in found["answers"][::3]] == list(case.accounts)
    assert len(found["answers"]) == 3 * len(case.accounts)
    assert {plan for each in found["answers"][:3] for plan in each["conduct_of"]} == set(case.plans)
    assert {each["n_drafts"] for each in found["answers"]} == {907_200_000}
    for each in found["answers"]:
        check(each)


def closed(node: Any) -> Any:
    if isinstance(node, list):
        return [closed(each) for each in node]
    if not isinstance(node, dict):
        return node
    found = {key: closed(value) for key, value in node.items()}
    if isinstance(found.get("properties"), dict) and found.get("type") == "object":
        found.setdefault("additionalProperties", False)
    return found


SCHEMA = json.loads((Path(__file__).parents[3] / "docs/reference/answer.schema.json").read_text("utf-8"))


def check(found: dict[str, Any]) -> None:
    strict = closed(copy.deepcopy(SCHEMA))
    only = {**strict, "anyOf": [{"$ref": "#/definitions/drafts"}]}
    jsonschema.Draft7Validator(only).validate(found)


def test_json_is_what_the_schema_says(quarry: str) -> None:
    for arguments in (["--plan", "offer"], [], ["--plan", "demand", "--free", "fund"]):
        check(answer(quarry, *arguments))
    assert jsonschema.Draft7Validator(SCHEMA).is_valid(answer("ukraine-2025"))


def test_text(quarry: str) -> None:
    shown = run(quarry, "--plan", "offer").stdout
    assert "24 drafts." in shown
    assert "every signatory would sign                        4  16.7 %" in shown
    assert "Village          50.0 %      50.0 %   none      none     50.0 %" in shown
    assert "offer   1 change: 1 draft holds firmly and all would sign:\n          trucks: 60 → 40\n" in shown
    assert "trucks: 20 → 40; fund: large → small or none" in shown
    assert "other*" in shown
    assert "* A plan with another conduct" in shown
    assert "not a probability" in " ".join(shown.split())


@pytest.mark.parametrize("width", [40, 80, 100])
def test_text_fits(width: int) -> None:
    case = hf.example("ukraine-2025")
    found = [hf.drafts(case, account=a, plan=p) for a in ("washington", "kremlin") for p in ("p28", "g19")]
    texts = [many_drafts_text(found, width), *(drafts_text(case, each, width) for each in found)]
    for text in texts:
        prose = [line for line in text.splitlines() if "  " not in line.strip()]
        assert max(map(len, prose)) <= width
        if width >= 80:
            assert max(map(len, text.splitlines())) <= width


def test_text_names_what_a_plan_leaves_unknown(quarry: str) -> None:
    shown = run(quarry, "--plan", "demand", "--free", "fund").stdout
    assert "Free: fund and signs. Fixed: trucks = 20. demand leaves signs unknown, which\ntherefore varies." in shown


def test_many_answers_are_a_table() -> None:
    shown = run("ukraine-2025").stdout
    assert "Of 907,200,000 drafts:" in shown
    assert "washington    p28                 13.7 %    13.7 %  13.7 %  13.7 %" in shown
    assert "not a probability" in " ".join(shown.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cuba-1962"], "this case has no issues"),
        (["QUARRY", "--free", "truck"], 'no issue "truck"; did you mean "trucks"'),
        (["QUARRY", "--plan", "offr"], 'no plan "offr"'),
        (["QUARRY", "--time", "soon"], '"soon" is not'),
    ],
)
def test_mistakes_exit_with_2(quarry: str, arguments: list[str], message: str) -> None:
    done = command(*[quarry if each == "QUARRY" else each for each in arguments])
    assert done.returncode == 2
    assert message in done.stderr
    assert not done.stdout


def test_too_long_is_refused_with_4(quarry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.questions.drafts.ask.CELL_SECONDS", 10.0)
    with pytest.raises(CapacityError, match=r"6 drafts that somebody tells apart would take about 180 s") as caught:
        run(quarry, "--plan", "offer", "--time", "90s")
    assert "--free" in str(caught.value)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    full = [sys.executable, "-m", "holdfast", "drafts", *arguments]
    return subprocess.run(full, capture_output=True, text=True, env={**os.environ, "COLUMNS": "80"})


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_stops(tmp_path: Path) -> None:
    """2^28 drafts take far longer than this test waits; after the signal it ends at once, with 130."""
    issues = [f"i{k}" for k in range(28)]
    text = "schema: holdfast/case/1\ntitle: T\nparties: {a: {options: {s: S}}, b: {options: {t: T}}}\nissues:\n"
    text += "".join(f"  {issue}: {{name: I, positions: [v0, v1], now: v0}}\n" for issue in issues)
    text += "agreement: {signatories: {a: s, b: t}}\npreferences:\n"
    text += f"  a: [{', '.join(f'{issue} = v1' for issue in issues)}]\n"
    text += f"  b: [{', '.join(f'{issue} = v0' for issue in reversed(issues))}]\n"
    path = tmp_path / "large.yaml"
    path.write_text(text)
    full = [sys.executable, "-m", "holdfast", "drafts", str(path)]
    with subprocess.Popen(full, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        time.sleep(2.5)
        assert started.poll() is None
        started.send_signal(signal.SIGINT)
        _, complaint = started.communicate(timeout=10)
    assert started.returncode == 130
    assert "Traceback" not in complaint
