"""`holdfast diagnose` as people and programs meet it."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import holdfast as hf
from holdfast.case.case import Rule
from holdfast.case.condition import And, Taken
from holdfast.cli.main import cli
from holdfast.errors import CapacityError, ConditionError, HoldfastWarning, ModelError
from holdfast.report.diagnose import sentences
from holdfast.shipped import examples

HARBOUR = """schema: holdfast/case/1
title: Harbour talks
parties:
  city: {name: City, options: {sign_c: Sign, toll: Raise the toll}}
  council: {name: City council, faction_of: city, options: {refuse: Refuse}}
  port: {name: Port, options: {sign_p: Sign, divert: Divert ships}}
issues:
  quay: {name: Quay, positions: [none, half, all], now: none}
  jobs: {name: Jobs, positions: [none, some, many], now: none}
plans:
  draft: {positions: {quay: half, jobs: some}}
  sketch: {positions: {quay: all}}
agreement: {signatories: {city: sign_c, port: sign_p}, in_force: not refuse}
preferences:
  city: [quay != all, jobs >= some or toll, toll]
  council: [jobs = many, not refuse]
  port: [quay >= half, not divert, jobs != many]
"""
ASSURANCE = """schema: holdfast/case/1
title: Two neighbours
parties: {west: {options: {disarm_w: Disarm}}, east: {options: {disarm_e: Disarm}}}
preferences: {west: {ranking: [YY, NY, NN, YN]}, east: {ranking: [YY, YN, NN, NY]}}
status_quo: NN
"""


@pytest.fixture
def harbour(tmp_path: Path) -> str:
    path = tmp_path / "harbour.yaml"
    path.write_text(HARBOUR)
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(cli, ["diagnose", *arguments], catch_exceptions=False)


def answer(*arguments: str) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def sentences_of(text: str, **asked: Any) -> dict[str, str]:
    case = hf.loads(text)
    return sentences(case, hf.diagnose(case, **asked))


@pytest.mark.parametrize("slug", examples())
def test_every_shipped_case_as_text(slug: str) -> None:
    done = run(slug)
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert done.stdout.startswith("Readings" if hf.example(slug).agreement else "This case has no agreement")


def test_where_nothing_applies() -> None:
    found = answer("chicken")
    assert (found["question"], found["answers"]) == ("diagnose", [])
    assert "--peaceful" in found["note"]


def test_all_readings_of_a_small_case(harbour: str) -> None:
    found = answer(harbour)["readings"]
    assert {name: each["holds"] for name, each in found.items()} == {
        "blockers": True,
        "ripeness": True,
        "commitment": True,
        "win_set": True,
        "hostility": True,
    }
    assert {party: each["kind"] for party, each in found["blockers"]["parties"].items()} == {
        "city": "total",
        "council": "none",
        "port": "limited",
    }
    assert found["blockers"]["computed_over"] == {"drafts": 9, "plans": 2}
    assert found["ripeness"]["plans"] == {"draft": True, "sketch": False}
    draft = found["commitment"]["plans"]["draft"]
    assert (draft["holds"], draft["all_sign"], draft["leavers"][0]["party"]) == (True, True, "city")
    assert draft["leavers"][0]["improvement"]["moves"] == ["city: toll"]
    city = found["win_set"]["signatories"]["city"]
    assert (city["ratifiers"], city["count"], city["plans"]) == (["council"], 3, {"draft": False, "sketch": None})
    assert found["win_set"]["overlap"] == 2


def test_sentences_of_a_small_case() -> None:
    said = sentences_of(HARBOUR, plan="draft")
    assert said["blockers"] == (
        "Yes: City can block every draft (total); Port (11.1 %) can block some drafts (limited); nobody else can "
        "block any."
    )
    assert said["ripeness"] == (
        "Yes: 2 drafts (22.2 %) are better than the status quo for every signatory; draft is among them."
    )
    assert said["commitment"] == (
        "Yes: every signatory would sign draft, which City could then leave (take “Raise the toll”)."
    )
    assert said["win_set"] == (
        "Yes: 2 drafts (22.2 %) lie in every win-set; that of City (ratified by City council) has 3 drafts (33.3 %) "
        "and that of Port has 6 drafts (66.7 %); no plan is inside."
    )
    assert said["hostility"] == (
        "Yes: with draft on the table, 1 peaceful and 2 other states hold without foresight (`nash`); improvements "
        "from the status quo first meet states of either kind that hold, depending on who moves first."
    )


def test_open_where_it_depends_on_what_is_unknown() -> None:
    text = HARBOUR.replace("draft: {positions: {quay: half, jobs: some}}", "draft: {positions: {jobs: some}}")
    said = sentences_of(text, plan="draft")
    assert said["commitment"].startswith("Open: depending on what is unknown, every signatory would sign draft, which")
    assert said["ripeness"].endswith("draft may be among them, depending on what is unknown.")
    found = hf.diagnose(hf.loads(text), plan="draft")
    assert found.commitment.holds is None
    assert found.commitment.plans[0].n_fillings == 3
    assert found.commitment.plans[0].leavers[0].n_fillings == 1
    assert found.commitment.plans[0].leavers[0].positions == {"quay": "half"}


def test_only_threats_and_others() -> None:
    """South's anger holds north; a party that does not sign breaks the plan, or is restrained by a threat."""
    shore = """schema: holdfast/case/1
title: Two shores
parties:
  north: {options: {sign_n: Sign, fish: Fish}}
  south: {options: {sign_s: Sign}}
  crews: {options: {strike: Strike}}
issues: {zone: {name: Zone, positions: [old, new], now: old}}
plans: {deal: {positions: {zone: new}}}
agreement: {signatories: {north: sign_n, south: sign_s}}
preferences:
  north: [zone = new, fish]
  south: [zone = new, not fish]
  crews: [strike]
"""
    said = sentences_of(shore)
    assert said["commitment"] == (
        "No: no signatory would leave deal, which all would sign; but only threats that nobody would want to carry "
        "out keep one to deal; but a party that does not sign could break deal (crews)."
    )
    assert said["blockers"] == (
        "Yes: crews can block every draft (total); north (50.0 %) can block some drafts (limited); nobody else can "
        "block any."
    )
    calm = hf.diagnose(hf.loads(shore.replace("crews: [strike]", "crews: [not strike]"))).blockers
    assert [each.kind for each in calm.parties] == ["limited", "none", "none"]


def test_threats_do_not_count_where_somebody_leaves_anyway() -> None:
    text = """schema: holdfast/case/1
title: Two shores
parties:
  north: {options: {sign_n: Sign, fish: Fish}}
  south: {options: {sign_s: Sign, smuggle: Smuggle}}
issues: {zone: {name: Zone, positions: [old, new], now: old}}
plans: {deal: {positions: {zone: new}}}
agreement: {signatories: {north: sign_n, south: sign_s}}
preferences:
  north: [sign_n, fish]
  south: [zone = new, smuggle]
"""
    (deal,) = hf.diagnose(hf.loads(text)).commitment.plans
    assert [(each.party, each.verdict) for each in deal.leavers] == [("north", "blocker"), ("south", "bluffed")]
    assert (deal.holds, deal.all_sign, deal.only_threats, deal.others) == (True, True, False, False)


def test_the_move_shown_is_one_that_nothing_answers() -> None:
    text = """schema: holdfast/case/1
title: Two shores
parties:
  north: {options: {sign_n: Sign, fish: Fish, swim: Swim}}
  south: {options: {sign_s: Sign}}
issues: {zone: {name: Zone, positions: [old, new], now: old}}
plans: {deal: {positions: {zone: new}}}
agreement: {signatories: {north: sign_n, south: sign_s}}
preferences:
  north: [sign_n, fish, zone = new, swim]
  south: [zone = new]
"""
    (leaver,) = hf.diagnose(hf.loads(text)).commitment.plans[0].leavers
    assert (leaver.verdict, leaver.move.move, leaver.move.sanction) == ("blocker", "north: fish", None)


def test_the_example_is_the_nearest_of_all_conducts() -> None:
    text = """schema: holdfast/case/1
title: Two ways
parties:
  north: {options: {sign_n: Sign, fence: Put up a fence}}
  south: {options: {sign_s: Sign, ditch: Dig a ditch}}
issues: {zone: {name: Zone, positions: [old, new], now: old}}
plans:
  first: {positions: {zone: old}, conduct: [fence]}
  second: {positions: {zone: new}, conduct: [ditch]}
agreement: {signatories: {north: sign_n, south: sign_s}, in_force: fence or ditch}
preferences:
  north: [zone = new]
  south: [zone = new]
"""
    found = hf.diagnose(hf.loads(text))
    assert [over.conduct_of for over in found.conducts] == [("first",), ("second",)]
    example = found.ripeness.example
    assert example is not None
    assert (example.plan, example.n_changes, example.positions) == ("second", 0, {"zone": "new"})
    assert found.ripeness.by_conduct == (1, 1)
    only = hf.diagnose(hf.loads(text), plan="first").ripeness.example
    assert only is not None
    assert (only.plan, only.n_changes) == ("first", 1)


def test_conditional_where_only_threats_restrain() -> None:
    text = """schema: holdfast/case/1
title: Two shores
parties:
  north: {options: {sign_n: Sign, fish: Fish}}
  south: {options: {sign_s: Sign, blockade: Blockade}}
agreement: {signatories: {north: sign_n, south: sign_s}}
preferences:
  north: [not blockade, in_force, fish]
  south: [in_force, not blockade]
"""
    answer = hf.diagnose(hf.loads(text))
    assert [each.kind for each in answer.blockers.parties] == ["conditional", "none"]
    assert answer.conducts[0].n_drafts == 1
    assert sentences_of(text)["blockers"] == (
        "Yes: only threats that nobody would want to carry out restrain north in every draft (conditional); nobody "
        "else can block any."
    )
    assert sentences_of(text)["ripeness"] == "Yes: the one draft is better than the status quo for every signatory."


def test_hostility_of_assurance_and_the_prisoners_dilemma() -> None:
    said = sentences_of(ASSURANCE, peaceful="disarm_w and disarm_e")
    assert said["hostility"] == (
        "Yes: 1 peaceful and 1 other state hold without foresight (`nash`); improvements from the status quo first "
        "meet only other states that hold."
    )
    assert said["blockers"] == "This case has no agreement, so there are no drafts."
    case = hf.example("prisoners-dilemma")
    standing = hf.diagnose(case, peaceful="first.cooperate and second.cooperate").hostility.standings[0]
    assert standing.under == ("seq",)
    nowhere = hf.diagnose(case, peaceful="first.cooperate and not first.cooperate").hostility
    assert nowhere.holds is False
    assert sentences_of(ASSURANCE, peaceful="disarm_w and not disarm_w")["hostility"].startswith(
        "No: no state that can"
    )


def test_where_signing_alone_is_not_enough() -> None:
    text = HARBOUR.replace("in_force: not refuse", "in_force: divert")
    text = text[: text.index("plans:")] + text[text.index("agreement:") :]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HoldfastWarning)  # where nothing is ever in force, some statements say nothing
        case = hf.loads(text)
    found = hf.diagnose(case)
    assert found.blockers.note == "Signing alone does not put the agreement in force; name a plan whose conduct does."
    assert found.hostility.note == "No plan says what is agreed once the agreement is in force; say what is peaceful."
    assert not found.applies
    assert hf.diagnose(case, peaceful="not divert").applies


def test_no_draft_can_be_in_force() -> None:
    text = HARBOUR.replace("issues:", "rules:\n  - never: sign_c and sign_p and quay = none and jobs = none\nissues:")
    found = hf.diagnose(hf.loads(text))
    assert found.conducts[0].cannot_occur == 1
    assert found.blockers.computed_over == {"drafts": 8, "plans": 2}
    case = hf.loads(HARBOUR)
    forbidden = case.replace(rules=(Rule(And((Taken("city", "sign_c"), Taken("port", "sign_p")))),))
    nothing = hf.diagnose(forbidden)
    assert nothing.blockers.note == "Rules forbid the state of every draft, so none can be in force."
    assert nothing.hostility.note == "Rules forbid the state of every plan."
    assert not nothing.applies


def test_errors(harbour: str) -> None:
    case = hf.loads(HARBOUR)
    with pytest.raises(ModelError, match='no plan "drft"'):
        hf.diagnose(case, plan="drft")
    with pytest.raises(ConditionError, match='unknown option "tol"'):
        hf.diagnose(case, peaceful="tol")
    with pytest.raises(CapacityError) as refused:
        hf.diagnose(hf.example("ukraine-2025"), account="kyiv", seconds=0.001)
    assert "--free" not in str(refused.value)


def test_answers_can_be_kept() -> None:
    import copy
    import pickle

    found = hf.diagnose(hf.loads(HARBOUR))
    assert copy.copy(found) == found == pickle.loads(pickle.dumps(found))
    assert found.json() == hf.diagnose(hf.loads(HARBOUR)).json()
    assert str(found) == "blockers yes, ripeness yes, commitment yes, win_set yes, hostility yes"
