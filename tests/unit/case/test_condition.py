import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.case.condition import (
    MAX_DEPTH,
    MAX_LENGTH,
    And,
    Comparison,
    If,
    Iff,
    InForce,
    IssueIs,
    Name,
    Not,
    Or,
    Taken,
    atoms,
    children,
    depth,
    parse,
    replace_atoms,
    truth,
    write,
)
from holdfast.errors import ConditionError

A, B, C = Name("a"), Name("b"), Name("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("not a", Not(A)),
        ("not not a", Not(Not(A))),
        ("a and b and c", And((A, B, C))),
        ("a or b and c", Or((A, And((B, C))))),
        ("not a and b", And((Not(A), B))),
        ("a if b", If(A, B)),
        ("a only if b", If(B, A, only=True)),
        ("a or b if c", If(Or((A, B)), C)),
        ("a iff b", Iff(A, B)),
        ("a iff b iff c", Iff(Iff(A, B), C)),
        ("a if b iff c", Iff(If(A, B), C)),
        ("(a if b) if c", If(If(A, B), C)),
        ("in_force", InForce()),
        ("a if in_force", If(A, InForce())),
        ("p.a", Name("p.a")),
        ("  a\n and b ", And((A, B))),
        ("a = b", Comparison(A, "=", (B,))),
        ("a != b", Comparison(A, "!=", (B,))),
        ("cap >= 600k", Comparison(Name("cap"), ">=", (Name("600k"),))),
        ("a<b", Comparison(A, "<", (B,))),
        ("a in {b, c}", Comparison(A, "in", (B, C))),
        ("a in {b,}", Comparison(A, "in", (B,))),
        ("not a = b", Not(Comparison(A, "=", (B,)))),
        ("written-in and no", And((Name("written-in"), Name("no")))),
    ],
)
def test_parse(text, tree):
    assert parse(text) == tree


def test_names_that_begin_like_keywords_stay_names():
    assert parse("android and notary or iffy") == Or((And((Name("android"), Name("notary"))), Name("iffy")))
    assert parse("in_force_2") == Name("in_force_2")
    assert parse("only-us and in.force") == And((Name("only-us"), Name("in.force")))
    assert parse("not-yet") == Name("not-yet")


def test_names_know_their_column():
    tree = parse("abc and not (de or cap >= full)")
    assert [(atom.text, atom.column) for atom in atoms(tree) if isinstance(atom, Name)] == [("abc", 0), ("de", 13)]
    comparison = list(atoms(tree))[2]
    assert (comparison.issue.column, comparison.positions[0].column) == (19, 26)


@pytest.mark.parametrize(
    ("text", "column", "word"),
    [
        ("", 0, "empty"),
        ("   ", 0, "empty"),
        ("a andd b", 2, "andd"),
        ("a and", 5, "too early"),
        ("not", 3, "too early"),
        ("and a", 0, "and"),
        ("a b", 2, "b"),
        ("a AND b", 2, "lower case"),
        ("NOT a", 0, "lower case"),
        ("a & b", 2, "and"),
        ("a || b", 2, "or"),
        ("!a", 0, "not"),
        ("a -> b", 2, "only if"),
        ("a == b", 3, "="),
        ("(a", 0, "never closed"),
        ("a)", 1, "without"),
        ("()", 1, ""),
        ("a if b if c", 7, "parentheses"),
        ("a if b only if c", 7, "parentheses"),
        ("a only b", 2, "only if"),
        ("if a", 0, "before"),
        ("only", 0, "only if"),
        ("not if a", 4, ""),
        ("a and and b", 6, "and"),
        ("a in b", 5, "braces"),
        ("a in {}", 6, ""),
        ("a =", 3, "position"),
        ("a = (b)", 4, "position"),
        ("a.b.c", 3, ""),
        ("a; b", 1, ""),
        ("__import__('os')", 10, "'os'"),
        ("é", 0, "é"),
    ],
)
def test_refused_with_column(text, column, word):
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert caught.value.column == column
    assert word in f"{caught.value.message} {caught.value.hint}"
    assert str(column + 1) in str(caught.value)


def test_limits():
    assert depth(parse("not " * (MAX_DEPTH - 1) + "a")) == MAX_DEPTH
    for text in ("not " * MAX_DEPTH + "a", "(" * 5000 + "a" + ")" * 5000, "(" * 2000, "a " * MAX_LENGTH):
        with pytest.raises(ConditionError):
            parse(text)
    with pytest.raises(ConditionError):
        parse("a" * (MAX_LENGTH + 1))
    assert parse("a" * MAX_LENGTH) == Name("a" * MAX_LENGTH)


LEAVES = st.sampled_from(
    [A, B, Name("p.c"), InForce(), Comparison(A, "=", (B,)), Comparison(A, "in", (B, C)), Comparison(C, "<=", (A,))]
)


def _grow(inner):
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        inner.map(Not),
        several.map(And),
        several.map(Or),
        st.builds(If, inner, inner, st.booleans()),
        st.builds(Iff, inner, inner),
    )


TREES = st.recursive(LEAVES, _grow, max_leaves=12)


@settings(deadline=None)
@given(TREES)
def test_what_is_written_reads_back(tree):
    if depth(tree) <= 20:
        assert parse(write(tree)) == tree


@settings(deadline=None)
@given(TREES, st.integers(0, 255))
def test_reading_back_keeps_the_meaning(tree, bits):
    values = dict(zip(dict.fromkeys(map(write, atoms(tree))), (bool(bits >> k & 1) for k in range(9)), strict=False))
    assert truth(tree, lambda atom: values[write(atom)]) == truth(parse(write(tree)), lambda atom: values[write(atom)])


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("a and b", "0001"),
        ("a or b", "0111"),
        ("a if b", "1011"),
        ("a only if b", "1101"),
        ("a iff b", "1001"),
        ("not a", "1100"),
    ],
)
def test_truth(text, table):
    for k, expected in enumerate(table):
        assert truth(parse(text), {A: k // 2 == 1, B: k % 2 == 1}.__getitem__) == (expected == "1")


def test_parts():
    tree = parse("a if b or not c")
    assert [write(part) for part in children(tree)] == ["b or not c", "a"]
    assert [write(atom) for atom in atoms(tree)] == ["b", "c", "a"]
    assert children(A) == ()
    changed = replace_atoms(parse("a and (b iff not c) or c only if a"), lambda atom: Taken("p", atom.text))
    assert write(changed) == "p.a and (p.b iff not p.c) or p.c only if p.a"
    assert write(changed, lambda taken: taken.option) == "a and (b iff not c) or c only if a"


def test_writes_issues():
    assert write(IssueIs("cap", frozenset({"b", "a"}))) == "cap in {a, b}"
    assert write(IssueIs("cap", frozenset({"b", "a"}), "cap >= a")) == "cap >= a"
    with pytest.raises(TypeError):
        write("a")
