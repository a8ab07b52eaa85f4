from holdfast.casefile.findings import Findings, quote, similar
from holdfast.casefile.limits import MAX_PROBLEMS
from holdfast.casefile.located import Text


def test_sorted_without_repeats():
    found = Findings("f")
    found.add((3, 1), "HF112", "b")
    found.add((1, 2), "HF150", "w")
    found.add((3, 1), "HF112", "b", "another hint")
    found.add((1, 1), "HF112", "a")
    assert [(p.line, p.column, p.severity) for p in found.problems()] == [
        (1, 1, "error"),
        (1, 2, "warning"),
        (3, 1, "error"),
    ]
    assert found.has_errors


def test_warnings_are_no_errors():
    found = Findings("f")
    found.add((1, 1), "HF150", "w")
    assert not found.has_errors


def test_muted_places():
    found = Findings("f")
    found.add((1, 1), "HF104", "alias")
    found.mute((1, 1))
    found.add((1, 1), "HF112", "unknown")
    assert len(found.problems()) == 1


def test_too_many_are_counted_and_errors_come_first():
    found = Findings("f")
    for line in range(1, MAX_PROBLEMS + 1):
        found.add((line, 1), "HF150", "warning")
    found.add((999, 1), "HF112", "error")
    problems = found.problems()
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-2].message == "error"
    assert (problems[-1].code, problems[-1].message) == ("HF100", "and 1 more problem")


def test_hints_are_worked_out_only_when_shown():
    found, asked = Findings("f"), []

    def hint():
        asked.append(1)
        return "h"

    for line in range(1, 1000):
        found.add((line, 1), "HF112", "x", hint)
    assert not asked
    assert found.problems()[0].hint == "h"
    assert len(asked) == MAX_PROBLEMS


def test_similar():
    assert (
        similar("withdrawl", ["halt", Text.at("withdrawal", (17, 7))])()
        == 'did you mean "withdrawal" (declared at line 17)?'
    )
    assert similar("HALT", ["halt"])() == 'did you mean "halt"?'
    assert similar("zzz", ["halt", "sign"])() == "known: halt, sign"
    assert similar("zzz", ["halt"], "declare it")() == "declare it"
    assert similar("zzz", [])() == ""
    assert similar("x" * 10_000, ["halt"] * 10_000)() == "known: halt"
    many = [f"option_{k}" for k in range(400)]
    assert similar("optoin_77", many)().startswith('did you mean "option_')


def test_quote():
    assert quote("a\nb\t") == '"a b "'
    assert len(quote("x" * 500)) <= 62
