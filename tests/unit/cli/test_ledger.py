"""`holdfast ledger` as people and programs meet it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import holdfast as hf
from holdfast.cli.ledger import PARTS
from holdfast.cli.main import cli, exit_code

GATE = ["--question", "Gate open?", "--criterion", "A cart can pass", "--source-of-truth", "Gazette"]
GATE += ["--made-on", "2026-01-05", "--closes-on", "2026-03-01"]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return "l.jsonl"


def run(*arguments: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["ledger", *arguments], input=text)


def good(*arguments: str, text: str | bytes | None = None) -> str:
    done = run(*arguments, text=text)
    assert done.exit_code == 0, done.output
    return str(done.stdout)


def answer(*arguments: str) -> Any:
    found = json.loads(good(*arguments, "--json"))
    assert found["schema"] == "holdfast/answer/1"
    assert found["question"] == f"ledger_{arguments[0]}"
    return found


def refused(code: int, *arguments: str, text: str | bytes | None = None) -> str:
    done = run(*arguments, text=text)
    error = done.exception
    got = done.exit_code if isinstance(error, SystemExit) else exit_code(error)[0] if error else done.exit_code
    assert got == code, done.output
    assert done.stdout == "" or "--json" in arguments
    said = done.stderr if isinstance(error, SystemExit) else str(error)
    return " ".join(said.split())


def test_from_forecast_to_score(path: str) -> None:
    assert good("add", path, *GATE, "--by", "Ann", "--probability", "0.8", "--id", "gate") == "gate\n"
    assert good("add", path, "--like", "gate", "--by", "Ben", "--made-on", "2026-01-06", "--word", "unlikely") == "f2\n"
    assert good("resolve", path, "f2", "--outcome", "yes", "--on", "2026-02-01", "--source", "Gazette") == "r3\n"
    early = answer("score", path)
    assert early["as_of"] == "2026-02-01"
    assert {who: each["n"] for who, each in early["forecasters"].items()} == {"Ann": 0, "Ben": 0}
    found = answer("score", path, "--as-of", "2026-03-01", "--pairs")
    ann = found["forecasters"]["Ann"]
    assert (ann["n"], ann["brier"], ann["log"]) == (1, pytest.approx(0.04), pytest.approx(0.2231, abs=1e-4))
    assert [each["n"] for each in ann["calibration"]] == [0] * 8 + [1, 0]
    assert found["pairs"][0]["who"] == ["Ann", "Ben"]
    listed = answer("list", path)["forecasts"]
    assert [(each["id"], each["state"]) for each in listed] == [("gate", "not_closed"), ("f2", "not_closed")]
    assert listed[1]["word"]["text"] == "unlikely"
    assert listed[1]["resolution"]["id"] == "r3"
    head = answer("verify", path)["head"]
    assert json.loads(Path(path).read_text().splitlines()[-1])["hash"] == head
    assert head in good("verify", path, "--head", head[:12])


def test_refused_without_date_criterion_and_source_of_truth(path: str) -> None:
    said = refused(2, "add", path, "--question", "Gate open?", "--by", "Ann", "--probability", "0.5")
    for option in ("--criterion", "--source-of-truth", "--made-on", "--closes-on"):
        assert f"{option} is missing" in said
    assert "as YYYY-MM-DD" in said
    assert not Path(path).exists()


@pytest.mark.parametrize(
    ("arguments", "code", "about"),
    [
        (["add", "L", *GATE, "--by", "Ann"], 2, "how likely"),
        (["add", "L", *GATE, "--by", "Ann", "--probability", "2"], 2, "no probability"),
        (["add", "L", *GATE, "--by", "Ann", "--range", "0.1", "0.2", "--interval", "1", "2"], 2, "one of them"),
        (["add", "L", *GATE, "--by", "Ann", "--interval", "1", "2"], 2, "--level is missing"),
        (["add", "L", *GATE, "--by", "Ann", "--probability", "1", "--given", "x"], 2, 'no forecast "x"'),
        (["add", "L", *GATE, "--by", "Ann", "--probability", "1", "--share", "1,2"], 2, "POINT"),
        (["add", "L", *GATE, "--by", "Ann", "--probability", "1", "--today"], 2, "exclude"),
        (["add", "L", *GATE, "--by", "Ann", "--probability", "1", "--case", "nowhere.yaml"], 6, "no file"),
        (["add", "L", "--like", "x", "--by", "Ann"], 2, 'no forecast "x"'),
        (["add", "L", "--from", "x.csv", "--by", "Ann"], 2, "leave the other options out"),
        (["resolve", "L", "gate", "--outcome", "yes"], 2, "--on is missing"),
        (["resolve", "L", "gate", "--outcome", "void", "--on", "2026-01-01", "--source", "s"], 2, "reason"),
        (["resolve", "L", "gate", "--outcome", "y", "--on", "2026-01-01", "--source", "s"], 2, "outcomes are yes"),
        (["resolve", "L", "gate", "--outcome", "yes", "--on", "2026-01-01", "--source", "s"], 6, "no ledger L"),
        (["list", "L"], 6, "L"),
        (["score", "ukraine-2025", "--as-of", "tomorrow"], 2, "no date"),
        (["score", "ukraine-2025", "--as-of", "2026-01-01", "--today"], 2, "exclude"),
        (["score", "ukraine-2025", "--baseline", "high"], 2, "`rate`"),
        (["score", "ukraine-2025", "-o", "x.png"], 2, ".svg or .html"),
        (["score", "ukraine-2025", "--clip", "0.7"], 2, "clip"),
        (["list", "ukraine-2025", "--state", "scord"], 2, 'did you mean "scored"'),
        (["verify", "ukraine-2025", "--head", "00000000"], 3, "cut short or written anew"),
        (["verify", "ukraine-2025", "--head", "0"], 2, "eight digits"),
        (["import", "L", "nowhere.csv"], 6, "nowhere.csv"),
        (["verfiy", "L"], 2, 'did you mean "verify"'),
    ],
)
def test_refusals(path: str, arguments: list[str], code: int, about: str) -> None:
    assert about in refused(code, *arguments)
    assert not Path("L").exists()


def test_a_broken_ledger_is_named_with_its_line(path: str) -> None:
    for who in ("Ann", "Ben", "Cat"):
        good("add", path, *GATE, "--by", who, "--probability", "0.5")
    Path(path).write_bytes(Path(path).read_bytes().replace(b'"Ben"', b'"Eve"'))
    for arguments in (
        ["verify", path],
        ["list", path],
        ["score", path],
        ["add", path, *GATE, "--by", "D", "--word", "may"],
    ):
        assert f"{path}:2:1: HF202" in refused(3, *arguments)
    done = run("verify", path, "--json")
    assert json.loads(done.stdout)["verified"] is False
    assert json.loads(done.stdout)["problem"]["line"] == 2


def test_an_unfinished_write_is_reported_and_set_aside(path: str) -> None:
    good("add", path, *GATE, "--by", "Ann", "--probability", "0.5")
    with Path(path).open("ab") as stream:
        stream.write(b'{"closes_on":"20')
    done = run("verify", path, "--json")
    assert done.exit_code == 0
    assert f"{path}:2:1: 16 bytes of an unfinished write" in done.stderr
    assert json.loads(done.stdout)["torn_bytes"] == 16
    done = run("add", path, *GATE, "--by", "Ben", "--probability", "0.5")
    assert (done.exit_code, done.stdout) == (0, "f2\n")
    assert "moved to l.jsonl.torn" in done.stderr
    assert Path("l.jsonl.torn").read_bytes() == b'{"closes_on":"20\n'
    assert answer("verify", path)["torn_bytes"] == 0


def test_kinds(path: str) -> None:
    good("add", path, *GATE, "--by", "-", "--kind", "question", "--id", "gate")
    rest = GATE[2:]
    good("add", path, "--question", "Toll?", *rest, "--by", "Ann", "--given", "gate", "--range", "10%", "30%")
    good("add", path, "--question", "Paved?", *rest, "--by", "Ann", "--more-likely-than", "f2")
    good(
        "add",
        path,
        "--question",
        "Cost",
        *rest,
        "--by",
        "Ann",
        "--interval",
        "1",
        "2",
        "--level",
        "0.9",
        "--unit",
        "kEUR",
    )
    assert [each["kind"] for each in answer("list", path)["forecasts"]] == [
        "question",
        "conditional",
        "comparative",
        "interval",
    ]
    good("resolve", path, "f4", "--value", "1.5", "--on", "2026-03-01", "--source", "s")
    good("resolve", path, "gate", "--outcome", "no", "--on", "2026-03-01", "--source", "s")
    text = good("list", path)
    assert "10–30 %, if gate" in text
    assert "→ void: its condition gate did not come true" in text
    assert "more likely than f2" in text
    assert "1 to 2 kEUR, at 90 %" in text
    scored = good("score", path)
    assert "Intervals at 90 %: 1 of 1 held the value; mean score 1 kEUR." in " ".join(scored.split())
    assert "its condition gate did not come true" in " ".join(scored.split())


def test_a_case_and_the_models_share(path: str) -> None:
    good(
        *(
            "add",
            path,
            *GATE,
            "--by",
            "Ann",
            "--probability",
            "0.5",
            "--case",
            "cuba-1962",
            "--model-question",
            "doubt",
        ),
        *("--plan", "p", "--account", "a", "--share", "0.1,0.2,40%", "--analyst-supplied", "closes_on,criterion"),
    )
    (found,) = answer("list", path)["forecasts"]
    assert found["case"] == {"name": "cuba-1962", "digest": hf.example("cuba-1962").digest}
    assert found["model"]["share"] == {"low": 0.1, "point": 0.2, "high": 0.4}
    assert "the model's share (doubt p a): 20 % (10–40 %)" in " ".join(good("list", path).split())
    good("resolve", path, "f1", "--outcome", "no", "--on", "2026-03-01", "--source", "s")
    assert "the model's shares, taken as probabilities: Brier 0.040" in " ".join(good("score", path).split())


def test_from_a_file_and_from_standard_input(path: str) -> None:
    row = {"question": "Open?", "criterion": "c", "source_of_truth": "s", "who": "Ann", "made_on": "2026-01-01"}
    row |= {"closes_on": "2026-02-01", "probability": 0.1}
    Path("one.json").write_text(json.dumps(row))
    assert good("add", path, "--from", "one.json") == "f1\n"
    assert good("import", path, "-", text=json.dumps([{**row, "who": "Ben"}, {**row, "who": "Cat"}])) == "f2\nf3\n"
    said = refused(3, "import", path, "-", text=json.dumps([{**row, "who": "Dan"}, {**row, "who": ""}]))
    assert "entry 2: who is missing" in said
    assert answer("verify", path)["n_records"] == 3
    assert good("list", "-", text=Path(path).read_bytes()) == good("list", path)


def test_corrections(path: str) -> None:
    good("add", path, *GATE, "--by", "Ann", "--probability", "0.5")
    good("add", path, *GATE, "--by", "Ann", "--probability", "0.6", "--corrects", "f1")
    assert "corrected by f2" in good("list", path)
    good("resolve", path, "f1", "--outcome", "no", "--on", "2026-03-01", "--source", "s")
    good("resolve", path, "f1", "--outcome", "yes", "--on", "2026-03-01", "--source", "s", "--corrects", "r3")
    assert answer("score", path)["forecasters"]["Ann"]["brier"] == pytest.approx(0.16)
    assert "--corrects r4" in refused(
        2, "resolve", path, "f1", "--outcome", "no", "--on", "2026-03-01", "--source", "s"
    )


def test_today_only_when_asked(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.cli.ledger.today", lambda: "2026-01-07")
    monkeypatch.setattr("holdfast.cli.ledgers.today", lambda: "2026-03-05")
    good("add", path, *GATE[:6], "--closes-on", "2026-03-01", "--by", "Ann", "--probability", "0.5", "--today")
    assert answer("list", path)["as_of"] is None
    found = answer("list", path, "--today")
    assert (found["as_of"], found["forecasts"][0]["made_on"]) == ("2026-03-05", "2026-01-07")
    assert good("list", path, "--today", "--state", "not_resolved").count("Gate open?") == 1
    assert "Gate open?" not in good("list", path, "--state", "not_resolved")


def test_the_shipped_ledger() -> None:
    found = answer("score", "ukraine-2025")
    (who,) = found["forecasters"]
    own = found["forecasters"][who]
    assert (found["as_of"], own["n"]) == ("2026-02-20", 3)
    # K3 was given 86 % and did not happen; K7 35 % and K8 70 %, and both did
    assert own["brier"] == pytest.approx((0.86**2 + 0.65**2 + 0.3**2) / 3)
    assert {each["id"]: each["state"] for each in own["not_scored"]} == {
        **dict.fromkeys(["K2", "K5", "K6", "K13", "K14"], "not_closed"),
        "K4": "not_resolved",
    }
    assert answer("verify", "ukraine-2025")["n_records"] == 15


def test_pictures(path: str, tmp_path: Path) -> None:
    one = run("score", "ukraine-2025", "-o", "a.svg")
    assert one.stderr == "a.svg: written\n"
    good("score", "ukraine-2025", "-o", "b.svg")
    assert Path("a.svg").read_bytes() == Path("b.svg").read_bytes()
    good("score", "ukraine-2025", "-o", "a.html", "--json")
    Path("a.svg").write_text("mine")
    assert "--force" in refused(6, "score", "ukraine-2025", "-o", "a.svg")
    assert Path("a.svg").read_text() == "mine"
    good("score", "ukraine-2025", "-o", "a.svg", "--force")
    assert "<svg" in Path("a.svg").read_text()


@pytest.mark.parametrize("part", PARTS)
def test_help(part: str) -> None:
    text = good(part, "--help")
    assert text.count(f"holdfast ledger {part}") >= 2
    assert max(map(len, text.splitlines())) <= 80
