from functools import cache

import pytest

import holdfast as hf
from holdfast.report.brief import Brief
from holdfast.report.html import page

from .doubtful import doubtful
from .page import Page
from .small import small

OWN = {"small": small, "doubtful": doubtful}


@cache
def brief_of(name: str) -> Brief:
    return hf.brief(OWN[name]() if name in OWN else hf.example(name))


@cache
def text_of(name: str) -> str:
    return page(brief_of(name))


@pytest.fixture
def brief(name):
    return brief_of(name)


@pytest.fixture
def text(name):
    return text_of(name)


@pytest.fixture
def read(name):
    return Page(text_of(name))


def pytest_generate_tests(metafunc):
    """Ask a test that takes a ``name`` of every shipped case and of the small one."""
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", [*OWN, *hf.examples()])
