import pytest

from holdfast.casefile.findings import Findings
from holdfast.casefile.located import read_tree


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a:\n\tb: c", 2, 1, "tab"),
        ("a:\n  b: c\n \td: e", 3, 2, "tab"),
        ("a: [b, c", 1, 4, "never closed"),
        ("a: [b, c\nd: e", 1, 4, "never closed"),
        ("a: {b: c", 1, 4, "never closed"),
        ('a: "b', 1, 4, "never closed"),
        ("a: 'b\nc: d", 1, 4, "never closed"),
        ("a: [b}", 1, 6, '"}"'),
        ("a: b]c: d", 1, 7, '":"'),
        ("a: b: c", 1, 5, '":"'),
        ("a\nb: c", 2, 2, '":"'),
        ("a: b\nc\nd: e", 2, 1, '":"'),
        ("a: @b", 1, 4, '"@"'),
        ("a: `b`", 1, 4, '"`"'),
        ("a: %b", 1, 4, '"%"'),
        ("a:\n   b: c\n  d: e", 3, 3, "indentation"),
        ("a:\n  - b\n c", 3, 2, "indentation"),
        ("- a\nb: c", 2, 1, "list"),
        ('a: "\\q"', 1, 5, "escape"),
        ("a: ]", 1, 4, '"]"'),
        ("a: - b", 1, 4, '"-"'),
        ("a: |x\n  b", 1, 5, "|"),
        ("a: &", 1, 5, "&"),
        ("a: *", 1, 5, "*"),
        ("%YAML 9.9\n---\na: b", 1, 1, "version"),
    ],
)
def test_plain_words(text, line, column, words):
    found = Findings("f")
    assert read_tree(text, found) is None
    (problem,) = found.problems()
    assert problem.code == "HF102"
    assert (problem.line, problem.column) == (line, column), problem
    assert words in f"{problem.message} {problem.hint}"
    assert "<" not in problem.message.replace('"<"', "")
