"""The further answers of a brief for the terminal: a few lines each, and which verb says more."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.questions.amend import Amend
from holdfast.report.brief import Brief
from holdfast.report.further import Further
from holdfast.report.further_view import READING_TITLES, reading_summary
from holdfast.report.text import Style, hanging, paragraph
from holdfast.report.view import account_label
from holdfast.report.words import count, listing

LABELS = {
    "blockers": "blockers",
    "ripeness": "ripe",
    "commitment": "commitment",
    "win_set": "win-sets",
    "hostility": "hostility",
}
ASKED = {
    "blockers": "can some party block drafts that nobody could answer for?",
    "ripeness": "is some draft better than the status quo for every signatory?",
    "commitment": "would some signatory leave a plan that all would sign?",
    "win_set": "is some draft in the win-sets of all ratifiers?",
    "hostility": "can both a peaceful and another state last?",
}


def further_text(brief: Brief, further: Further, width: int, style: Style) -> list[str]:
    """Write the further answers, a block each."""
    blocks = []
    if further.amendments:
        head = "Smallest changes after which all would sign and it holds firmly (see `amend`)"
        blocks.append("\n".join([style(paragraph(head, width), "head"), *_mending(brief, further, width)]))
    if further.ways:
        head = "Ways there from the status quo, step by step (see `path`)"
        blocks.append("\n".join([style(paragraph(head, width), "head"), *_ways(brief, further, width)]))
    told = [(reading, reading_summary(brief, further, reading)) for reading in READING_TITLES]
    if any(words for _, words in told):
        head = "In the field's terms (see `diagnose`)"
        left = max(len(label) for label in LABELS.values()) + 2
        lines = [hanging(LABELS[r], f"{ASKED[r]} {words}.", width, left) for r, words in told if words]
        blocks.append("\n".join([style(paragraph(head, width), "head"), *lines]))
    if further.left_out:
        blocks.append("\n".join(paragraph(f"not asked: {reason}", width, "  ") for reason in further.left_out))
    return blocks


def _accounts(brief: Brief, accounts: Iterable[str | None]) -> str:
    named = [account_label(account) for account in accounts]
    return "every account" if len(named) == len(brief.accounts) > 1 else listing(named)


def _mending(brief: Brief, further: Further, width: int) -> list[str]:
    """Say under which accounts which plans need how many changes; accounts that say the same together."""
    alike: dict[str, list[str | None]] = {}
    for account in brief.accounts:
        answers = [further.amendments[s.id, account] for s in brief.subjects if (s.id, account) in further.amendments]
        if answers:
            alike.setdefault(_mended(answers), []).append(account)
    if len(brief.accounts) == 1:
        return [paragraph(f"{words}.", width) for words in alike]
    return [paragraph(f"{_accounts(brief, accounts)}: {words}.", width, "  ") for words, accounts in alike.items()]


def _mended(answers: list[Amend]) -> str:
    per: dict[int | None, list[Amend]] = {}
    for each in answers:
        per.setdefault(each.n_changes, []).append(each)
    if set(per) == {None}:
        return "no draft at all would do"
    parts = []
    for number in sorted(n for n in per if n is not None):
        plans = listing([each.plan for each in per[number]])
        if number == 0:
            filled = listing([each.plan for each in per[0] if each.amendments and each.amendments[0].filled])
            stands = "as it stands" if len(per[0]) == 1 else "as they stand"
            parts.append(f"{plans} {stands}" + (f" ({filled} if filled in)" if filled else ""))
        else:
            parts.append(f"{plans} with {count(number, 'change')}")
    if None in per:
        parts.append(f"no draft with the conduct of {listing([each.plan for each in per[None]], 'or')}")
    return "; ".join(parts)


def _ways(brief: Brief, further: Further, width: int) -> list[str]:
    """Say which plans can be reached by steps that each mover wants, by joint steps, or only against wishes."""
    kinds: dict[str, list[tuple[str, str | None]]] = {}
    for (subject, account), found in further.ways.items():
        if not found.targets:
            continue
        ways = found.targets[0].ways
        if ways["moves"].reachable is False:
            kind = "not at all"
        elif ways["improvements"].reachable:
            kind = "each step wanted by who makes it"
        elif ways["coalitions"].reachable:
            kind = "by joint steps that all who make them want"
        elif ways["improvements"].possible or ways["coalitions"].possible:
            kind = "wanted or not, depending on what the plan leaves unknown"
        else:
            kind = "only with steps that somebody would not want to make"
        kinds.setdefault(kind, []).append((subject, account))
    lines = []
    for kind, keys in kinds.items():
        under: dict[tuple[str, ...], list[str | None]] = {}
        for account in brief.accounts:
            subjects = tuple(s for s, a in keys if a == account)
            if subjects:
                under.setdefault(subjects, []).append(account)
        parts = []
        for subjects, accounts in under.items():
            which = "every plan" if len(subjects) == len(brief.subjects) > 1 else listing(subjects)
            named = _accounts(brief, accounts)
            parts.append(which if len(brief.accounts) == 1 else f"{which} under {named}")
        lines.append(paragraph(f"{kind}: {'; '.join(parts)}.", width, "  "))
    return lines
