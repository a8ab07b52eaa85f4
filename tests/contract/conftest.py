"""Executors for the tests of this folder."""

from __future__ import annotations

import contextlib

import pytest

from holdfast.runs.executor import executor


@pytest.fixture(scope="module")
def started():
    """Executors of this module, each started when it is first wanted: a cluster takes more than a second."""
    with contextlib.ExitStack() as stack:
        found = {}

        def get(kind):
            if kind == "dask":
                pytest.importorskip("distributed")
            if kind not in found:
                found[kind] = stack.enter_context(executor(kind, workers=1 if kind == "serial" else 2))
            return found[kind]

        yield get


@pytest.fixture
def one(request, started):
    return started(request.param)
