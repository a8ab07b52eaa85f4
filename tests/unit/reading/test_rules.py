"""What the rules find in a sentence."""

import json
import sys
from pathlib import Path

import pytest

from holdfast.reading.engine import by_rules
from holdfast.reading.inflect import forms
from holdfast.reading.reader import measured, read_text
from holdfast.reading.sentences import split
from holdfast.reading.text import Text


def found(text, kind=None):
    proposals = by_rules(text, split(text)).proposals
    return [(p.holder, p.cue) for p in proposals if p.kind == kind] if kind else proposals


CLAIMS = [
    ("Mr. Okell said the talks had failed.", [("Mr. Okell", "said")]),
    ("It failed, in the words of one adviser.", [("one adviser", "in the words of")]),
    ("A number of other members echo her concerns.", [("A number of other members", "echo")]),
    ("Her campaign manager blamed low turnout.", [("Her campaign manager", "blamed")]),
    ("That followed repeated warnings from his lawyer that it would fail.", [("his lawyer", "warnings from")]),
    ("The decision drew criticism from labour groups.", [("labour groups", "criticism from")]),
    ("There are fears that the dam has burst.", [("", "fears")]),
    ("There is a growing sense among voters that it is over.", [("voters", "sense")]),
    ("The mayor's claim that crime is down is wrong.", [("The mayor", "claim")]),
    ("Prosecutors charged two men with fraud.", [("Prosecutors", "charged")]),
    ("The envoy called the delay inexcusable.", [("The envoy", "called")]),
    ("The voters were promised a victory.", [("", "promised")]),
    ('"It was rigged," the envoy told supporters.', [("the envoy", "told")]),
    ('The so-called "Group of Five" said it would leave.', [("Group of Five", "said")]),
    ('"Tarvia" wants peace.', [("Tarvia", "wants")]),
    ('The "republic" wants time.', [("republic", "wants")]),
    ('"It was rigged," said Hanne Voss, who left.', [("Hanne Voss", "said")]),
    ("The envoy's aide, Jane Roe, said in an email that he left.", [("The envoy's aide", "said")]),
    ("Mr. Bush, speaking in Reno, Nev., criticized the accord.", [("Mr. Bush", "criticized")]),
    ("According to officials in Skarn, the port is shut.", [("officials in Skarn", "According to")]),
    ("The port is shut, according to the harbour authority.", [("the harbour authority", "according to")]),
    ("Critics contend the law is void.", [("Critics", "contend")]),
    ("He has been accused of fraud.", [("", "accused")]),
    ("He was praised by the mayor of Skarn for it.", [("the mayor of Skarn", "praised")]),
    ("Mr. Cruz's claim that the vote was void drew anger.", [("Mr. Cruz", "claim")]),
    ("The minister is confident that it will pass.", [("The minister", "confident")]),
    ("She left, saying that she was tired.", [("She", "saying")]),
    ("She said it was over, adding that she was tired.", [("She", "said"), ("She", "adding")]),
    ("The two accused the mayor and threatened to leave.", [("The two", "accused"), ("The two", "threatened")]),
    ("He reportedly left.", [("", "reportedly")]),
    ("Its defenders describe it as a compromise.", [("Its defenders", "describe")]),
]
NO_CLAIMS = [
    "The reports were lost.",
    "I think they are wrong.",
    "The plan calls were taped.",
    "I rather suspect that this is right.",
    "The kingdom may find that it has lost its port.",
    "The chancellor trusts three people.",
    "Were he to be believed, it would be over.",
    "They met in 1987.",
    "Her plans are known.",
    "Nobody can say for certain.",
    "The text proposed in May is dead.",
    "An early answer came.",
    "I suspect that it is over.",
    "Asked whether he would apologise, he smiled.",
    "The campaign did not respond to a request.",
]


@pytest.mark.parametrize(("text", "gold"), CLAIMS, ids=lambda v: v[:30] if isinstance(v, str) else "")
def test_who_says_so(text, gold):
    assert found(text, "claim") == gold


@pytest.mark.parametrize("text", NO_CLAIMS)
def test_what_is_no_report(text):
    assert [one for one in found(text, "claim") if one[0] != "author"] == []


def test_chains_from_the_outermost_inwards():
    [outer, inner] = [p for p in found("Okell said that the Times reported that it was over.") if p.kind == "claim"]
    assert [(link.holder, link.cue) for link in outer.chain] == [("Okell", "said")]
    assert [(link.holder, link.cue) for link in inner.chain] == [("Okell", "said"), ("the Times", "reported")]
    [_, inner] = [p for p in found("Diplomats fear a trap, the envoy said.") if p.kind == "claim"]
    assert [link.holder for link in inner.chain] == ["the envoy", "Diplomats"]


def test_a_forecast_is_that_of_the_last_in_whose_words_it_stands():
    text = "Sources say officials fear that Tarvia may strike."
    [made] = [p for p in found(text) if p.kind == "forecast"]
    assert (made.holder, [link.holder for link in made.chain]) == ("officials", ["Sources", "officials"])
    assert found("The minister, who said he was tired, will resign.", "forecast") == [("The minister", "will")]


def test_a_quotation_that_goes_on_has_the_last_speaker():
    text = '"They want it," said Ms. Holt. "That is not so. It never was."'
    assert [p.holder for p in found(text) if p.kind == "claim" and p.cue == "“”"] == ["Ms. Holt", "Ms. Holt"]


FORECASTS = [
    ("The deal will fail.", True),
    ("The deal may yet fall apart.", True),
    ("The court is to hear the case in May.", True),
    ("The aim of the talks is to end the war.", False),
    ("He is to blame.", False),
    ("The truce expires on Friday.", True),
    ("The committee meets on Tuesdays.", False),
    ("The session resumes next week.", True),
    ("They wanted to leave next week.", False),
    ("A vote is scheduled for Monday.", True),
    ("This meeting may be the last.", True),
    ("The league could yet hold together.", True),
    ("The winner takes office on Jan. 20.", True),
    ("Should the talks collapse, the front would move west.", True),
    ("If the talks collapse, the front would move west.", True),
    ("If the talks had collapsed, the front would move west.", False),
    ("That would almost certainly split the league.", True),
    ("It would not surprise me if the paper were forgotten.", True),
    ("A long truce is likelier.", True),
    ("We'll see.", False),
    ("He said it would pass.", True),
    ("The vote is likely to be close.", True),
    ("It is going to end badly.", True),
    ("It won't last.", True),
    ("The bill is unlikely to pass.", True),
    ("The port could be closed within a week.", True),
    ("The more likely outcome is war.", True),
    ("We expect the talks to fail.", True),
    ("He could not agree.", False),
    ("It would ban the practice.", False),
    ("The will of the people is clear.", False),
    ("They met in May.", False),
    ("Lavrov may have left.", False),
    ("Will they sign?", False),
    ("It is unclear whether the court will hear it.", False),
    ("He was going to the harbour.", False),
    ("That may be why he left.", False),
    ("Nothing in this text may be construed as consent.", False),
]


@pytest.mark.parametrize(("text", "is_one"), FORECASTS)
def test_forecasts(text, is_one):
    assert bool(found(text, "forecast")) is is_one


CONDITIONS = [
    ("If they sign, it ends.", True),
    ("It ends unless they sign.", True),
    ("It will work only as long as they count.", True),
    ("Should they sign, it ends.", True),
    ("It lasts provided that they pay.", True),
    ("Remove them, and it will end.", True),
    ("He asked if they had signed.", False),
    ("It looks as if they signed.", False),
    ("It is possible, if not likely.", False),
    ("He spoke on condition of anonymity.", False),
    ("What if they sign?", False),
    ("Should they sign?", False),
    ("It stays as long as it takes.", False),
    ("He won few votes, if any.", False),
]


@pytest.mark.parametrize(("text", "is_one"), CONDITIONS)
def test_conditions(text, is_one):
    assert bool(found(text, "condition")) is is_one


def hedged(text):
    return [h.word for h in by_rules(text, split(text)).hedges]


def test_hedges_with_their_ranges():
    assert hedged("It is possible, if not likely, that he may leave.") == ["possible, if not likely", "may"]
    assert hedged("It is very likely. It seems so. I suspect it.") == ["very likely", "seems", "suspect"]
    assert hedged("They met in May. He could not swim. As soon as possible. Might is right.") == []
    [made] = found("The deal may fail.")
    assert made.range is not None
    assert (float(made.range.low), float(made.range.high), made.range.kind) == (0.1, 0.6, "convention")


def test_those_who_will_likely_vote_are_no_hedge_and_what_was_possible_is():
    assert hedged("Half of likely voters approve. What would it look like?") == []
    assert hedged("She believes in term limits. Some of us believe him.") == []
    assert hedged("A deal was possible. They meant, one supposes, to wait.") == ["possible", "suspect"]


def test_what_would_not_surprise_hangs_on_nothing():
    assert not found("Unless I am much mistaken, he lost it.", "condition")
    assert not found("It would not surprise me if the paper were forgotten.", "condition")


def test_votes_and_challenges_are_positions():
    taken = [
        [(p.holder, p.negated) for p in found(text) if p.kind == "position"]
        for text in (
            "The committee voted along party lines to send the text on.",
            "Ten states are challenging the rule in court.",
            "The union voted against the offer.",
        )
    ]
    assert taken == [[("The committee", False)], [("Ten states", True)], [("The union", True)]]


def test_nested_hedges_report_the_weakest_and_are_never_multiplied():
    [made] = found("I suspect that the Russians may be tempted.")
    assert (made.kind, made.hedge) == ("forecast", "may")


def test_a_flat_will_has_no_hedge_and_no_range():
    [made] = found("The deal will fail.")
    assert (made.range, made.hedge, made.holder) == (None, "", "author")


@pytest.mark.parametrize(
    ("text", "holder", "negated"),
    [
        ("The command rejected the offer.", "The command", True),
        ("Tarvia does not want war.", "Tarvia", True),
        ("The Command is willing to release them.", "the Command", False),
        ("The Command cannot accept this.", "The Command", True),
        ("Moscow has ruled out foreign troops.", "Moscow", True),
        ("The Union calls on Tarvia to pay.", "The Union", False),
    ],
)
def test_positions(text, holder, negated):
    [made] = [p for p in found(text) if p.kind == "position"]
    assert made.holder.lower() == holder.lower()
    assert made.negated is negated


def test_questions_knowledge_and_valuations():
    assert found("Who would pay?", "question") == [("author", "?")]
    assert found("It is unclear who pays.", "knowledge")
    assert found("We do not know.", "knowledge")
    assert found("I do not claim to know what he thinks.", "knowledge")
    assert found("Nobody here knows who wrote it.", "claim") == []
    assert found("It was a reckless idea.", "valuation") == [("author", "reckless")]
    assert found("They met at noon.") == ()


def test_every_quotation_is_exactly_what_stands_there():
    from holdfast.reading.gold import gold_names, gold_text

    for name in gold_names():
        text = gold_text(name)
        shown = read_text(text).json()
        for part in ("proposals", "hedges", "mentions"):
            for each in shown[part]:
                assert text.content[each["start"] : each["end"]] == each["quote"]
                sentence = shown["sentences"][each["sentence"]]
                assert sentence["start"] <= each["start"] < each["end"] <= sentence["end"]


def test_names_of_the_case_come_before_new_ones():
    import holdfast as hf

    case = hf.example("two-valleys")
    party = next(iter(case.parties.values()))
    text = f"Leaders of {party.name} met the Harbour Council over a 12-point plan."
    named = {(m.kind, m.id) for m in read_text(Text("-", text), case=case).mentions}
    assert ("party", party.id) in named
    assert ("party", "new:Harbour Council") in named
    assert ("plan", "new:12-point plan") in named


@pytest.mark.parametrize("verb", ["say", "tell", "deny", "agree", "veto", "urge", "regret", "plan", "bet"])
def test_verbs_are_inflected(verb):
    expected = {
        "say": "says said",
        "tell": "tells told",
        "deny": "denies denied",
        "agree": "agrees agreed",
        "veto": "vetoes vetoed",
        "urge": "urges urged",
        "regret": "regrets regretted",
        "plan": "plans planned",
        "bet": "bets bet",
    }
    assert " ".join(forms(verb)[1:3]) == expected[verb]


def test_what_is_printed_as_measured_is_what_is_measured():
    sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
    try:
        import measure_reading
    finally:
        sys.path.pop(0)
    assert json.loads(json.dumps(measure_reading.measure())) == measured(), "run python tools/measure_reading.py"


FLOORS = {"claim": (0.95, 0.57), "forecast": (0.60, 0.90), "hedge": (0.88, 0.88), "condition": (0.57, 0.85)}


@pytest.mark.parametrize("kind", FLOORS)
def test_held_out_rates_do_not_fall(kind):
    row = measured()["by_part"]["held-out"]["kinds"][kind]
    assert row["precision"] >= FLOORS[kind][0]
    assert row["recall"] >= FLOORS[kind][1]


HOSTILE = [
    "said " * 3000,
    "if " * 3000,
    "a, " * 3000,
    '"' * 3001,
    "(" * 2000 + "may" + ")" * 2000,
    "the " * 5000,
    "that " * 4000,
    "A" * 20_000,
    "not " * 4000 + "will",
    "will " * 3000,
    "Mr. " * 3000,
    "never known " * 2000,
    "- " * 4000,
    "X said, " * 1500,
    "the odds are " * 1000,
    "is not known " * 1500,
    "Should the a the a " * 800 + "?",
    "evidence for " * 1500,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_odd_texts_are_read_to_their_end(text):
    read_text(Text("-", text)).json()


def test_aliases_stand_for_what_they_name():
    import holdfast as hf

    case = hf.loads(
        "schema: holdfast/case/1\ntitle: T\nparties: {tarvia: {name: Tarvia, options: {go: Go}, assumed: true}}\n"
        "preferences: {tarvia: [go]}\nx-aliases: {tarvia: [Port Anselm, upstream side], nobody: [x]}\n"
    )
    text = "Port Anselm waits, and the upstream side’s envoy went to Tarvia’s capital."
    named = [(text[m.start : m.end], m.id) for m in read_text(Text("-", text), case=case).mentions if m.id == "tarvia"]
    assert [quote for quote, _ in named] == ["Port Anselm", "upstream side", "Tarvia"]
