"""Which executors a test is about."""

from __future__ import annotations

import pytest

KINDS = ("serial", "processes", "dask")
SPREAD = ("processes", "dask")


def over(*kinds):
    """Run a test with each of several executors, as ``one``."""
    return pytest.mark.parametrize("one", kinds, indirect=True)
