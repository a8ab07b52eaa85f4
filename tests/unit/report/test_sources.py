"""Every claim has a place, every source a number."""

import dataclasses

from holdfast.case import Claim
from holdfast.report.sources import Sources, anchor, entries

from .small import small


def claims_in(value, found):
    """Collect every claim of a case by walking its fields, whatever they are called."""
    if isinstance(value, Claim):
        found.append(value)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            claims_in(getattr(value, field.name), found)
    elif hasattr(value, "values"):
        for item in value.values():
            claims_in(item, found)
    elif isinstance(value, tuple):
        for item in value:
            claims_in(item, found)
    return found


def test_no_claim_is_missed(brief):
    walked = sorted(repr(entry.claim) for entry in entries(brief.case))
    assert walked == sorted(repr(claim) for claim in claims_in(brief.case, []))


def test_counts_add_up(brief):
    sources = Sources(brief.case)
    both = sum(bool(e.claim.sources) and e.claim.assumed for e in sources.entries)
    assert sum(sources.counts) - both == len(sources.entries)


def test_numbers_follow_the_file():
    sources = Sources(small())
    assert sources.numbers == {"note1": 1, "note2": 2, "unused": 3}
    assert [cited.number for cited in sources.cited] == [1, 2, 3]
    assert sources.cited[2].groups == ()


def test_a_source_that_nobody_described_is_still_listed():
    case = small().replace(sources=type(small().sources)())
    assert set(Sources(case).numbers) == {"note1", "note2"}
    assert "not described" in Sources(case).cited[0].source.title


def test_anchors_cannot_meet():
    assert anchor("cell", "a-b", "c") != anchor("cell", "a", "b-c")
