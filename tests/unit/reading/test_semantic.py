import json
import sys
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from holdfast.cli.main import cli, exit_code
from holdfast.errors import ExtraMissing
from holdfast.reading.annotations import annotations_of, dump, parse
from holdfast.reading.failure import ReadingError
from holdfast.reading.gold import gold_names, gold_text
from holdfast.reading.pinned import MINILM, WORDPIECES, Pin, digest_of, located
from holdfast.reading.proposal import Found
from holdfast.reading.reader import read_text
from holdfast.reading.semantic import vectors
from holdfast.reading.semantic.issues import Suggester
from holdfast.reading.semantic.wordpiece import word_pieces
from holdfast.reading.sentences import split
from holdfast.reading.text import Text

PIECES = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "the": 3, "dam": 4, "##s": 5, "##ming": 6, ".": 7, "zur": 8, "##ich": 9}
TOKENIZER = {
    "model": {"type": "WordPiece", "vocab": PIECES},
    "normalizer": {"type": "BertNormalizer", "lowercase": True},
}


def pieces():
    return word_pieces(json.dumps(TOKENIZER).encode(), "t.json")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("The dams.", [1, 3, 4, 5, 7, 2]),
        ("damming", [1, 4, 6, 2]),
        ("Zürich", [1, 8, 9, 2]),
        ("damned", [1, 0, 2]),
        ("", [1, 2]),
        ("the\u200b\tdam", [1, 3, 4, 2]),
        ("the" * 200, [1, 0, 2]),
    ],
)
def test_words_are_cut_into_the_longest_known_pieces(text, ids):
    assert pieces().ids(text) == ids


def test_a_long_text_is_cut_off():
    assert pieces().ids("dam " * 500, limit=8) == [1, 4, 4, 4, 4, 4, 4, 2]


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"model": {"type": "BPE", "vocab": {}}, "normalizer": {"type": "x", "lowercase": true}}'],
)
def test_pieces_of_another_kind_are_refused(data):
    with pytest.raises(ReadingError, match="not the word pieces"):
        word_pieces(data, "t.json")


class Letters:
    """Vectors by the letters g and p: how much of gates, how much of prisoners."""

    def __init__(self):
        self.provenance = {"name": "letters", "known": True}

    def vectors(self, texts):
        found = []
        for text in texts:
            x, y = text.lower().count("gate"), text.lower().count("prisoner")
            size = (x * x + y * y) ** 0.5 or 1
            found.append([x / size, y / size])
        return found


TEXT = Text("t.txt", "Okell said that the gates may open. Brandt said that prisoners will be freed.")


def letters():
    return Suggester(("gates", "captives"), ((1.0, 0.0), (0.0, 1.0)), Letters())


def test_proposals_get_the_nearest_issues_and_nothing_else_changes():
    alone, found = read_text(TEXT), read_text(TEXT, suggester=letters())
    nearest = {p.sentence: p.issues[0] for p in found.proposals}
    assert nearest == {0: ("gates", 1.0), 1: ("captives", 1.0)}
    shown = found.json()
    assert shown["semantic"] == {"name": "letters", "known": True}
    assert shown["proposals"][0]["issues"] == [{"issue": "gates", "score": 1.0}, {"issue": "captives", "score": 0.0}]
    for each in shown["proposals"]:
        del each["issues"]
    del shown["semantic"]
    assert shown == alone.json()


def test_suggestions_are_kept_in_a_file_of_proposals():
    found = read_text(TEXT, suggester=letters())
    file = annotations_of(found.text, found.layout, Found(found.proposals, found.hedges), found.engine)
    data = dump(file, TEXT.content)
    assert parse(data, "t.jsonl").items == file.items
    assert dump(parse(data, "t.jsonl"), TEXT.content) == data
    with pytest.raises(ReadingError, match='"score" of an issue'):
        parse(data.replace('"score": 1.0', '"score": "high"', 1), "t.jsonl")


def test_at_most_three_are_suggested_the_nearest_first_and_ties_by_name():
    made = Suggester(("d", "c", "b", "a"), ((0.0, 1.0), (1.0, 0.0), (1.0, 0.0), (0.6, 0.8)), Letters())
    assert made.scored(["gate"]) == [(("b", 1.0), ("c", 1.0), ("a", 0.6))]


# --- the model, or what stands in for it ---------------------------------------------------------------------------


@pytest.fixture
def fake_model(tmp_path, monkeypatch):
    """A module in place of onnxruntime, and both packages installed with known files."""
    (tmp_path / "fake_minilm").mkdir()
    (tmp_path / "fake_minilm" / "model.onnx").write_bytes(b"weights")
    (tmp_path / "fake_pieces").mkdir()
    (tmp_path / "fake_pieces" / "tokenizer.json").write_text(json.dumps(TOKENIZER))
    monkeypatch.syspath_prepend(tmp_path)
    seen = []

    class Session:
        def __init__(self, data, options, *, providers):
            seen.append(data)

        def get_inputs(self):
            return [SimpleNamespace(name="input_ids"), SimpleNamespace(name="attention_mask")]

        def run(self, _, given):
            import numpy as np

            assert set(given) == {"input_ids", "attention_mask"}
            ids = given["input_ids"][0]
            return [np.array([[[float(k), 1.0] for k in ids]])]

    module = SimpleNamespace(InferenceSession=Session, SessionOptions=SimpleNamespace, __version__="0.0")
    monkeypatch.setitem(sys.modules, "onnxruntime", module)
    for name, package, inside in (
        ("MINILM", "fake_minilm", "model.onnx"),
        ("WORDPIECES", "fake_pieces", "tokenizer.json"),
    ):
        digest = digest_of(tmp_path / package / inside)
        pin = Pin(package, "1", "0" * 64, package, inside, digest, "read-semantic", "Apache-2.0")
        monkeypatch.setattr(vectors, name, pin)
    return tmp_path, seen


def test_a_vector_is_the_mean_over_the_pieces_made_one_long(fake_model):
    found = vectors.load().vectors(["dam"])
    mean = ((1 + 4 + 2) / 3, 1.0)
    size = (mean[0] ** 2 + 1) ** 0.5
    assert found[0] == pytest.approx([mean[0] / size, 1 / size])
    assert fake_model[1] == [b"weights"]


@pytest.mark.parametrize("name", ["fake_minilm/model.onnx", "fake_pieces/tokenizer.json"])
def test_a_changed_file_is_never_loaded(fake_model, name):
    path, seen = fake_model
    (path / name).write_bytes(b"other")
    with pytest.raises(ReadingError, match="It is not used"):
        vectors.load()
    assert seen == []


def test_without_onnxruntime_the_command_that_brings_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ExtraMissing) as raised:
        vectors.load()
    assert exit_code(raised.value)[0] == 5
    assert 'pip install "holdfast[read-semantic]"' in str(raised.value)


def test_suggestions_need_a_case(tmp_path):
    path = tmp_path / "t.txt"
    path.write_text(TEXT.content)
    done = CliRunner().invoke(cli, ["read", str(path), "--suggest-issues"])
    assert done.exit_code == 2
    assert "--suggest-issues needs --case" in done.stderr


def test_the_verb_suggests_issues_of_the_case(fake_model, tmp_path):
    path = tmp_path / "t.txt"
    path.write_text(TEXT.content)
    done = CliRunner().invoke(cli, ["read", str(path), "--case", "ukraine-2025", "--suggest-issues", "--json"])
    assert done.exit_code == 0, done.stderr
    shown = json.loads(done.stdout)
    assert shown["semantic"]["model"] == "fake_minilm"
    assert all(len(p["issues"]) == 3 for p in shown["proposals"])


needs_model = pytest.mark.skipif(
    find_spec("onnxruntime") is None or located(MINILM) is None or located(WORDPIECES) is None,
    reason="the extra read-semantic is not installed",
)


@needs_model
def test_real_vectors_tell_near_from_far():
    dam, store, vote = vectors.load().vectors(["The dam holds back water.", "A dam stores water.", "A vote is due."])
    near, far = (sum(a * b for a, b in zip(dam, other, strict=True)) for other in (store, vote))
    assert near > 0.6 > 0.3 > far


@needs_model
def test_real_pieces_are_those_of_the_model_s_own_tokenizer():
    tokenizers = pytest.importorskip("tokenizers")
    theirs = tokenizers.Tokenizer.from_file(str(located(WORDPIECES)))
    theirs.no_padding()
    theirs.enable_truncation(max_length=256)
    ours = vectors.load().pieces
    texts = [gold_text(name) for name in gold_names()]
    said = [text.content[s.start : s.end] for text in texts for s in split(text.content).sentences]
    for each in [*said, "Zürich’s naïve “coöperation” — 3.5 m³… €5", "中文 and ελληνικά", "x " * 400, "a" * 150, ""]:
        assert ours.ids(each) == theirs.encode(each).ids


@needs_model
def test_what_is_documented_of_suggestions_is_what_is_measured():
    sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
    try:
        import measure_reading
    finally:
        sys.path.pop(0)
    path = Path(measure_reading.PATH).with_name("measured_issues.json")
    assert measure_reading.measure_issues() == json.loads(path.read_text("utf-8"))
