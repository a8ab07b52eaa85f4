"""Rival hypotheses weighed by evidence: against Bayes' rule by enumeration, and what must change nothing."""

import random
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from holdfast.case import Account, ById, Case, Credence, Evidence, Hypotheses, Judgement, Party
from holdfast.case.judgement import OTHERWISE
from holdfast.casefile import loads
from holdfast.errors import QuestionError
from holdfast.lexicons import LEXICON_IDS
from holdfast.uncertainty.hypotheses import searches, weigh
from holdfast.uncertainty.weighing import AGAINST

HALF = Fraction(1, 2)


def some(draw, *, ranges):
    low, high = sorted(Fraction(draw.randint(1, 19), 20) for _ in range(2))
    return Credence(low, high if ranges and draw.random() < 0.4 else low)


def some_case(seed, *, ranges=False, most=4, distinct=True):
    draw = random.Random(seed)
    among = tuple("abcd"[: draw.randint(1, most)])
    names = among if len(among) > 1 else (*among, OTHERWISE)
    rows = []
    for k in range(draw.randint(0, 4)):
        origin = "" if distinct else draw.choice(["", "wire", "press"])
        rows.append(Evidence(f"row {k}", ById((name, some(draw, ranges=ranges)) for name in names), origin))
    judgements = ById((name, Judgement(name, f"text of {name}", some(draw, ranges=ranges))) for name in among)
    account = Account("k", judgements=ById([("a", Judgement("a", "", some(draw, ranges=ranges)))]))
    return Case(
        "T",
        ById([("p", Party("p"))]),
        judgements=judgements,
        accounts=ById([("k", account)]),
        hypotheses=ById([("h", Hypotheses("h", "Q?", among, tuple(rows)))]),
    )


def with_rows(case, rows):
    return case.replace(hypotheses=ById([("h", replace(case.hypotheses["h"], evidence=tuple(rows)))]))


def enumerated(prior, rows):
    """Bayes' rule over all outcomes: which hypothesis is true, and for each row whether it would be observed."""
    names = list(prior)
    joint = {}
    for name in names:
        for seen in product((True, False), repeat=len(rows)):
            chance = prior[name]
            for row, is_seen in zip(rows, seen, strict=True):
                chance *= row[name] if is_seen else 1 - row[name]
            joint[name, seen] = chance
    observed = {name: joint[name, (True,) * len(rows)] for name in names}
    return {name: each / sum(observed.values()) for name, each in observed.items()}


def prior_of(case, account=None):
    held = {name: case.judgements[name].credence.low for name in case.hypotheses["h"].among}
    if account:
        held |= {name: each.credence.low for name, each in case.accounts[account].judgements.items()}
    return held if len(held) > 1 else {"a": held["a"], OTHERWISE: 1 - held["a"]}


@pytest.mark.parametrize("seed", range(150))
def test_bayes_rule_by_enumeration(seed):
    case = some_case(seed)
    rows = [{name: cell.low for name, cell in row.likelihood.items()} for row in case.hypotheses["h"].evidence]
    for account in (None, "k"):
        found = weigh(case, account=account).set("h")
        prior = prior_of(case, account)
        total = sum(prior.values())
        expected = enumerated(prior, rows)
        for name, each in found.hypotheses.items():
            assert (each.before.low, each.before.point, each.before.high) == (prior[name] / total,) * 3
            assert (each.after.low, each.after.point, each.after.high) == (expected[name],) * 3
        assert found.leading == tuple(name for name in expected if expected[name] == max(expected.values()))
    both = weigh(case).set("h").accounts
    assert both["k"]["a"].point == found.hypotheses["a"].after.point


@pytest.mark.parametrize("seed", range(60))
def test_bounds_by_enumeration_of_corners(seed):
    case = some_case(seed, ranges=True, most=3)
    among = case.hypotheses["h"]
    names = among.among if len(among.among) > 1 else (*among.among, OTHERWISE)
    ranges = [case.judgements[name].credence for name in among.among]
    ranges += [row.likelihood[name] for row in among.evidence for name in names]
    if 2 ** sum(each.is_range for each in ranges) > 2**10:
        pytest.skip("too many corners to write out")
    after = {name: [] for name in names}
    leaders = set()
    for corner in product(*(dict.fromkeys((each.low, each.high)) for each in ranges)):
        left = iter(corner)
        prior = {name: next(left) for name in among.among}
        prior |= {} if OTHERWISE not in names else {OTHERWISE: 1 - prior["a"]}
        shares = enumerated(prior, [{name: next(left) for name in names} for _ in among.evidence])
        leaders.add(tuple(name for name in names if shares[name] == max(shares.values())))
        for name in names:
            after[name].append(shares[name])
    found = weigh(case).set("h")
    for name, each in found.hypotheses.items():
        assert (each.after.low, each.after.high) == (min(after[name]), max(after[name]))
        assert each.after.low <= each.after.point <= each.after.high
    assert found.leads_throughout == (len(leaders) == 1 and len(found.leading) == 1)


@pytest.mark.parametrize("seed", range(40))
def test_a_row_that_tells_nothing_apart_changes_nothing(seed):
    case = some_case(seed, ranges=True)
    rows = case.hypotheses["h"].evidence
    cell = Credence(Fraction(1, 3), Fraction(1, 3), "")
    names = case.hypotheses["h"].among
    dull = Evidence("dull", ById((name, cell) for name in (names if len(names) > 1 else (*names, OTHERWISE))))
    before, after = weigh(case).set("h"), weigh(with_rows(case, [*rows, dull])).set("h")
    assert {n: e.after for n, e in before.hypotheses.items()} == {n: e.after for n, e in after.hypotheses.items()}
    assert (after.rows[-1].tells_apart, after.origins[-1].ratio, after.origins[-1].moves) == (False, 1, 0)
    assert after.origins[-1].speaks_for == after.origins[-1].speaks_against == ()
    assert (after.leading, after.searches) == (before.leading, before.searches)


@pytest.mark.parametrize("seed", range(40))
def test_a_report_repeated_changes_nothing(seed):
    draw = random.Random(seed)
    case = some_case(seed + 1000, ranges=True, distinct=False)
    rows = [replace(row, origin=row.origin or f"own{k}") for k, row in enumerate(case.hypotheses["h"].evidence)]
    again = [*rows, *(replace(draw.choice(rows), text="again") for _ in range(3) if rows)]
    one, two = weigh(with_rows(case, rows)).set("h"), weigh(with_rows(case, again)).set("h")
    assert one.hypotheses == two.hypotheses
    assert one.searches == two.searches
    assert [(e.ratio, e.moves, e.leads_without) for e in one.origins] == [
        (e.ratio, e.moves, e.leads_without) for e in two.origins
    ]


@pytest.mark.parametrize("seed", range(40))
def test_what_each_origin_tells(seed):
    case = some_case(seed, ranges=True)
    rows = case.hypotheses["h"].evidence
    found = weigh(case).set("h")
    assert [origin.rows for origin in found.origins] == [(k,) for k in range(len(rows))]
    leader = found.leading[0]
    for k, origin in enumerate(found.origins):
        points = {name: cell.point for name, cell in rows[k].likelihood.items()}
        assert origin.ratio == max(a / b for a in points.values() for b in points.values())
        without = weigh(with_rows(case, [*rows[:k], *rows[k + 1 :]])).set("h")
        moved = found.hypotheses[leader].after.point - without.hypotheses[leader].after.point
        assert (origin.moves, origin.leads_without) == (moved, without.leading)
        assert found.rows[k].against == tuple(name for name, point in points.items() if point < AGAINST)
    for name, each in found.hypotheses.items():
        assert each.n_against == sum(row.likelihood[name].point < HALF for row in rows)


def test_order_of_rows_does_not_matter():
    case = some_case(3, ranges=True)
    rows = case.hypotheses["h"].evidence
    assert len(rows) > 1
    assert weigh(case).set("h").hypotheses == weigh(with_rows(case, rows[::-1])).set("h").hypotheses


@pytest.mark.parametrize("seed", range(40))
def test_what_to_look_for(seed):
    draw = random.Random(seed)
    rivals = tuple("abcd"[: draw.randint(2, 4)])
    table = [{name: Fraction(draw.randint(1, 3), 4) for name in rivals} for _ in range(draw.randint(0, 3))]
    found = {frozenset((each.likely_if, each.unlikely_if)): each for each in searches(rivals, table)}
    for k, one in enumerate(rivals):
        for other in rivals[k + 1 :]:
            favoured = {one if cells[one] > cells[other] else other for cells in table if cells[one] != cells[other]}
            each = found.pop(frozenset((one, other)), None)
            assert (each is None) == (len(favoured) == 2)
            if each is not None:
                assert each.is_one_sided == (len(favoured) == 1)
                assert not favoured or {each.unlikely_if} == favoured
    assert not found


FILE = """\
schema: holdfast/case/1
title: T
parties: {p: {options: {x: X}}}
judgements:
  joined: {text: Has joined, credence: [0.2, 0.4]}
  aside: {text: Stands aside, credence: 0.3}
  sole: unlikely
hypotheses:
  minister:
    question: Where does the minister stand?
    among: [joined, aside]
    evidence:
      - {text: He was absent, origin: wire, likelihood: {joined: likely, aside: unlikely}}
      - {text: He was said to be ill, origin: wire, likelihood: {joined: likely, aside: unlikely}}
      - {text: He gave a speech, likelihood: {joined: may, aside: may}}
  other: {among: [sole]}
accounts: {k: {judgements: {joined: almost certain}}, l: {title: L}}
preferences: {p: [{prefer: x, when: joined and sole}]}
"""


def read(text=FILE):
    return loads(text, warnings=[])


def test_from_a_file():
    found = weigh(read())
    minister = found.set("minister")
    assert [len(each.rows) for each in minister.origins] == [2, 1]
    assert (minister.leading, minister.least_against) == (("joined",), ("joined",))
    assert [each.n_against for each in minister.hypotheses.values()] == [1, 2]
    assert list(minister.accounts) == ["k"]
    assert list(minister.lexicons) == list(LEXICON_IDS)
    assert [(each.likely_if, each.unlikely_if, each.is_one_sided) for each in minister.searches] == [
        ("aside", "joined", True)
    ]
    other = found.set("other")
    assert list(other.hypotheses) == ["sole", OTHERWISE]
    assert (other.leading, other.rows, other.origins) == ((OTHERWISE,), (), ())
    assert [(each.likely_if, each.is_one_sided) for each in other.searches] == [("sole", False)]
    assert str(found).startswith("minister: joined leads with ")
    assert list(weigh(read(), among="other").sets) == ["other"]


def test_the_json_form():
    found = weigh(read(), account="k").json()
    assert (found["question"], found["account"], found["lexicon"], found["threshold"]) == ("weigh", "k", "survey", 0.5)
    first = found["sets"][0]
    assert list(first["hypotheses"]["joined"]) == ["text", "before", "after", "against"]
    assert first["evidence"][0]["likelihood"]["joined"]["word"] == "likely"
    assert "accounts" not in first
    assert found["provenance"]["case"] == read().digest


def test_lexicons():
    found = weigh(read(), lexicon="ipcc")
    assert found.lexicon == "ipcc"
    assert found.unread == ("almost certain",)
    plain = weigh(read()).set("minister")
    for name, each in found.set("minister").hypotheses.items():
        assert plain.lexicons["ipcc"][name] == each.after.point
    assert weigh(read(FILE.replace("lexicon", "x"))).set("minister").lexicons["survey"]["joined"] == (
        plain.hypotheses["joined"].after.point
    )
    assert weigh(some_case(1)).set("h").lexicons == ById()


def test_what_cannot_be_asked():
    case = read()
    with pytest.raises(QuestionError, match='no account "kk"; did you mean "k"'):
        weigh(case, account="kk")
    with pytest.raises(QuestionError, match='no set of hypotheses "ministers"; did you mean "minister"'):
        weigh(case, among="ministers")
    with pytest.raises(QuestionError, match="no lexicon"):
        weigh(case, lexicon="oracle")
    with pytest.raises(QuestionError, match="no sets of hypotheses"):
        weigh(case.replace(hypotheses=ById()))


def test_many_hypotheses_and_rows_are_weighed_in_a_moment():
    names = [f"h{k}" for k in range(12)]
    draw = random.Random(0)
    rows = tuple(Evidence(f"t{k}", ById((name, some(draw, ranges=True)) for name in names)) for k in range(60))
    case = Case(
        "T",
        ById([("p", Party("p"))]),
        judgements=ById((name, Judgement(name, "", some(draw, ranges=True))) for name in names),
        hypotheses=ById([("h", Hypotheses("h", "", tuple(names), rows))]),
    )
    found = weigh(case).set("h")
    assert sum(each.after.point for each in found.hypotheses.values()) == 1
