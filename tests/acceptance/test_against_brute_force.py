"""From the text of a case file to the JSON of `solve` and `hold`, against an independent search, for both engines."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from .brute import random_case

CONCEPTS = ("nash", "gmr", "smr", "seq", "symmetric_seq", "sim")
N_CASES = 240


def run(*args: str, text: str) -> dict:
    from holdfast.cli.main import cli

    result = CliRunner().invoke(cli, list(args), input=text.encode(), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("block", range(8))
def test_solve_agrees_for_both_engines(block):
    for seed in range(block * N_CASES // 8, (block + 1) * N_CASES // 8):
        text, brute = random_case(seed)
        expected = {
            (party, concept): [s for s in brute.states if brute.stable(concept, party, s)]
            for party in brute.parties
            for concept in CONCEPTS
        }
        for engine in ("plain", "dense"):
            answer = run("solve", "-", "--engine", engine, "--stable", "--json", text=text)
            assert answer["n_states"] == len(brute.states)
            assert answer["engine"] == engine
            for concept in CONCEPTS:
                joint = [s for s in brute.states if all(s in expected[p, concept] for p in brute.parties)]
                assert answer["equilibria"][concept] == {"count": len(joint), "states": joint}, (seed, concept, text)
                for party in brute.parties:
                    assert answer["stable"][party][concept]["states"] == expected[party, concept], (seed, party, text)


@pytest.mark.parametrize("block", range(4))
def test_hold_agrees_with_the_concepts(block):
    for seed in range(1000 + block * 15, 1015 + block * 15):
        text, brute = random_case(seed)
        for state in brute.states[:: max(1, len(brute.states) // 4)]:
            answer = run("hold", "-", "--state", state, "--json", text=text)
            for party in brute.parties:
                got = answer["parties"][party]
                wanted = next(
                    (
                        word
                        for concept, word in (("nash", "content"), ("seq", "deterred"), ("gmr", "bluffed"))
                        if brute.stable(concept, party, state)
                    ),
                    "blocker",
                )
                assert got["verdict"] == wanted, (seed, state, party)
                assert sorted(i["to"] for i in got["improvements"]) == sorted(brute.up(party, state))
                check_witness(brute, party, state, got["improvements"])
            verdicts = {v["verdict"] for v in answer["parties"].values()}
            assert answer["holds"] is ("blocker" not in verdicts)
            assert answer["holds_firmly"] is (not verdicts & {"blocker", "bluffed"})


def check_witness(brute, party, state, improvements):
    """Replay every sanction move by move: each must be legal, and wanted where the answer says so."""
    for improvement in improvements:
        reply = improvement["sanction"]
        if reply is None:
            continue
        here, last = improvement["to"], None
        for move in reply["moves"]:
            mover, _, changes = move.partition(": ")
            end = here
            for change in changes.split(" and "):
                k = brute.options.index(change.removeprefix("not "))
                end = end[:k] + ("N" if change.startswith("not ") else "Y") + end[k + 1 :]
            assert mover not in (party, last)
            assert end in brute.R[mover, here]
            assert not reply["credible"] or brute.better(mover, end, here)
            here, last = end, mover
        assert here == reply["to"]
        assert not brute.better(party, here, state)
