"""Files made to be expensive are read or refused in a moment, by a process of their own that stays small."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "hostile.py"
SECONDS, MEGABYTES = 3.0, 200
"""Measured: at most 1.0 s and 80 MB. The bound on time leaves room for a busy machine."""


def _inputs() -> list[str]:
    spec = importlib.util.spec_from_file_location("holdfast_hostile", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return list(module.INPUTS)


@pytest.mark.parametrize("name", _inputs())
def test_cheap(name):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), name], capture_output=True, text=True, env=environment, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    _, _, _, seconds, megabytes, first = done.stdout.rstrip("\n").split("\t")
    print(f"{name}: {seconds} s, {megabytes} MB: {first}")
    assert float(seconds) < SECONDS
    assert float(megabytes) < MEGABYTES
