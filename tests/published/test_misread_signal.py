"""The teaching case of beliefs: what its page says of it, against the answers."""

from importlib.resources import files

import pytest

import holdfast as hf
from holdfast.questions.perceive import perceive

CASE = hf.example("misread-signal")
PAGE = files("holdfast").joinpath("catalogue", "misread-signal", "README.md").read_text("utf-8")
ROWS = {
    cells[1].strip(" `"): [cell.strip() for cell in cells[2:-1]]
    for cells in (line.split("|") for line in PAGE.splitlines() if line.startswith("| `"))
}


def listed(account=None):
    found = perceive(CASE, state="quiet", account=account).everywhere
    assert found is not None
    return found.concepts


@pytest.mark.parametrize("concept", ["nash", "gmr", "smr", "seq", "symmetric_seq"])
def test_the_table_on_its_page(concept):
    truth, belief, hotline = ROWS[concept]

    def told(states):
        return ", ".join(states.first) or "none"

    assert told(listed()[concept].in_truth) == told(listed("hotline")[concept].in_truth) == truth
    assert told(listed()[concept].in_belief) == belief
    assert told(listed("hotline")[concept].in_belief) == (truth if hotline == "as in truth" else hotline)


def kinds(answer):
    return {(each.party, each.kind, each.by) for each in answer.surprises}


def test_fishing_is_lost_by_what_the_north_believes():
    answer = perceive(CASE, state="fishing")
    assert (answer.holds, answer.holds_firmly_in_truth) == (False, True)
    assert (answer.concepts["seq"].reading, answer.concepts["seq"].by) == ("fails_by_misperception", ("north",))
    assert kinds(answer) == {("north", "met", "north")}
    (surprise,) = answer.surprises
    assert surprise.move == "north: land"
    assert surprise.happens.moves == ("south: send_fleet",)


def test_quiet_is_held_by_what_the_south_believes_once_the_north_knows():
    answer = perceive(CASE, state="quiet", account="hotline")
    assert (answer.concepts["seq"].reading, answer.concepts["seq"].by) == ("holds_by_misperception", ("south",))
    assert kinds(answer) == {("south", "restrained", "south"), ("north", "stays", "south")}
    assert not answer.party("north").differs


def test_with_both_mistakes_both_are_surprised():
    answer = perceive(CASE, state="quiet")
    assert answer.party("south").own.verdict == "deterred"
    assert answer.party("south").truth.verdict == "bluffed"
    assert {("north", "met", "north"), ("south", "leaves", "north")} <= kinds(answer)
    (leaves,) = [each for each in answer.surprises if each.kind == "leaves"]
    assert leaves.expects.kind == "not preferred"


def test_a_state_held_to_be_impossible_is_open_and_not_stable():
    answer = perceive(CASE, state="standoff")
    assert answer.party("north").own is None
    assert answer.party("north").truth.verdict == "blocker"
    assert (answer.holds, answer.holds_in_truth) == (None, False)
    assert answer.concepts["gmr"].reading == "open"
    assert ("north", "state", "north") in kinds(answer)
