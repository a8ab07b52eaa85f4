import pytest
import yaml

from holdfast.casefile.findings import Findings
from holdfast.casefile.limits import MAX_DEPTH, MAX_NODES
from holdfast.casefile.located import Map, Seq, Text, read_tree


def read(text):
    found = Findings("f")
    return read_tree(text, found), [(p.line, p.column, p.code) for p in found.problems()]


@pytest.fixture(params=["C", "Python"], autouse=True)
def parser(request, monkeypatch):
    if request.param == "Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)


def test_everything_stays_text():
    tree, problems = read("a: [no, on, 017, 1e3, 1:30, 2024-05-01, 0x1F, 600k, true, NO]")
    assert not problems
    assert list(map(str, tree["a"])) == ["no", "on", "017", "1e3", "1:30", "2024-05-01", "0x1F", "600k", "true", "NO"]
    assert all(item.plain for item in tree["a"])


def test_null_is_told_from_text():
    tree, _ = read("a:\nb: ~\nc: null\nd: ''\ne: 'null'\nf: |\n\n")
    assert [key for key, value in tree.items() if value.is_null] == ["a", "b", "c"]


def test_places_count_from_one():
    tree, _ = read("a:\n  - b\n  - {c: 'd'}\n")
    assert tree.place == (1, 1)
    assert [key.place for key in tree] == [(1, 1)]
    assert tree["a"].place == (2, 3)
    assert tree["a"][0].place == (2, 5)
    assert tree["a"][1].place == (3, 5)
    assert tree["a"][1]["c"].place == (3, 9)
    assert isinstance(tree, Map)
    assert isinstance(tree["a"], Seq)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_places_with_other_line_breaks_and_letters(line_break):
    tree, _ = read(f"é: 'ü'{line_break}x: 日本 {line_break}y: z")
    assert tree["x"].place == (2, 4)
    assert tree["y"].place == (3, 4)


def test_place_within_a_text():
    tree, _ = read("""a: one two\nb: "one two"\nc: 'one two'\nd: "one\\ttwo"\ne: >-\n  one\n  two\nf: one\n  two\n""")
    assert tree["a"].within(4) == (1, 8)
    assert tree["b"].within(4) == (2, 9)
    assert tree["c"].within(4) == (3, 9)
    assert tree["d"].within(4) == (4, 4), "escaped: the place of the text"
    assert tree["e"].within(4) == (5, 4)
    assert tree["f"].within(4) == (8, 4)


def test_json_is_read():
    tree, problems = read('{"a": [1, true, null, "b\\/c"]}')
    assert not problems
    assert tree["a"][3] == "b/c"
    assert tree["a"][2].is_null


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x b", [(1, 4, "HF104")]),
        ("a: *x", [(1, 4, "HF104")]),
        ("a: !t b", [(1, 4, "HF104")]),
        ("a: !!int 3", [(1, 4, "HF104")]),
        ("a: !<tag:x> b", [(1, 4, "HF104")]),
        ("<<: {a: b}", [(1, 1, "HF104")]),
        ("[a]: b", [(1, 1, "HF104")]),
        ("{a: b}: c", [(1, 1, "HF104")]),
        ("a: 1\na: 2\na: 3", [(2, 1, "HF105"), (3, 1, "HF105")]),
        ("1: a\n'1': b", [(2, 1, "HF105")]),
        ("a: b\n---\nc: d", [(2, 1, "HF104")]),
        ("a: b\n...\n---\nc: d", [(3, 1, "HF104")]),
        ("%TAG ! x\n---\na: b", [(1, 1, "HF104")]),
        ("# c\n%FOO x\n---\na: b", [(2, 1, "HF104")]),
    ],
)
def test_refused(text, expected):
    assert read(text)[1] == expected


def test_accepted_oddities():
    for text in (
        "%YAML 1.2\n---\na: b\n...\n",
        "---\na: b",
        "a: '<<'",
        "'<<': b",
        "a: '&x'",
        "# only\na: b # c",
        "a: |\n  %x\n",
    ):
        assert read(text)[1] == [], text


def test_duplicates_keep_the_first_and_name_it():
    found = Findings("f")
    tree = read_tree("a: 1\nb: 2\na: {c: d}\n", found)
    assert tree == {"a": "1", "b": "2"}
    assert found.problems()[0].hint == "first given at line 1, column 1"


def test_depth():
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH)[1] == []
    assert read("[" * (MAX_DEPTH + 1))[1] == [(1, MAX_DEPTH + 1, "HF103")]


def test_number_of_entries():
    assert read("[" + "a," * (MAX_NODES - 1) + "]")[1] == []
    assert read("[" + "a," * MAX_NODES + "]")[1] == [(1, 2 * MAX_NODES, "HF103")]


def test_text_is_a_plain_string_otherwise():
    text = Text.at("abc", (3, 4))
    assert type(str(text)) is str
    assert {text: 1}["abc"] == 1
    assert text == "abc"
    assert Map({text: text}).key("abc") is text
    assert Map({text: text}).part("x") is None
