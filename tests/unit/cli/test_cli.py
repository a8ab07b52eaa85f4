"""The command line as scripts and people meet it: codes, streams, files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

import holdfast as hf
from holdfast.cli.main import VERBS

RUN = [sys.executable, "-m", "holdfast"]


def run(*args, text=None, cwd=None, **env):
    done = subprocess.run(
        [*RUN, *args], input=text, capture_output=True, text=True, cwd=cwd, env={**os.environ, "COLUMNS": "80", **env}
    )
    assert "Traceback" not in done.stderr + done.stdout
    return done


GOOD = """schema: holdfast/case/1
title: Two
parties: {a: {options: {x: X}}, b: {options: {y: Y}}}
preferences: {a: [x], b: [not x, y]}
"""


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_two_examples(verb):
    done = run(verb, "--help")
    assert done.returncode == 0
    assert done.stdout.count(f"holdfast {verb}") >= 2
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["solve"], 2),
        (["sovle", "x"], 2),
        (["solve", "nowhere.yaml"], 6),
        (["solve", "cuba-1962", "--concept", "sseq"], 2),
        (["solve", "cuba-1962", "--engine", "symbolic"], 2),
        (["solve", "elmira-1991", "--engine", "dense"], 2),
        (["solve", "cuba-1962", "--memory", "0.0000001"], 4),
        (["hold", "chicken"], 2),
        (["hold", "cuba-1962", "--state", "NN"], 2),
        (["hold", "cuba-1962", "--state", "NNYY"], 2),
        (["hold", "ukraine-2025", "--plan", "p27"], 2),
        (["hold", "ukraine-2025", "--account", "nobody"], 2),
        (["hold", "cuba-1962", "--state", "1", "--why", "china"], 2),
        (["example", "nothing"], 2),
        (["hold", "cuba-1962", "--state", "9", "--exit-status"], 1),
        (["hold", "cuba-1962", "--state", "7", "--exit-status"], 0),
        (["check", "/"], 6),
    ],
)
def test_exit_codes(args, code):
    done = run(*args)
    assert done.returncode == code, done.stderr
    if code not in (0, 1):
        assert done.stdout == ""
        assert done.stderr.strip()


def test_errors_of_a_case_file_go_where_they_belong():
    bad = GOOD.replace("[x]", "[xx]")
    checked = run("check", "-", text=bad)
    assert checked.returncode == 3
    assert checked.stdout.startswith("-:4:")
    assert "did you mean" in checked.stdout
    solved = run("solve", "-", "--json", text=bad)
    assert solved.returncode == 3
    assert solved.stdout == ""
    assert "-:4:" in solved.stderr


def test_check_json():
    found = json.loads(run("check", "-", "--json", text=GOOD.replace("[x]", "[xx]")).stdout)
    assert found["errors"] == 1
    assert found["problems"][0]["line"] == 4


def test_json_is_alone_on_standard_output():
    for args in (
        ["solve", "cuba-1962"],
        ["hold", "cuba-1962", "--state", "7"],
        ["hold", "cuba-1962", "--state", "7", "--why", "us"],
        ["block", "cuba-1962", "--state", "1"],
        ["brief", "cuba-1962"],
        ["check", "cuba-1962"],
        ["example"],
        ["schema"],
        ["doctor"],
        ["new"],
    ):
        json.loads(run(*args, "--json").stdout)


def test_several_answers_come_as_a_list():
    found = json.loads(run("hold", "ukraine-2025", "--plan", "p28", "--json").stdout)
    case = hf.example("ukraine-2025")
    assert [a["account"] for a in found["answers"]] == list(case.accounts)


def test_no_colour_and_no_control_characters_in_a_pipe():
    done = run("hold", "ukraine-2025", "--plan", "p28")
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "\x1b[" in run("hold", "cuba-1962", "--state", "1", FORCE_COLOR="1").stdout
    assert "\x1b[" not in run("hold", "cuba-1962", "--state", "1", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_brief_writes_a_page_and_overwrites_nothing(tmp_path):
    first = run("brief", "cuba-1962", cwd=tmp_path)
    assert first.returncode == 0
    page = tmp_path / "cuba-1962-brief.html"
    assert page.read_text().lstrip().lower().startswith("<!doctype html>")
    assert "Unchanged" in run("brief", "cuba-1962", cwd=tmp_path).stdout
    page.write_text("mine")
    refused = run("brief", "cuba-1962", cwd=tmp_path)
    assert refused.returncode == 6
    assert "--force" in refused.stderr
    assert page.read_text() == "mine"
    assert run("brief", "cuba-1962", "--force", cwd=tmp_path).returncode == 0
    assert page.read_text() != "mine"
    assert [p.name for p in tmp_path.iterdir()] == [page.name]


def test_brief_into_a_folder_that_is_not_there(tmp_path):
    done = run("brief", "cuba-1962", "-o", str(tmp_path / "no" / "x.html"))
    assert done.returncode == 6


def test_a_closed_pipe_ends_silently():
    code = f"{sys.executable} -m holdfast example ukraine-2025 | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


def test_interruption_leaves_nothing_behind(tmp_path):
    parties = "".join(f"  p{k}: {{options: {{{', '.join(f'o{k}_{j}: O' for j in range(5))}}}}}\n" for k in range(4))
    lists = "".join(
        f"  p{k}: [{', '.join(f'o{(k + j) % 4}_{j % 5} iff o{(k * 3 + j) % 4}_{(j * 2) % 5}' for j in range(9))}]\n"
        for k in range(4)
    )
    (tmp_path / "big.yaml").write_text(f"schema: holdfast/case/1\ntitle: Big\nparties:\n{parties}preferences:\n{lists}")
    working = subprocess.Popen(
        [*RUN, "solve", "big.yaml"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(2.0)
    assert working.poll() is None
    working.send_signal(signal.SIGINT)
    out, err = working.communicate(timeout=20)
    assert working.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    assert [p.name for p in tmp_path.iterdir()] == ["big.yaml"]


def test_a_mistake_in_the_program_is_one_line_unless_asked(monkeypatch):
    from holdfast.cli.main import exit_code

    code, message = exit_code(ZeroDivisionError("x"))
    assert code == 70
    assert "report" in message


def test_new_passes_check_and_takes_any_title(tmp_path):
    for title in ("Harbour talks", 'A: "b" # c', "éè {x}"):
        text = run("new", "--title", title).stdout
        case = hf.loads(text)
        assert case.title == title
        assert run("check", "-", text=text).stdout == ""


def test_a_party_called_no_stays_text():
    text = GOOD.replace("a: {options", "no: {options").replace("a: [x]", "no: [x]")
    found = json.loads(run("hold", "-", "--state", "YN", "--json", text=text).stdout)
    assert list(found["parties"]) == ["no", "b"]


def test_output_is_the_same_bytes_whatever_the_hash_seed(tmp_path):
    pages = []
    for seed in ("0", "1"):
        run("brief", "ukraine-2025", "-o", str(tmp_path / f"{seed}.html"), PYTHONHASHSEED=seed)
        pages.append((tmp_path / f"{seed}.html").read_bytes())
        pages.append(run("hold", "ukraine-2025", "--json", PYTHONHASHSEED=seed).stdout.encode())
    assert pages[:2] == pages[2:]
