"""Whatever a file holds, reading it gives a case or problems, never an exception, and soon."""

import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.case import Case
from holdfast.case.condition import depth, parse, write
from holdfast.casefile import examine
from holdfast.casefile.problems import REGISTRY
from holdfast.errors import ConditionError

SEED = (Path(__file__).parent / "seed.yaml").read_bytes()
RELAXED = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))

WORDS = (
    "schema title sources parties rules states feasible moves preferences status_quo outcome issues plans agreement",
    "accounts name options text irreversible never always if then ranking prefer source span positions now conduct",
    "signatories in_force move state do assumed quote start x-a a b sign - ? <<",
    "judgements credence given when hypotheses among evidence likelihood origin otherwise lexicon believes question",
)
KEYS = st.sampled_from([*" ".join(WORDS).split(), "exactly one of", "at most one of", "at least one of"])
SCALARS = st.one_of(
    KEYS,
    st.sampled_from(
        [
            "",
            "~",
            "a if b if c",
            "cap >= full",
            "YN-",
            "NN",
            "1 > 2",
            "true",
            "from taken",
            "holdfast/case/1",
            "not sign",
            "a.b",
            "(",
            "likely",
            "0.3",
            "35%",
            "not a",
        ]
    ),
    st.text(max_size=12),
    st.integers(-3, 10**6).map(str),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | SCALARS, inner, max_size=6),
    max_leaves=30,
)


def check(data: bytes) -> None:
    before = time.process_time()
    case, problems = examine(data, "fuzz.yaml")
    assert time.process_time() - before < 5
    assert isinstance(case, Case) != any(problem.severity == "error" for problem in problems)
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.code in REGISTRY
        str(problem).encode()
    assert problems == sorted(problems, key=lambda p: (p.line, p.column)), "sorted by position"


@RELAXED
@given(st.binary(max_size=400))
def test_bytes(data):
    check(data)


@RELAXED
@given(st.text(max_size=400))
def test_text(text):
    check(text.encode("utf-8", "surrogatepass"))


@RELAXED
@given(st.data())
def test_mutated_case(data):
    made = bytearray(SEED)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(made)))
        until = data.draw(st.integers(at, min(len(made), at + 30)))
        kind = data.draw(st.sampled_from(["cut", "insert", "copy", "replace"]))
        if kind == "cut":
            del made[at:until]
        elif kind == "insert":
            made[at:at] = data.draw(
                st.sampled_from([b"[", b"{", b": ", b"- ", b"\t", b"&a ", b"*a", b"\n", b"'", b'"', b"\xff", b"not "])
            )
        elif kind == "copy":
            made[at:at] = made[at:until]
        else:
            made[at:until] = data.draw(SCALARS).encode("utf-8", "surrogatepass")
    check(bytes(made))


@RELAXED
@given(st.data())
def test_moved_lines(data):
    lines = SEED.split(b"\n")
    for _ in range(data.draw(st.integers(1, 3))):
        line = lines.pop(data.draw(st.integers(0, len(lines) - 1)))
        lines.insert(data.draw(st.integers(0, len(lines))), b" " * data.draw(st.integers(0, 4)) + line)
    check(b"\n".join(lines))


def flow(tree: object) -> str:
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(item)}" for key, item in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(flow(item) for item in tree) + "]"
    return "'" + str(tree).replace("'", "''") + "'"


@RELAXED
@given(TREES, st.booleans())
def test_structures(tree, bare):
    text = flow(tree)
    check((text.replace("'", "") if bare else text).encode("utf-8", "surrogatepass"))


@RELAXED
@given(st.dictionaries(KEYS, TREES, max_size=6))
def test_top_level_structures(parts):
    head = {"schema": "holdfast/case/1", "title": "T", "parties": {"a": {"options": {"sign": "S", "halt": "H"}}}}
    check(flow({**head, **parts}).encode("utf-8", "surrogatepass"))


def replace_part(tree: object, path: list[int], new: object) -> object:
    if not path or not isinstance(tree, dict | list) or not tree:
        return new
    if isinstance(tree, list):
        at = path[0] % len(tree)
        return [*tree[:at], replace_part(tree[at], path[1:], new), *tree[at + 1 :]]
    key = list(tree)[path[0] % len(tree)]
    return {**tree, key: replace_part(tree[key], path[1:], new)}


@RELAXED
@given(st.lists(st.integers(0, 20), min_size=1, max_size=5), TREES)
def test_one_part_replaced(path, new):
    import yaml

    check(flow(replace_part(yaml.load(SEED, Loader=yaml.BaseLoader), path, new)).encode("utf-8", "surrogatepass"))


@RELAXED
@given(st.text(alphabet="ab ()=<>!,{}.-\n\tnotandorifin_", max_size=60))
def test_conditions(text):
    try:
        tree = parse(text)
    except ConditionError as refused:
        column = refused.column
    else:
        column = 0
        assert depth(tree) >= 1
        assert parse(write(tree)) == tree
    assert 0 <= column <= len(text)
