"""`holdfast path` and `holdfast upset` as people and programs meet them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from holdfast import example
from holdfast.cli.main import cli
from holdfast.report.paths import state_name
from holdfast.shipped import examples


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, env={"COLUMNS": "80", "NO_COLOR": "1"})


def text(*arguments: str) -> str:
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def answer(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(*arguments, "--json"))
    return found


@pytest.mark.parametrize("verb", ["path", "upset"])
@pytest.mark.parametrize("slug", examples())
def test_every_shipped_case_fits_eighty_columns(slug: str, verb: str) -> None:
    account = example(slug).account_ids()[0]
    shown = text(verb, slug, *(["--account", account] if account else []))
    assert shown.strip()
    assert max(map(len, shown.splitlines())) <= 80


def test_a_path_in_words() -> None:
    shown = text("path", "cuba-1962", "1", "7")
    assert shown.startswith("From 1 (NNNN) to 7 (NYYN).\n")
    assert "by improvements  2 steps, 1 shortest sequence; United States must move first.\n" in shown
    assert "  1. United States: take “Naval blockade of Cuba” → 3 (NYNN) (wanted)\n" in shown
    assert shown.count("as shown above, by moves") == 2
    assert "not wanted" not in shown
    both = text("path", "cuba-1962", "1", "7", "--most", "2")
    assert "  1. Soviet Union: take “Withdraw the missiles” → 5 (NNYN) (not wanted)\n" in both
    assert "before it United States would rather do something else" in both


def test_a_joint_step_in_words() -> None:
    shown = text("path", "elmira-1991", "5", "8", "--by", "coalitions")
    assert "  1. together, Ontario Ministry of the Environment: take “Modify" in shown
    assert "(cannot be undone)" in shown
    assert "by moves" not in shown


def test_no_way_in_words() -> None:
    shown = text("path", "cuba-1962", "6", "1", "--by", "moves")
    assert "of which 2 (YNNN) is" in shown
    assert "`air_strike` cannot be changed back." in shown
    assert "improvements lead to 5 (NYNNY) and no further." in text("path", "elmira-1991", "--by", "improvements")
    assert "That is where it starts" in text("path", "cuba-1962", "1", "1")


def test_defaults_show_what_happened_in_full_and_other_equilibria_on_a_line() -> None:
    shown = text("path", "cuba-1962")
    assert "which is what happened and an equilibrium of seq." in shown
    assert "6 (YNYN)  nash, seq    2      2             2\n" in shown
    assert "5 (NNYN)  seq          1      3             2\n" in shown


def test_many_answers_on_a_line_each() -> None:
    shown = text("path", "ukraine-2025", "--plan", "p28")
    rows = [line.split() for line in shown.splitlines() if line.startswith("p28")]
    assert [row[1] for row in rows] == list(example("ukraine-2025").accounts)
    assert ["p28", "washington", "5", "5", "2", "Ukraine"] in rows
    assert ["p28", "kyiv", "5", "never", "never", "–"] in rows
    upset = text("upset", "ukraine-2025", "--plan", "g19")
    assert "\n?: only if what the plan leaves unknown is filled in accordingly." in upset
    rows = [line.split() for line in upset.splitlines() if line.startswith("g19")]
    assert ["g19", "washington", "open", "russia?"] in rows


def test_an_open_answer_in_words() -> None:
    shown = text("path", "ukraine-2025", "--plan", "g19", "--account", "washington")
    assert "by improvements  open: it turns on foreign_troops, which the plan leaves" in shown
    assert "seq?" in shown
    assert "?: only if what the plan leaves unknown is filled in accordingly." in shown
    upset = text("upset", "ukraine-2025", "--plan", "g19", "--account", "washington")
    assert upset.startswith("Whether a coalition can upset plan g19")
    assert "only under some fillings of unknown cells; for one, if" in upset


def test_a_plan_can_be_named_as_the_target() -> None:
    found = answer("path", "ukraine-2025", "NNNYNNNNNNNNNN", "p28", "--account", "washington")
    assert (found["plan"], found["targets"][0]["plan"]) == ("p28", "p28")
    assert len(found["targets"]) == 1
    alone = answer("path", "ukraine-2025", "p28", "NNNYNNNNNNNNNN", "--account", "washington", "--by", "moves")
    assert (alone["plan"], alone["from"]) == ("p28", found["targets"][0]["to"])
    assert alone["targets"][0]["ways"]["moves"]["one_way"] == ["hold_elections"]


def test_how_many_sequences_are_shown() -> None:
    def number(*more: str) -> int:
        way = answer("path", "elmira-1991", "1", "8", *more)["targets"][0]["ways"]["moves"]
        assert way["n_sequences"] == 6
        return len(way["sequences"])

    assert (number(), number("--most", "1"), number("--most", "9")) == (3, 1, 6)


def test_upset_in_words() -> None:
    shown = text("upset", "elmira-1991", "--state", "5")
    assert shown.startswith("It takes 2 parties together to upset state 5 (NYNNY).\n")
    assert "    nobody can answer it\n    both states are equilibria (seq): an equilibrium jump\n" in shown
    assert "No coalition can upset state 8 (YNYNY)." in text("upset", "elmira-1991")
    answered = text("upset", "cuba-1962", "--state", "7")
    assert "1 party alone can upset state 7 (NYYN)." in answered
    assert "no\n    better than before for United States (which it would want to do)" in answered
    assert "Coalitions of more than 1 were not looked at." in text(
        "upset", "elmira-1991", "--state", "5", "--largest", "1"
    )
    both = text("upset", "cuba-1962", "--state", "7", "--concept", "cseq").replace("\n", " ")
    assert "It takes 2 parties together to upset state 7 (NYYN) so that nobody wants to answer it." in both


def test_what_was_not_settled_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.engines.coalitions_listed.BUDGET", 0)
    shown = text("path", "cuba-1962", "1", "5")
    assert "by coalitions    not settled: more than 1 step, if at all." in shown
    monkeypatch.setattr("holdfast.questions.upsets.state.MAX_ENDS", 0)
    shown = text("upset", "elmira-1991", "--state", "5", "--concept", "cgmr")
    assert shown.startswith("No coalition that was settled can upset state 5 (NYNNY)")
    assert "Not settled, as there is too much to search: Ontario Ministry" in shown


def test_where_the_question_does_not_apply(tmp_path: Path) -> None:
    assert "Name a state with --state." in text("upset", "chicken").replace("\n", " ")
    found = answer("upset", "chicken")
    assert (found["question"], found["answers"]) == ("upset", [])
    case = tmp_path / "case.yaml"
    case.write_text(
        "schema: holdfast/case/1\ntitle: Never nothing\nparties:\n  a: {options: {x: X}}\n  b: {options: {y: Y}}\n"
        "rules: [{never: not x and not y}]\npreferences: {a: [x], b: [y]}\n"
    )
    assert "Name a state: holdfast path CASE FROM." in text("path", str(case)).replace("\n", " ")
    assert answer("path", str(case))["answers"] == []
    assert answer("path", str(case), "YN")["from"] == "YN"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["path", "cuba-1962", "1", "99"], 2, 'no state "99"'),
        (["path", "cuba-1962", "1", "NNYY"], 2, "cannot occur"),
        (["path", "cuba-1962", "--by", "jumps"], 2, 'no kind of steps "jumps"; there are moves, improvements'),
        (["path", "cuba-1962", "--by", " , "], 2, "--by names no kind of steps"),
        (["upset", "cuba-1962", "--concept", "seq"], 2, '"seq" is about parties alone'),
        (["hold", "cuba-1962", "--state", "7", "--why", "us", "--concept", "cnash"], 2, "`upset` shows which"),
        (["solve", "ukraine-2025", "--plan", "p28", "--concept", "coalition_seq"], 4, "refused before starting"),
    ],
)
def test_errors_say_what_would_do(arguments: list[str], code: int, said: str) -> None:
    from holdfast.cli.main import exit_code

    done = run(*arguments, *(["--account", "kyiv"] if "ukraine-2025" in arguments else []))
    error = done.exception
    assert error is not None
    if isinstance(error, SystemExit):
        assert (done.exit_code, said in done.output) == (code, True)
    else:
        assert exit_code(error)[0] == code
        assert said in str(error)


def test_names_of_states() -> None:
    case = example("elmira-1991")
    assert state_name(case, "---Y-") == "9 (---Y-)"
    assert state_name(case, "YYYYY") == "YYYYY"
