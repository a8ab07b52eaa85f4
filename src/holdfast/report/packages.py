"""The answer about packages as text: the zone, the plans, the packages that theory singles out, and the frontier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from holdfast.case import Case
from holdfast.questions.packages.answer import Packages
from holdfast.questions.packages.parts import Named, NoZone, Package, PlanView, Signatory
from holdfast.report.drafts import share
from holdfast.report.text import Style, hanging, paragraph, table, unstyled
from holdfast.report.words import count, listing, party_name

MANY = 3
"""With more answers than this, each is shown on a line."""
NAMES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky (zone)",
    "kalai_smorodinsky_all": "Kalai-Smorodinsky (all)",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
}
FEW_ISSUES = 6
"""Up to this many issues positions are shown in the table of the frontier."""
ROWS = 10
"""Most lines of that table."""
MEANING = (
    "Nash: largest product of gains. Kalai-Smorodinsky: smallest share of the ideal gain as large as can be; the ideal "
    "is the best over the agreement zone, or over all admissible packages. Egalitarian: smallest gain as large as can "
    "be. Utilitarian: largest sum. All are among the packages that every signatory would sign."
)
EFFICIENT = (
    "This counts only those who sign, and only what is said of their preferences here: what is not mentioned counts as "
    "indifferent. It says nothing about whether a plan is fair, or holds."
)
NOTE = "These follow from the numbers given and single out packages by a rule; none of them is a recommendation."


def amount(value: Fraction) -> str:
    """Write a worth: exactly if it has at most four decimals.

    Examples
    --------
    >>> amount(Fraction(5)), amount(Fraction(-5, 2)), amount(Fraction(1, 3))
    ('5', '-2.5', '0.3333')
    """
    if value.denominator == 1:
        return f"{value.numerator:,}"
    return f"{float(value):,.4f}".rstrip("0")


def gained(value: Fraction) -> str:
    """Write a gain with its sign."""
    return f"+{amount(value)}" if value > 0 else amount(value)


def packages_text(case: Case, answer: Packages, width: int, style: Style = unstyled) -> str:
    """Write one answer."""
    blocks = [
        _opening(case, answer, width, style),
        _signatories(case, answer, width, style),
        _zone(case, answer, width),
    ]
    if answer.plans:
        blocks.append(_plans(case, answer, width, style))
    blocks.append(_named(case, answer, width, style))
    blocks.append(_frontier(case, answer, width, style))
    return "\n\n".join(block for block in blocks if block)


def many_packages_text(answers: Sequence[Packages], width: int, style: Style = unstyled) -> str:
    """Write many answers, a line each, and how to ask for more."""
    rows = []
    for each in answers:
        zone = each.zone
        signed = "some" if zone.exists else "not known"
        if zone.n_packages is not None:
            signed = share(zone.n_packages, each.n_packages)
        verdicts = [
            ", ".join(view.plan for view in each.plans if view.verdict == verdict) or "–"
            for verdict in ("efficient", "inefficient", "open")
        ]
        rows.append([each.account or "case", ", ".join(each.conduct_of) or "signing alone", signed, *verdicts])
    head = ["account", "conduct of", "all sign", "efficient", "inefficient", "open"]
    totals = sorted({each.n_packages for each in answers})
    opening = f"Of {' or '.join(f'{n:,}' for n in totals)} packages:"
    remedy = (
        "Name one plan and one account (--plan, --account) for what beats an inefficient plan, why there is no "
        "agreement zone, and the bargaining packages. Open: it depends on what the plan leaves unknown."
    )
    return "\n\n".join([opening, table(head, rows, width, style=style, shrink=4), paragraph(remedy, width)])


def _opening(case: Case, answer: Packages, width: int, style: Style) -> str:
    under = f" under {answer.account}" if answer.account else ""
    number = count(answer.n_packages, "package")
    if answer.n_admissible != answer.n_packages:
        number += f", {answer.n_admissible:,} of them admissible"
    lines = [style(paragraph(f"{number}{',' if under and ',' in number else ''}{under}.", width), "title")]
    if answer.any_position:
        text = f"No signatory tells positions apart on {listing(answer.any_position)}: any will do."
        lines.append(paragraph(text, width))
    how = f"Everybody signs; conduct: {', '.join(answer.conduct)}" if answer.conduct else "Everybody signs"
    alike = f" (as under {listing(answer.conduct_of)})" if answer.conduct_of and answer.conduct else ""
    lines.append(style(paragraph(f"{how}{alike}. State {answer.state}.", width), "dim"))
    return "\n".join(lines)


def _signatories(case: Case, answer: Packages, width: int, style: Style) -> str:
    rows = []
    for each in answer.signatories:
        numbers = [amount(v) if v is not None else "–" for v in (each.status_quo, each.worst, each.best)]
        rows.append([party_name(case, each.party), each.scale or each.kind, *numbers, _signs(each)])
    head = ["signatory", "scale", "status quo", "worst", "best", "would sign some"]
    if all(each.kind != "weights" for each in answer.signatories):
        rows = [[row[0], row[1], row[-1]] for row in rows]
        head = ["signatory", "preference", "would sign some"]
    lines = [table(head, rows, width, style=style)]
    for each in answer.signatories:
        if each.red_lines:
            never = "; ".join(each.red_lines)
            lines.append(paragraph(f"Red lines of {party_name(case, each.party)}: {never}.", width, "  "))
    return "\n".join(lines)


def _signs(each: Signatory) -> str:
    return {True: "yes", False: "no", None: "–"}[each.would_sign_some]


def _zone(case: Case, answer: Packages, width: int) -> str:
    zone = answer.zone
    if zone.exists is None:
        return paragraph(f"Agreement zone: {zone.reason}.", width)
    if zone.exists:
        if zone.n_packages is None:
            return paragraph(f"Agreement zone: every signatory would sign some packages; {zone.reason}.", width)
        of = share(zone.n_packages, answer.n_packages)
        would = f"every signatory would sign {count(zone.n_packages, 'package')}"
        return paragraph(f"Agreement zone: {would} ({of}).", width)
    lines = ["Agreement zone: none. No package would be signed by every signatory."]
    if zone.reason and zone.none is not None:
        lines[0] = f"Agreement zone: none, because {zone.reason}."
    elif zone.reason:
        lines.append(f"{zone.reason[:1].upper()}{zone.reason[1:]}.")
    elif zone.nobody_worse_off:
        lines.append("Some package leaves no signatory worse off, but somebody gains nothing by it.")
    parts = [paragraph(" ".join(lines), width)]
    if zone.none is not None:
        parts += _why_none(case, answer, zone.none, width)
    return "\n".join(parts)


def _why_none(case: Case, answer: Packages, none: NoZone, width: int) -> list[str]:
    parts = []
    if len(none.conflict) == 1:
        parts.append(f"{party_name(case, none.conflict[0])} would sign no admissible package at all.")
    elif none.conflict:
        who = listing(party_name(case, party) for party in none.conflict)
        parts.append(f"There is no package that {who} would both sign." if len(none.conflict) == 2 else "")
        if len(none.conflict) > 2:
            parts[-1] = f"There is none that {who} would all sign, but one for any fewer of them."
    if none.together and len(none.together) > 1:
        who = listing(party_name(case, party) for party in none.together)
        parts.append(f"Most that would sign together: {who}.")
    for party, line in none.red_lines:
        parts.append(f"In the way: without the red line of {party_name(case, party)}, `{line}`, there would be a zone.")
    if none.nearest is not None:
        lacks = [
            f"{party_name(case, party)} {f'lacks {amount(lack)}' if lack else 'gains nothing'}"
            for party, lack in none.lacks.items()
        ]
        how = "least gain as a share of each party's range" if none.by_share else "least gain"
        parts.append(f"Nearest, by the largest {how}: {_positions(none.nearest.positions)}. There {listing(lacks)}.")
    return [paragraph(part, width, "  ") for part in parts]


def _positions(positions: Mapping[str, str]) -> str:
    return ", ".join(f"{issue} = {position}" for issue, position in positions.items()) or "any positions"


def _plans(case: Case, answer: Packages, width: int, style: Style) -> str:
    head = "Plans: efficient if no package is as good for every signatory and better for one"
    left = min(max(len(each.plan) for each in answer.plans) + 2, 16)
    lines = [style(paragraph(head, width), "head")]
    for each in answer.plans:
        lines += [
            hanging(each.plan if k == 0 else "", text, width, left) for k, text in enumerate(_plan(case, answer, each))
        ]
    fixed = [issue.id for issue in case.issues.values() if issue.fixed]
    if fixed:
        lines.append(paragraph(f"Fixed in the case, and free here: {listing(fixed)}.", width))
    lines.append(style(paragraph(EFFICIENT, width), "dim"))
    return "\n".join(lines)


def _plan(case: Case, answer: Packages, view: PlanView) -> list[str]:
    if view.verdict == "not_admissible":
        return [f"not admissible: {view.reason}."]
    if view.verdict == "unknown":
        return [f"not known: {view.reason}."]
    if view.verdict == "efficient":
        many = f", however its unknown cells are filled ({view.n_fillings:,} ways)" if view.n_fillings > 1 else ""
        return [f"efficient{many}."]
    if view.verdict == "open":
        assert view.n_efficient is not None
        ways = f"{view.n_efficient:,} of {view.n_admissible:,} ways of filling its unknown cells"
        opening = f"open: efficient with {ways}. With another ({_filled(case, view)}), "
    elif view.n_fillings > 1:
        opening = f"inefficient, however its unknown cells are filled ({view.n_fillings:,} ways). "
        opening += f"With one of them ({_filled(case, view)}), "
    else:
        opening = "inefficient: "
    return [f"{opening}{_beaten(case, answer, view)}", *_for_all(view)]


def _filled(case: Case, view: PlanView) -> str:
    """Say how the unknown cells are filled in what is said next, as far as some signatory minds."""
    assert view.filling is not None
    known = case.plans[view.plan].positions
    filled = [f"{issue} = {position}" for issue, position in view.filling.positions.items() if issue not in known]
    return ", ".join(filled) or "any"


def _beaten(case: Case, answer: Packages, view: PlanView) -> str:
    assert view.better is not None
    assert view.filling is not None
    rest = [each.party for each in answer.signatories if each.party not in view.better_for]
    changed = f"{count(view.n_changes, 'change')} would be" if view.n_changes else "filling it otherwise would be"
    who = f"better for {listing(party_name(case, party) for party in view.better_for)}"
    if rest:
        who += f", no worse for {listing(party_name(case, party) for party in rest)}"
    text = f"{changed} {who}: {'; '.join(_changes(view.filling, view.better))}."
    return text if view.fewest else f"{text} Perhaps fewer changes would do."


def _changes(before: Package, after: Package) -> list[str]:
    return [
        f"{issue}: {position} → {after.positions[issue]}"
        for issue, position in before.positions.items()
        if after.positions[issue] != position
    ]


def _for_all(view: PlanView) -> list[str]:
    if view.for_all is None:
        some = " than that filling" if view.n_fillings > 1 else ""
        return [f"No package is better for every signatory{some}."]
    assert view.filling is not None
    if view.better is not None and view.for_all.positions == view.better.positions:
        return ["That one is better for every signatory."] if len(view.better_for) > 1 else []
    return [f"Better for every signatory: {'; '.join(_changes(view.filling, view.for_all))}."]


def _named(case: Case, answer: Packages, width: int, style: Style) -> str:
    reasons = {each.refused for each in answer.named}
    if len(reasons) == 1 and reasons != {""}:
        return paragraph(f"Bargaining packages: {reasons.pop()}.", width)
    given = [each for each in answer.named if not each.refused]
    rows = []
    for each in given:
        first = each.examples[0]
        gains = [
            gained(first.gain[s.party]) + (f" ({_percent(first.share[s.party])})" if first.share else "")
            for s in answer.signatories
        ]
        rows.append([NAMES[each.name], *gains, _ties(each)])
    head = ["gains", *(party_name(case, s.party) for s in answer.signatories), "packages"]
    lines = [style("Bargaining packages", "head"), table(head, rows, width, style=style)]
    if any(each.n_worths and each.n_worths > 1 for each in given):
        lines.append(paragraph("Where several worths tie, the gains are those of the first.", width))
    refused: dict[str, list[str]] = {}
    for each in answer.named:
        if each.refused:
            refused.setdefault(each.refused, []).append(NAMES[each.name])
    lines += [paragraph(f"No {listing(names, 'or')} package: {why}.", width, "  ") for why, names in refused.items()]
    lines.append("")
    lines += _where(given, width)
    lines += ["", style(paragraph(f"{MEANING} {NOTE}", width), "dim")]
    return "\n".join(lines)


def _percent(value: Fraction) -> str:
    return f"{float(100 * value):.1f} %"


def _ties(each: Named) -> str:
    number = f"{each.n_packages or 0:,}" if each.exact else f"at least {each.n_packages or 0:,}"
    return number if (each.n_worths or 1) == 1 else f"{number}, of {each.n_worths} worths"


def _where(given: Sequence[Named], width: int) -> list[str]:
    """Return the positions of the first packages; names that single out the same ones share a line."""
    shown: dict[tuple[str, ...], list[str]] = {}
    for each in given:
        texts = tuple(_with_alike(package) for package in each.examples[:MANY])
        more = () if (each.n_packages or 0) <= len(texts) or len(each.examples) <= MANY else ("…",)
        shown.setdefault((*texts, *more), []).append(NAMES[each.name])
    lines = []
    for texts, names in shown.items():
        lines.append(paragraph(f"{listing(names)}:", width))
        lines += [paragraph(f"  {text}", width, "    ") for text in texts]
    return lines


def _with_alike(package: Package) -> str:
    parts = []
    for issue, position in package.positions.items():
        others = package.alike.get(issue, ())
        text = f"{issue} = {position}"
        parts.append(f"{text} or {others[0]}" if len(others) == 1 else f"{text} or others" if others else text)
    return ", ".join(parts)


def _frontier(case: Case, answer: Packages, width: int, style: Style) -> str:
    found = answer.frontier
    if found.refused:
        return paragraph(f"Frontier: not computed, because {found.refused}.", width)
    if not found.n_worths:
        return ""
    assert found.n_packages is not None
    told = f"the signatories tell {found.n_worths:,} kinds of them apart" if found.n_worths > 1 else "all alike to them"
    opening = f"Frontier: {count(found.n_packages, 'efficient package')}; {told}."
    if found.n_packages_in_zone and found.n_packages_in_zone < found.n_packages:
        opening += f" Every signatory would sign {found.n_packages_in_zone:,} of them."
    weighted = [s.party for s in answer.signatories if s.kind == "weights"]
    if found.n_worths == 1 or len(weighted) < len(answer.signatories):
        return paragraph(opening, width)
    head = [*(party_name(case, party) for party in weighted), "packages"]
    named = len(answer.told_apart) <= FEW_ISSUES
    if named:
        head.append(f"one of them: {', '.join(answer.told_apart)}")
    rows = []
    for package, number in found.examples[:ROWS]:
        numbers = [amount(package.worth[party]) for party in weighted]
        positions = [", ".join(package.positions[issue] for issue in answer.told_apart)] if named else []
        rows.append([*numbers, f"{number:,}", *positions])
    lines = [
        style(paragraph(opening, width), "head"),
        table(head, rows, width, style=style, shrink=len(head) - 1),
    ]
    if found.n_worths > len(rows):
        lines.append(f"… {found.n_worths - len(rows):,} more: see --json")
    return "\n".join(lines)
