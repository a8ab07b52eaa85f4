"""`holdfast catalogue`: shipped cases computed anew, by whomever; and the options of work that can be spread."""

import json

import pytest
from click.testing import CliRunner

import holdfast as hf
from holdfast.cli import catalogue
from holdfast.cli.main import cli, exit_code
from holdfast.shipped import example_printed, examples


def run(*args, code=0):
    done = CliRunner().invoke(cli, ["catalogue", *map(str, args)], env={"COLUMNS": "80"})
    assert done.exit_code == code or (code and done.exception), (done.output, done.exception)
    return done


def test_everything_printed_comes_out_by_every_engine():
    found = json.loads(run("--json", "--exit-status").stdout)
    assert found["agrees"]
    printed = [slug for slug in examples() if example_printed(slug)]
    assert {(each["case"], each["engine"]) for each in found["cases"]} == {
        (slug, engine) for slug in printed for engine in catalogue.ENGINES
    }
    assert sorted([*printed, *found["nothing_printed"]]) == sorted(examples())
    for each in found["cases"]:
        if "unavailable" in each:
            assert (each["case"], each["engine"]) == ("elmira-1991", "dense")
            continue
        expected = example_printed(each["case"])
        assert each["compared"] == {
            "feasible": 1,
            "rankings": len(expected["rankings"]),
            "equilibria": len(expected["equilibria"]),
            "stable": sum(map(len, expected["stable"].values())),
        }


def wrong(slug):
    found = example_printed(slug)
    if slug == "chicken":
        found["equilibria"]["nash"] = ["NN"]
        found["feasible"] = 5
        found["rankings"]["first"].reverse()
        found["stable"]["second"]["sim"].append("NN")
    return found


def test_what_does_not_come_out_is_said(monkeypatch):
    monkeypatch.setattr("holdfast.shipped.example_printed", wrong)
    text = " ".join(run("--exit-status", code=1).stdout.split())
    assert "no, 4 differ" in text
    assert 'chicken, plain: equilibria (nash): printed ["NN"], computed ["NY", "YN"]' in text
    found = json.loads(run("--json").stdout)
    assert not found["agrees"]
    parts = [each["part"] for each in found["cases"][0]["differences"]]
    assert parts == ["feasible", "rankings", "equilibria", "stable"]


def test_workers_change_nothing_and_a_folder_keeps_the_answer(tmp_path):
    alone = run("--json").stdout
    spread = run("--json", "--workers", 2, "--out", tmp_path / "run")
    assert spread.stdout == alone
    assert (tmp_path / "run" / "answer.json").read_text() == alone
    again = run("--json", "--out", tmp_path / "run")
    assert again.stdout == alone
    n = len(json.loads(alone)["cases"])
    assert f"{n} finished parts taken over from the run folder" in again.stderr


def test_a_folder_of_another_question_is_refused(tmp_path):
    args = ["solve", "chicken", "--out", str(tmp_path / "run")]
    assert CliRunner().invoke(cli, args).exit_code == 0
    refused = run("--out", tmp_path / "run", code=6)
    assert isinstance(refused.exception, FileExistsError)
    assert json.loads(run("--out", tmp_path / "run", "--force", "--json").stdout)["agrees"]
    assert {path.name for path in (tmp_path / "run").iterdir()} >= {"answer.json", "results.jsonl", "manifest.json"}


@pytest.mark.parametrize(
    ("args", "match"),
    [(["--executor", "ray"], "no executor"), (["--executor", "serial", "--workers", "2"], "one worker")],
)
def test_nonsense_is_refused_and_leaves_no_folder(tmp_path, args, match):
    done = run(*args, "--out", tmp_path / "run", code=2)
    assert match in str(done.exception)
    assert exit_code(done.exception)[0] == 2
    assert not (tmp_path / "run").exists()
    assert run("--workers", "0", code=2).exit_code == 2


def test_exit_codes_of_what_can_go_wrong_with_workers():
    assert exit_code(hf.errors.ExtraMissing("the Dask executor", "dask"))[0] == 5
    assert exit_code(hf.errors.WorkerLost("job 1 ended its worker"))[0] == 4
    assert exit_code(ConnectionError("no Dask scheduler answers"))[0] == 6
