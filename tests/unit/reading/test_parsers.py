import json
import sys
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from holdfast.cli.main import cli, exit_code
from holdfast.errors import ExtraMissing
from holdfast.reading.failure import ReadingError
from holdfast.reading.gold import gold_names, gold_text
from holdfast.reading.parsers import with_spacy
from holdfast.reading.parsers.actors import actors
from holdfast.reading.parsers.choosing import parser
from holdfast.reading.parsers.reports import reports
from holdfast.reading.parsers.sources import named_beside
from holdfast.reading.pinned import SPACY, Pin, digest_of, located
from holdfast.reading.proposal import Mention
from holdfast.reading.reader import measured, read_text
from holdfast.reading.text import Text
from holdfast.report.reading import rates_line
from tests.unit.reading.sentences_parsed import (
    ACCEPT,
    DEMAND,
    MADE,
    REJECTED,
    SENTENCES,
    VOSS,
    WILLING,
    FakePipeline,
    HandParser,
)


def told(sentence):
    one = SENTENCES[sentence]
    return [
        (
            one.text[slice(*r.cue)],
            one.text[r.source.start : r.source.end],
            r.is_position,
            r.is_claim,
            r.negated,
        )
        for r in reports(one)
    ]


def test_a_stance_not_yet_taken_is_a_wish_and_a_position():
    assert told(ACCEPT) == [("accept", "Tarvia", True, True, True)]


def test_the_agent_of_a_passive_holds_the_position():
    assert told(REJECTED) == [("rejected", "hardliners", True, False, True)]


def test_readiness_is_a_position():
    assert told(WILLING) == [("willing", "The Command", True, True, False)]


def test_a_report_has_its_clause():
    (one,) = reports(SENTENCES[VOSS])
    assert VOSS[slice(*one.content)] == "that help came"
    assert VOSS[one.source.start : one.source.end] == "Its director"


def test_making_somebody_do_something_reports_nothing():
    assert told(MADE) == []


def test_a_noun_with_its_owner_is_a_position():
    assert told(DEMAND) == [("demand", "The rebels", True, True, False)]


def test_a_name_beside_a_noun_is_found():
    assert VOSS[slice(*named_beside(SENTENCES[VOSS], 0, 12))] == "Hanne Voss"
    assert named_beside(SENTENCES[REJECTED], 0, 10) is None


TEXT = Text("t.txt", " ".join((ACCEPT, REJECTED, WILLING, VOSS, MADE, DEMAND)))


def test_a_parser_adds_and_takes_nothing_away():
    alone, more = read_text(TEXT), read_text(TEXT, parser=HandParser())
    assert more.engine == f"{alone.engine} + hand:parses@1"
    before = {(p.kind, p.start, p.end, p.cue) for p in alone.proposals}
    assert before <= {(p.kind, p.start, p.end, p.cue) for p in more.proposals}
    assert alone.hedges == more.hedges
    assert set(alone.mentions) <= set(more.mentions)
    content = TEXT.content
    for p in more.proposals:
        assert p.cue in content[p.start : p.end] or p.cue in content
        assert p.holder in ("", "author") or p.holder in content
    added = [p for p in more.proposals if p.by == "hand:parses@1"]
    assert ("position", "hardliners") in {(p.kind, p.holder) for p in added}


def test_groups_without_a_name_are_mentioned_where_nothing_else_is():
    one = SENTENCES[REJECTED]
    start = one.text.index("hardliners")
    assert list(actors(one, 3, 100, ())) == [Mention(3, 100 + start, 110 + start, "party", "new:hardliners")]
    assert list(actors(one, 3, 100, [(105 + start, 120 + start)])) == []
    assert [m.id for m in actors(SENTENCES[VOSS], 0, 0, ())] == ["new:Its director", "new:Hanne Voss"]


def test_a_holder_with_a_name_beside_it_becomes_the_name():
    found = [p for p in read_text(TEXT, parser=HandParser()).proposals if p.cue == "wrote"]
    assert [p.holder for p in found] == ["Hanne Voss"]
    assert found[0].chain[-1].holder == "Hanne Voss"
    assert found[0].by == "rules@1; holder: hand:parses@1"


def test_what_the_parser_is_stands_with_the_reading():
    shown = read_text(TEXT, parser=HandParser()).json()
    assert shown["parser"] == {"name": "hand", "known": True}
    assert shown["notes"]["parser_proposals"] > 0
    assert "parser" not in read_text(TEXT).json()


def test_rates_of_the_rules_are_said_to_be_so():
    assert rates_line(read_text(TEXT, parser=HandParser())).endswith("Those are of the rules alone.")
    assert not rates_line(read_text(TEXT)).endswith("Those are of the rules alone.")


# --- spaCy, or what stands in for it -----------------------------------------------------------------------------


@pytest.fixture
def fake_spacy(tmp_path, monkeypatch):
    """A module in place of spaCy, with a known model installed; returns where it lies, and what was loaded."""
    loaded = []

    def load(path):
        loaded.append(path)
        if (Path(path) / "broken").exists():
            raise OSError("[E050] Can't find\nmodel")
        return FakePipeline()

    monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=load, __version__="3.8.99"))
    path = tmp_path / "fake_sm_model" / "data"
    path.mkdir(parents=True)
    (path / "config.cfg").write_text("[nlp]\n")
    monkeypatch.syspath_prepend(tmp_path)
    pin = Pin("fake-sm", "9.9.9", "0" * 64, "fake_sm_model", "data", digest_of(path), "read-spacy", "MIT")
    monkeypatch.setattr(with_spacy, "SPACY", pin)
    monkeypatch.setattr(with_spacy, "KNOWN", {pin.package: pin})
    return path, loaded


def test_a_known_model_is_loaded_by_its_folder(fake_spacy):
    path, loaded = fake_spacy
    for wanted in ("spacy", "spacy:fake_sm_model"):
        found = parser(wanted)
        assert found.by == "spacy:en_fake_sm@9.9.9"
        assert found.provenance == {
            "name": "spacy",
            "version": "3.8.99",
            "model": "en_fake_sm",
            "model_version": "9.9.9",
            "digest": digest_of(path),
            "known": True,
        }
        assert list(found.parse([ACCEPT])) == [SENTENCES[ACCEPT]]
    assert loaded == [path, path]


def test_a_model_with_other_files_is_never_loaded(fake_spacy):
    path, loaded = fake_spacy
    (path / "config.cfg").write_text("[nlp]\nlang = 'xx'\n")
    with pytest.raises(ReadingError, match="It is not used"):
        parser("spacy")
    assert loaded == []


def test_a_model_named_by_folder_is_used_and_said_to_be_unknown(fake_spacy):
    path, _ = fake_spacy
    (path / "config.cfg").write_text("[nlp]\n# mine\n")
    found = parser(f"spacy:{path}")
    assert found.by == "spacy:en_fake_sm@9.9.9?"
    assert found.provenance["known"] is False
    assert found.provenance["digest"] == digest_of(path)
    assert "own risk" in found.provenance["remark"]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("stanza", 'no parser "stanza"'),
        ("spacy:en_core_web_trf", 'no known model "en_core_web_trf"'),
        ("spacy:./nowhere", "no model of spaCy lies there"),
    ],
)
def test_what_is_not_there_is_said(fake_spacy, wanted, said):
    with pytest.raises(ReadingError, match=said):
        parser(wanted)


def test_a_model_that_cannot_be_used_is_refused(fake_spacy, monkeypatch):
    path, _ = fake_spacy
    monkeypatch.setattr(FakePipeline, "pipe_names", ("tagger",))
    with pytest.raises(ReadingError, match="has no parser"):
        parser("spacy")
    monkeypatch.setattr(FakePipeline, "pipe_names", ("tagger", "parser"))
    monkeypatch.setattr(FakePipeline, "lang", "de")
    with pytest.raises(ReadingError, match='for the language "de"'):
        parser("spacy")
    (path / "broken").touch()
    with pytest.raises(ReadingError, match=r"cannot load this model: \[E050\] Can't find model"):
        parser(f"spacy:{path}")


def test_without_spacy_the_command_that_brings_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(ExtraMissing) as raised:
        parser("spacy")
    assert exit_code(raised.value) == (
        5,
        '--parser spacy needs an extra that is not installed; run: pip install "holdfast[read-spacy]"',
    )


def test_without_the_model_the_command_that_brings_it_is_said(fake_spacy, monkeypatch):
    pin = Pin("fake-sm", "9.9.9", "0" * 64, "fake_sm_elsewhere", "data", "0", "read-spacy", "MIT")
    monkeypatch.setattr(with_spacy, "SPACY", pin)
    with pytest.raises(ExtraMissing) as raised:
        parser("spacy")
    code, message = exit_code(raised.value)
    assert code == 5
    assert "--parser spacy needs the model fake-sm 9.9.9, which is not installed; run:" in message
    assert "pip install --no-deps -r" in message


def test_the_verb_reads_with_a_parser(fake_spacy, tmp_path):
    path, _ = fake_spacy
    text = tmp_path / "t.txt"
    text.write_text(TEXT.content)
    done = CliRunner().invoke(cli, ["read", str(text), "--parser", f"spacy:{path}", "--json"])
    assert done.exit_code == 0
    assert "own risk" in done.stderr
    assert json.loads(done.stdout)["parser"]["model"] == "en_fake_sm"
    refused = CliRunner().invoke(cli, ["read", str(text), "--parser", "spacy:no_such"])
    assert refused.exit_code == 3
    assert "no known model" in refused.stderr


def test_the_verb_measures_a_parser(fake_spacy):
    done = CliRunner().invoke(cli, ["read", "gold:news-1", "--score", "gold:news-1", "--parser", "spacy", "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["coder"] == "rules@1 + spacy:en_fake_sm@9.9.9"


# --- the rates that are printed ------------------------------------------------------------------------------------


def test_rates_with_the_parser_belong_to_the_rules_of_today():
    engine = f"rules@1 + spacy:{SPACY.package}@{SPACY.version}"
    assert measured(engine), "run python tools/measure_reading.py --parser where the extra read-spacy is installed"


def test_the_parser_loses_no_held_out_claim_and_no_holder():
    found = measured(f"rules@1 + spacy:{SPACY.package}@{SPACY.version}")
    with_it, without = found["by_part"]["held-out"]["kinds"], found["rules"]["held-out"]["kinds"]
    assert with_it["claim"]["recall"] >= without["claim"]["recall"]
    assert found["holders"]["parser"]["held-out"]["right"] >= found["holders"]["rules"]["held-out"]["right"]


needs_spacy = pytest.mark.skipif(
    find_spec("spacy") is None or located(SPACY) is None, reason="the extra read-spacy is not installed"
)


@pytest.fixture(scope="module")
def real():
    return parser("spacy")


@needs_spacy
@pytest.mark.parametrize("name", gold_names())
def test_real_parses_point_at_words_of_the_text(real, name):
    text = gold_text(name)
    alone, found = read_text(text), read_text(text, parser=real)
    spans = {s.id: (s.start, s.end) for s in found.layout.sentences}
    for p in found.proposals:
        start, end = spans[p.sentence]
        assert start <= p.start < p.end <= end
        if real.by in p.by:
            assert p.holder in text.content[start:end]
            assert p.cue in text.content[start:end]
    for m in found.mentions:
        start, end = spans[m.sentence]
        assert start <= m.start < m.end <= end
    ends = [(m.start, m.end) for m in found.mentions]
    assert all(a[1] <= b[0] for a, b in pairwise(ends))
    kept = {(p.kind, p.start, p.end, p.cue) for p in alone.proposals}
    assert kept <= {(p.kind, p.start, p.end, p.cue) for p in found.proposals}
    assert read_text(text, parser=real).json() == found.json()


@needs_spacy
def test_rates_printed_with_the_parser_are_what_is_measured():
    sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
    try:
        import measure_reading
    finally:
        sys.path.pop(0)
    found = measure_reading.measure_parser()
    assert json.loads(json.dumps(found)) == measured(found["engine"])


@needs_spacy
@pytest.mark.parametrize(
    "text", ["", "?", "“”", "said " * 700, "— — —\n\n- a\n- b", "\u200b\u202e says that \u0301.", "a\tb\r\nc said d."]
)
def test_real_parses_of_odd_texts(real, text):
    read_text(Text("t.txt", text), parser=real)
