"""Every verb that takes a case with judgements answers as on the case written out for the world without doubt."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from holdfast.casefile import loads
from holdfast.cli.main import cli
from holdfast.errors import CaseFileError

from . import doubt_brute as brute
from .test_doubt_against_brute_force import case_of

VERBS = {
    "solve": ["--stable", "--concept", "nash,gmr,seq,smr"],
    "hold": [],
    "block": [],
    "drafts": [],
    "amend": ["--level", "holds"],
    "packages": [],
    "trade": [],
    "path": [],
    "upset": [],
    "diagnose": [],
    "inverse": [],
    "perceive": [],
}
OWN = {"provenance", "account", "case", "digest"}
"""What says where an answer comes from."""


def without_origin(found):
    if isinstance(found, dict):
        return {key: without_origin(value) for key, value in found.items() if key not in OWN}
    if isinstance(found, list):
        return [without_origin(each) for each in found]
    return found


def answer(verb, path, *arguments):
    done = CliRunner().invoke(cli, [verb, str(path), *arguments, "--json"])
    if done.exception and not isinstance(done.exception, SystemExit):
        return type(done.exception).__name__, str(done.exception)
    return done.exit_code, without_origin(json.loads(done.stdout)) if done.stdout.startswith("{") else done.output


def pair(seed, folder):
    """Write a case with judgements, and the same without for each account; nothing where some state cannot occur."""
    made = brute.conflict(f"verbs {seed}", judgements=(1, 4), moves=0)
    if case_of(made) is None:
        return None
    (folder / "doubt.yaml").write_text(brute.text(made))
    paths = {}
    for account in (None, "k"):
        doubted = brute.Doubted(made, account)
        world = doubted.point_world()
        if not doubted.judged(world)["occurs"]:
            return None
        written = brute.document(made, world=world, account=account)
        try:
            loads(json.dumps(written), warnings=[])
        except CaseFileError:
            return None  # a party with nothing to say in that world, for instance, cannot be written
        paths[account] = folder / f"plain-{account}.yaml"
        paths[account].write_text(json.dumps(written))
    return folder / "doubt.yaml", paths


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_answer_as_in_the_world_without_doubt(verb, tmp_path):
    compared = 0
    for number in range(9):
        seed = f"{verb} {number}"
        (folder := tmp_path / str(number)).mkdir()
        found = pair(seed, folder)
        if found is None:
            continue
        doubt, plain = found
        for account in (None, "k"):
            chosen = ["--plan", "p", *VERBS[verb]]
            one = answer(verb, doubt, *chosen, *(["--account", account] if account else []))
            two = answer(verb, plain[account], *chosen)
            assert one == two, (seed, account)
            compared += one[0] == 0
    assert compared > 2
