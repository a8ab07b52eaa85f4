"""Random cases with issues, and every draft of one judged by itself, as a plan of a case is."""

from __future__ import annotations

import random
import warnings
from itertools import product
from math import prod

from holdfast.case import ById, Case, Cell, Plan
from holdfast.casefile import loads
from holdfast.errors import CaseFileError, HoldfastWarning, ModelError, QuestionError
from holdfast.model.compile import compile_case, plan_code
from holdfast.questions.holds import model_holds


def random_case(seed: int, most: int = 200) -> Case:
    """Return a case with 2 to 6 issues, 2 to 4 parties, at most ``most`` drafts, and three plans or none."""
    for attempt in range(200):
        case = _attempt(random.Random(f"{seed}/{attempt}"), most)
        if case is not None:
            return case
    raise AssertionError("no case for this seed")


def _attempt(rng: random.Random, most: int) -> Case | None:
    n_parties = rng.randint(2, 4)
    parties = {f"p{k}": [f"s{k}"] + [f"o{k}{j}" for j in range(rng.randint(0, 2))] for k in range(n_parties)}
    signing = list(parties)[: rng.randint(1, n_parties)]
    issues = {f"i{k}": [f"v{j}" for j in range(rng.choice([2, 2, 3]))] for k in range(rng.randint(2, 6))}
    if prod(map(len, issues.values())) > most:
        return None
    options = [option for own in parties.values() for option in own]

    def about_issue() -> str:
        issue = rng.choice(list(issues))
        some = rng.sample(issues[issue], rng.randint(1, len(issues[issue]) - 1))
        kinds = [f"{issue} = {some[0]}", f"{issue} >= {some[0]}", f"{issue} in {{{', '.join(some)}}}"]
        return rng.choice(kinds)

    def condition(share: float, depth: int = 0) -> str:
        if depth == 2 or rng.random() < 0.4:
            if rng.random() < share:
                return f"({about_issue()})" if rng.random() < 0.7 else f"not ({about_issue()})"
            return rng.choice(["", "not "]) + rng.choice([*options, *options, "in_force"])
        word = rng.choice(["and", "or", "if", "only if", "iff"])
        return f"({condition(share, depth + 1)} {word} {condition(share, depth + 1)})"

    others = [option for option in options if not option.startswith("s")]
    about = rng.random() < 0.35  # whether rules speak of issues
    rules = [f"{condition(0.4 if about else 0)} and {condition(0)}" for _ in range(rng.randrange(3))]
    if about and rng.random() < 0.5:  # some drafts cannot be in force
        rules.append(" and ".join([about_issue(), *(f"s{party[1:]}" for party in signing)]))
    lines = ["schema: holdfast/case/1", "title: Random", "parties:"]
    for party, own in parties.items():
        lines += [f"  {party}:", "    options:"]
        for option in own:
            way = rng.choice([", irreversible: true", ", irreversible: from taken"]) if rng.random() < 0.15 else ""
            lines.append(f"      {option}: {{text: Do{way}}}")
    lines += ["rules:", *(f"  - never: {rule}" for rule in rules)] if rules else []
    merged = rng.random() < 0.15
    if merged:
        lines += ["states:", f"  m: {rng.choice('YN')}{''.join(rng.choice('YN--') for _ in options[1:-1])}-"]
    lines.append("issues:")
    for issue, positions in issues.items():
        lines.append(f"  {issue}: {{name: I, positions: [{', '.join(positions)}], now: {rng.choice(positions)}}}")
    has_plans = rng.random() < 0.9
    lines += ["plans:"] if has_plans else []
    conducts = [rng.sample(others, rng.randint(0, min(2, len(others)))) for _ in range(2)]
    shares = [1, rng.choice([0, 0.5]), 0.7]
    for k, share in enumerate(shares if has_plans else []):
        cells = [f"{issue}: {rng.choice(p)}" for issue, p in issues.items() if rng.random() < share or not k]
        lines += [f"  plan{k}:", f"    positions: {{{', '.join(cells)}}}"]
        lines.append(f"    conduct: [{', '.join(rng.choice(['', 'not ']) + o for o in conducts[k % 2])}]")
    force = f", in_force: {rng.choice(['', 'not '])}{rng.choice(others)}" if others and rng.random() < 0.3 else ""
    lines.append(f"agreement: {{signatories: {{{', '.join(f'{p}: s{p[1:]}' for p in signing)}}}{force}}}")
    if rng.random() < 0.3:
        lines.append(f"status_quo: {''.join(rng.choice('NNY') for _ in options)}")
    lines.append("preferences:")
    ranked = None
    for party in parties:
        if not about and not merged and rng.random() < 0.2:
            ranked = ranked or _states(lines[: lines.index("preferences:")], parties)
            if ranked is None:
                return None
            order = rng.sample(ranked, len(ranked))
            tiers = [order[k : k + 2] for k in range(0, len(order), 2)]
            lines += [f"  {party}:", f"    ranking: [{', '.join('[' + ', '.join(tier) + ']' for tier in tiers)}]"]
        else:
            lines += [f"  {party}:", *(f"    - {condition(0.5)}" for _ in range(rng.randint(1, 7)))]
    return _case(lines)


def _case(lines: list[str]) -> Case | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HoldfastWarning)  # statements that say nothing, and the like
        try:
            return loads("\n".join(lines) + "\n")
        except CaseFileError:
            return None


def _states(lines: list[str], parties: dict[str, list[str]]) -> list[str] | None:
    """Return the states that can occur, in letters, of a case without preferences so far."""
    some = [*lines, "preferences:", *(f"  {party}: [{own[0]}]" for party, own in parties.items())]
    case = _case(some)
    if case is None:
        return None
    made = compile_case(case).structure
    return [made.label(state) for state in made.states]


def every_draft(case: Case, free: list[str], fixed: dict[str, str]) -> list[dict[str, str]]:
    """Return every choice of positions."""
    found = product(*(case.issues[issue].positions for issue in free))
    return [dict(fixed) | dict(zip(free, choice, strict=True)) for choice in found]


def judged(case: Case, positions: dict[str, str], plan: str):
    """Judge one draft as a plan of its own, or return None where its state cannot occur."""
    cells = ById((issue, Cell(position)) for issue, position in positions.items())
    conduct = case.plans[plan].conduct if plan else ()
    filled = case.replace(plans=ById([("one", Plan("one", positions=cells, conduct=conduct))]))
    try:
        return model_holds(compile_case(filled, plan="one"), None)
    except (QuestionError, ModelError):
        return None


def expected(case: Case, free: list[str], fixed: dict[str, str], plan: str, shown: int = 5) -> dict:
    """Return what `drafts` must answer, by judging every draft."""
    held = [(draft, judged(case, draft, plan)) for draft in every_draft(case, free, fixed)]
    there = [hold for _, hold in held if hold is not None]
    signatories = list(case.agreement.signatories)
    able = any(hold.party(p).would_sign is not None for hold in there for p in signatories)

    def all_sign(hold) -> bool:
        return all(hold.party(p).would_sign for p in signatories)

    out = {
        "n_drafts": len(held),
        "cannot_occur": len(held) - len(there),
        "holds": sum(hold.holds for hold in there),
        "holds_firmly": sum(hold.holds_firmly for hold in there),
        "all_sign": sum(map(all_sign, there)) if able else None,
        "holds_and_all_sign": sum(hold.holds and all_sign(hold) for hold in there) if able else None,
        "firmly_and_all_sign": sum(hold.holds_firmly and all_sign(hold) for hold in there) if able else None,
        "parties": {},
        "nearest": {},
    }
    for party in case.parties:
        own = [hold.party(party) for hold in there]
        signs = sum(bool(each.would_sign) for each in own) if able and party in signatories else None
        words = ("content", "deterred", "bluffed", "blocker")
        out["parties"][party] = {"would_sign": signs} | {w: sum(each.verdict == w for each in own) for w in words}
    good = {
        "holds": [draft for draft, hold in held if hold and hold.holds],
        "firmly_and_all_sign": [draft for draft, hold in held if hold and hold.holds_firmly and all_sign(hold)],
    }
    for name, each in case.plans.items():
        code = plan_code(case, name)
        mine = plan_code(case, plan) if plan else plan_code(case.replace(plans=ById([("x", Plan("x"))])), "x")
        out["nearest"][name] = {"same_conduct": code == mine}
        for key, drafts in good.items():
            least = min((n_changes(each, draft) for draft in drafts), default=None)
            nearest = [draft for draft in drafts if n_changes(each, draft) == least]
            out["nearest"][name][key] = {"n_changes": least, "count": len(nearest), "drafts": nearest}
    return out


def n_changes(plan: Plan, draft: dict[str, str]) -> int:
    return sum(draft[issue] != cell.position for issue, cell in plan.positions.items())


def compare(case: Case, got: dict, wanted: dict) -> None:
    """Compare an answer with what it must be; the drafts shown must be among the nearest, all different."""
    for key, value in wanted.items():
        if key != "nearest":
            assert got[key] == value, key
    assert list(got["nearest"]) == list(wanted["nearest"])
    for plan, value in wanted["nearest"].items():
        assert got["nearest"][plan]["same_conduct"] == value["same_conduct"]
        for key in ("holds", "firmly_and_all_sign"):
            near, must = got["nearest"][plan][key], value[key]
            assert (near["n_changes"], near["count"]) == (must["n_changes"], must["count"]), (plan, key)
            assert bool(near["drafts"]) == bool(must["drafts"])
            compare_drafts(case, plan, near, must["drafts"])


def compare_drafts(case: Case, plan: str, near: dict, nearest: list[dict[str, str]]) -> None:
    cells = {issue: cell.position for issue, cell in case.plans[plan].positions.items()}
    seen = []
    for draft in near["drafts"]:
        real = {issue: change for issue, change in draft.items() if change["from"] is not None}
        assert len(real) == near["n_changes"]
        assert all(cells[issue] == change["from"] != change["to"] for issue, change in real.items())
        assert all(issue not in cells for issue, change in draft.items() if change["from"] is None)
        seen.append({issue: change["to"] for issue, change in real.items()})
        for alternative in product(*([change["to"], *change.get("or", [])] for change in draft.values())):
            positions = cells | dict(zip(draft, alternative, strict=True))
            assert any(positions.items() <= other.items() for other in nearest), (draft, alternative)
    assert all(one not in seen[:k] for k, one in enumerate(seen))
