"""The verbs that read and review, as a person calls them."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ..reading.stub_server import says, serving

ENV = {key: value for key, value in os.environ.items() if not key.startswith("HOLDFAST_")}


def run(*args, cwd, stdin="", **env):
    return subprocess.run(
        [sys.executable, "-m", "holdfast", *args],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=ENV | env,
        timeout=60,
    )


TEXT = "Mr. Okell said that Tarvia may sign. The farmers want water.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "talks.txt").write_text(TEXT)
    return tmp_path


def test_json_as_promised(folder):
    done = run("read", "-", "--json", cwd=folder, stdin=TEXT)
    shown = json.loads(done.stdout)
    assert done.returncode == 0
    assert shown["schema"] == "holdfast/reading/1"
    assert shown["sentences"] == [{"id": 0, "start": 0, "end": 36}, {"id": 1, "start": 37, "end": 60}]
    kinds = {p["kind"] for p in shown["proposals"]}
    assert kinds == {"claim", "forecast", "position"}
    for each in shown["proposals"]:
        assert TEXT[each["start"] : each["end"]] == each["quote"]
        assert {"kind", "sentence", "quote", "start", "end", "holder", "cue", "range"} <= set(each)
    assert shown["measured"]["by_part"]["held-out"]["kinds"]["claim"]["precision"] >= 0.9
    assert "held-out sentences" in done.stderr


def test_the_same_bytes_twice(folder):
    one = run("read", "talks.txt", "--json", cwd=folder, PYTHONHASHSEED="0").stdout
    assert one == run("read", "talks.txt", "--json", cwd=folder, PYTHONHASHSEED="1").stdout


def test_terminal_text_page_and_plain_text(folder):
    done = run("read", "talks.txt", "--case", "two-valleys", cwd=folder)
    assert "claim: Mr. Okell" in done.stdout
    assert run("read", "talks.txt", "--text", cwd=folder).stdout == TEXT
    done = run("read", "talks.txt", "-o", "talks.html", cwd=folder)
    assert done.stdout == ""
    page = (folder / "talks.html").read_text()
    assert "<mark>may</mark>" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    (folder / "talks.txt").write_text("Another text.")
    assert run("read", "talks.txt", "-o", "talks.html", cwd=folder).returncode == 6


def test_a_page_shows_markup_as_text(folder):
    (folder / "x.txt").write_text('The <script>alert(1)</script> may & "will" fail.\n')
    run("read", "x.txt", "-o", "x.html", cwd=folder)
    page = (folder / "x.html").read_text()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_from_text_to_case(folder):
    assert run("read", "talks.txt", "-o", "talks.jsonl", cwd=folder).returncode == 0
    assert run("new", "--from-text", "talks.txt", "-o", "case.yaml", cwd=folder).returncode == 0
    before = (folder / "case.yaml").read_text()
    assert "# tarvia: {name" in before
    assert run("check", "case.yaml", cwd=folder).returncode == 0
    answers = "a\ne\n\nOkell\n\nheard twice\nr\n"
    done = run(
        "review",
        "talks.jsonl",
        "--text",
        "talks.txt",
        "--by",
        "AB",
        "--on",
        "2026-01-31",
        "--into",
        "case.yaml",
        "--page",
        "review.html",
        cwd=folder,
        stdin=answers,
    )
    assert done.returncode == 0
    assert "1 accepted, 1 edited, 1 rejected" in done.stdout
    after = (folder / "case.yaml").read_text()
    assert after.startswith(before.rstrip("\n"))
    assert 'accepted_by: "AB"' in after
    assert "heard twice" in after
    assert run("check", "case.yaml", cwd=folder).returncode == 0
    assert "rejected by AB on 2026-01-31" in (folder / "review.html").read_text()
    again = run("review", "talks.jsonl", "--text", "talks.txt", "--no-ask", "--into", "case.yaml", "--json", cwd=folder)
    assert json.loads(again.stdout)["written"] == 0
    assert (folder / "case.yaml").read_text() == after


def test_answers_that_end_early_keep_what_was_decided(folder):
    run("read", "talks.txt", "-o", "talks.jsonl", cwd=folder)
    args = ("review", "talks.jsonl", "--text", "talks.txt", "--by", "AB", "--on", "2026-01-31")
    assert "1 accepted" in run(*args, cwd=folder, stdin="what\na\n").stdout
    done = run(*args, "--reject", "p002", cwd=folder)
    assert "1 accepted, 0 edited, 1 rejected" in done.stdout


def test_decisions_without_a_name_or_date_are_refused(folder):
    run("read", "talks.txt", "-o", "talks.jsonl", cwd=folder)
    kept = (folder / "talks.jsonl").read_bytes()
    done = run("review", "talks.jsonl", "--text", "talks.txt", cwd=folder, stdin="a\n")
    assert (done.returncode, kept) == (2, (folder / "talks.jsonl").read_bytes())
    assert "--by" in done.stderr


def test_scores(folder):
    done = run("read", "gold:news-1", "--score", "gold:news-1", "--json", cwd=folder)
    shown = json.loads(done.stdout)
    assert shown["kinds"]["claim"]["precision"] >= 0.9
    assert shown["sentences"]["recall"] == 1
    run("read", "gold:news-1", "--text", cwd=folder)
    run("read", "talks.txt", "-o", "a.jsonl", cwd=folder)
    table = run("read", "a.jsonl", "--score", "a.jsonl", cwd=folder).stdout
    assert "claim            1.00    1.00" in table
    (folder / "a.json").write_text(run("read", "talks.txt", "--json", cwd=folder).stdout)
    assert run("read", "a.json", "--score", "a.jsonl", cwd=folder).stdout.splitlines()[3:] == table.splitlines()[3:]
    assert run("read", "gold:news-1", "--score", "a.jsonl", cwd=folder).returncode == 3


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("read", "nothing.txt"), 6, "nothing.txt"),
        (("read", "gold:nothing"), 3, "shipped texts are essay-1"),
        (("read", "bad.txt"), 3, "bad.txt:1:1: byte 0xFF"),
        (("read", "talks.txt", "--lexicon", "no"), 2, "no"),
        (("read", "talks.txt", "--score", "talks.txt"), 3, "not JSON"),
        (("review", "talks.txt", "--text", "talks.txt", "--by", "A", "--on", "2026"), 3, "not JSON"),
        (("review", "talks.jsonl", "--text", "talks.txt", "--kind", "x"), 2, "kinds are"),
        (("read", "talks.txt", "--llm", "ftp://x"), 2, "no http or https address"),
        (("new", "--from-text", "bad.txt"), 3, "not UTF-8"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, tuple) else "",
)
def test_bad_input_gives_one_message(folder, args, code, message):
    (folder / "bad.txt").write_bytes(b"\xff\xfd")
    run("read", "talks.txt", "-o", "talks.jsonl", cwd=folder)
    done = run(*args, cwd=folder)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr


GOOD = {"sentence": 1, "kind": "claim", "quote": "The farmers want water", "holder": "The farmers", "cue": "want"}


def test_a_model_is_asked_only_where_it_is_named(folder):
    with serving(lambda body, n: says({"items": [GOOD, GOOD | {"quote": "invented by nobody"}]})) as stub:
        run("read", "talks.txt", cwd=folder)
        assert stub.asked == []
        done = run(
            "read",
            "talks.txt",
            "--json",
            "--llm",
            stub.url,
            "--llm-model",
            "small",
            cwd=folder,
            HOLDFAST_LLM_KEY="s3cret",
        )
        assert "Bearer s3cret" in stub.headers[0]["Authorization"]
        again = run("read", "talks.txt", "--json", cwd=folder, HOLDFAST_LLM_URL=stub.url, HOLDFAST_LLM_MODEL="small")
    shown = json.loads(done.stdout)
    assert shown["notes"]["llm_unverified"] == 1
    assert "s3cret" not in done.stdout + done.stderr
    assert "not this machine" not in done.stderr
    assert json.loads(again.stdout)["proposals"] == shown["proposals"]


def test_an_address_elsewhere_is_warned_of(folder):
    done = run("read", "talks.txt", "--llm", "http://holdfast.invalid/v1", "--llm-timeout", "5", cwd=folder)
    assert done.returncode == 6
    assert "warning: the text is sent to holdfast.invalid, which is not this machine" in done.stderr
    assert "cannot be asked" in done.stderr


def test_without_a_model_no_socket_is_opened(folder, monkeypatch):
    from holdfast.reading.reader import read_text
    from holdfast.reading.text import Text

    def refused(*args, **kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refused)
    assert read_text(Text("-", TEXT)).proposals
