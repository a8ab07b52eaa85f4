"""Comparisons as text: drafts issue by issue, accounts party by party, cases element by element."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from holdfast.case import Case
from holdfast.questions.answer import Hold
from holdfast.questions.compare.accounts import AccountsCompared, Said, moved, name_of
from holdfast.questions.compare.cases import CasesCompared
from holdfast.questions.compare.overview import Overview
from holdfast.questions.compare.plans import Clause, Effect, PlansCompared
from holdfast.report.merged import merged_text, merged_words
from holdfast.report.text import Style, hanging, paragraph, table, unstyled
from holdfast.report.words import count, listing, outcome_word, party_name, short_outcome

ROLE_OF = {"FIRM": "good", "holds": "fair", "blocked": "bad", "open": "open"}
EFFECT_WORDS = {
    "better": "better off",
    "worse": "worse off",
    "open": "open, it turns on what is unknown",
    "impossible": "cannot be: a rule forbids the state",
}
MANY = 3
"""With more answers than this about two plans, each is shown on a line or two."""


def plans_text(case: Case, answer: PlansCompared, width: int, style: Style = unstyled) -> str:
    """Write the comparison of two drafts under one account."""
    under = f" under {answer.account}" if answer.account else ""
    opening = style(paragraph(f"{answer.first} and {answer.second}{under}.", width), "title")
    blocks = [f"{opening}\n{_counts(answer, width)}", _clauses(case, answer, width, style)]
    blocks.append(_parties(case, answer, width, style))
    said = [paragraph(text, width) for text in _silent(answer)]
    blocks += ["\n".join(said)] if said else []
    for merged in answer.merges:
        blocks.append(merged_text(case, answer, merged, width, style))
    if answer.merge_note:
        blocks.append(hanging("Merging them", f"not done: {answer.merge_note}", width, 14))
    return "\n\n".join(blocks)


def many_plans_text(case: Case, answers: Sequence[PlansCompared], width: int, style: Style = unstyled) -> str:
    """Write the comparison of two drafts under many accounts: the clauses once, and what each account makes of them."""
    one = answers[0]
    opening = style(paragraph(f"{one.first} and {one.second}.", width), "title")
    rows = [[clause.issue, clause.first or "unknown", clause.second or "unknown"] for clause in one.clauses]
    head = ["issue", one.first, one.second]

    def role(row: int, column: int) -> str:
        return "dim" if one.clauses[row].is_changed is False else "open" if rows[row][column] == "unknown" else ""

    blocks = [f"{opening}\n{_counts(one, width)}", table(head, rows, width, style=style, roles=role, shrink=1)]
    if one.conduct.first:
        blocks.append(paragraph(_conduct_words(one), width))
    left = min(max(len(answer.account or "case") for answer in answers) + 2, 16)
    lines = [hanging(answer.account or "case", _in_a_line(case, answer), width, left) for answer in answers]
    blocks.append("\n".join([style("Account by account", "head"), *lines]))
    blocks.append(paragraph("Name one account (--account) to see for whom each change is better or worse.", width))
    return "\n\n".join(blocks)


def _in_a_line(case: Case, answer: PlansCompared) -> str:
    said = [
        f"{name}: {outcome_word(hold)}" for name, hold in zip((answer.first, answer.second), answer.holds, strict=True)
    ]
    for word, plan in (("first", answer.first), ("second", answer.second)):
        who = [party_name(case, party) for party, likes in answer.likes if likes.sure == word]
        said += [f"would rather have {plan}: {listing(who)}"] if who else []
    said += [merged_words(merged, short=True) for merged in answer.merges]
    return "; ".join(dict.fromkeys(said)) + "."


def _counts(answer: PlansCompared, width: int) -> str:
    text = f"They differ in {len(answer.changed)} of {count(len(answer.clauses), 'issue')}"
    if unknown := sum(clause.is_changed is None for clause in answer.clauses):
        text += f"; {count(unknown, 'other')} are unknown in one or in both" if unknown > 1 else "; one is unknown"
    return paragraph(f"{text}.", width)


def _clauses(case: Case, answer: PlansCompared, width: int, style: Style) -> str:
    head = f"What changes from {answer.first} to {answer.second}, and what each change alone does to whom"
    lines, idle = [style(paragraph(head, width), "head")], []
    changes = [(_change_words(clause), clause.effects) for clause in answer.clauses if clause.effects]
    changes += [(_conduct_words(answer), answer.conduct.effects)] if answer.conduct.first else []
    for words, effects in changes:
        felt = _felt(case, effects, width)
        if felt:
            lines += [paragraph(words, width, "  "), *felt]
        else:
            idle.append(words)
    if idle:
        lines += ["These alone leave nobody better or worse off:", *(paragraph(f"  {w}", width, "    ") for w in idle)]
    return "\n".join(lines)


def _change_words(clause: Clause) -> str:
    return f"{clause.issue}: {clause.first or 'unknown'} → {clause.second or 'unknown'}"


def _conduct_words(answer: PlansCompared) -> str:
    return f"conduct: {', '.join(answer.conduct.first)} → {', '.join(answer.conduct.second)}"


def _felt(case: Case, effects: Iterable[tuple[str, Effect]], width: int) -> list[str]:
    """Say who is better and worse off, a line each."""
    lines = []
    for word, shown in EFFECT_WORDS.items():
        who = [
            party_name(case, party) + (f" (`{effect.because}`)" if effect.because else "")
            for party, effect in effects
            if effect.word == word
        ]
        if who and word == "impossible":
            return [f"    {shown}"]
        if who:
            lines.append(paragraph(f"    {shown}: {listing(who)}", width, "      "))
    return lines


def _parties(case: Case, answer: PlansCompared, width: int, style: Style) -> str:
    one, two = answer.holds
    rows, reasons = [], []
    for party, likes in answer.likes:
        plan = {"first": answer.first, "second": answer.second, "same": "either", "open": "open"}.get(likes.sure, "–")
        before, after = one.party(party), two.party(party)
        signs = _moved(_yes(before.would_sign), _yes(after.would_sign)) if before.is_signatory else ""
        rows.append([party_name(case, party), plan, _moved(before.verdict, after.verdict), signs])
        if likes.because:
            reasons.append(hanging(f"  {party_name(case, party)}", f"`{likes.because}`", width, 16))
    verdicts = " → ".join(outcome_word(hold) for hold in answer.holds)
    said = (
        f"{answer.first} → {answer.second}: {verdicts}"
        if outcome_word(one) != outcome_word(two)
        else (f"{answer.first} and {answer.second}: {outcome_word(one)}")
    )
    head = ["party", "would rather have", "verdict", "would sign"]
    lines = [style(paragraph(said, width), "head"), table(head, rows, width, style=style)]
    return "\n".join(lines + (["What decides which it would rather have:", *reasons] if reasons else []))


def _yes(signs: bool | None) -> str:
    return {True: "yes", False: "no", None: "open"}[signs]


def _moved(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _silent(answer: PlansCompared) -> list[str]:
    found = []
    same = [f"{c.issue} = {c.first}" for c in answer.clauses if c.is_changed is False]
    both = [c.issue for c in answer.clauses if c.first is None and c.second is None]
    under = f" under {answer.account}" if answer.account else ""
    if same:
        found.append(f"The same in both: {', '.join(same)}.")
    if both:
        found.append(f"Unknown in both: {', '.join(both)}.")
    if answer.unspoken:
        found.append(f"Nobody speaks of these issues{under}: {', '.join(answer.unspoken)}.")
    return found


# -- accounts --------------------------------------------------------------------------------------------------------


def accounts_text(case: Case, answer: AccountsCompared, width: int, style: Style = unstyled) -> str:
    """Write the comparison of two accounts."""
    opening = style(paragraph(f"{answer.first} and {answer.second}.", width), "title")
    alike = [party_name(case, said.party) for said in answer.said if said.same]
    same = f"They say the same of {listing(alike)}." if alike else "There is no party of which they say the same."
    lines = [style("What they say of each party", "head")]
    for said in answer.said:
        if not said.same:
            lines += said_lines(party_name(case, said.party), said, answer.first, answer.second, width)
    blocks = [f"{opening}\n{paragraph(same, width)}"]
    blocks += ["\n".join(lines)] if len(lines) > 1 else []
    if answer.holds:
        blocks.append(_verdicts(case, answer.holds, (answer.first, answer.second), width, style))
    return "\n\n".join(blocks)


def said_lines(name: str, said: Said, first: str, second: str, width: int) -> list[str]:
    """Say what two accounts have in common about a party, and what only one has."""
    lines = [f"{name}: {_in_common(said)}"]
    for account, texts in ((first, said.first), (second, said.second)):
        if texts:
            quoted = "; ".join(f"`{text}`" for text in texts)
            lines.append(paragraph(f"  only {account}: {quoted}", width, "    "))
    if said.moved:
        moved_ = "; ".join(f"`{text}`" for text in said.moved)
        lines.append(paragraph(f"  in another place: {moved_}", width, "    "))
    return [paragraph(lines[0], width, "  "), *lines[1:]]


def _in_common(said: Said) -> str:
    if said.kinds[0] != said.kinds[1]:
        return f"{said.kinds[0]} in the one, {said.kinds[1]} in the other"
    if said.kinds[0] == "ranking":
        return "another ranking"
    return f"{len(said.shared) or 'nothing'} in common"


def _verdicts(case: Case, pairs: Sequence[tuple[Hold, Hold]], names: tuple[str, str], width: int, style: Style) -> str:
    rows = []
    for one, two in pairs:
        parted = [f"{party} {_verdict_words(one, two, party)}" for party in moved(one, two)]
        label = name_of(one) + (f" ({one.account})" if one.account and one.account == two.account else "")
        rows.append([label, short_outcome(one), short_outcome(two), ", ".join(parted) or "–"])
    head = ["plan" if case.plans else "state", *names, "verdicts that differ"]
    body = table(
        head, rows, width, style=style, roles=lambda r, k: ROLE_OF.get(rows[r][k], "") if k in (1, 2) else "", shrink=3
    )
    return f"{style('What becomes of each', 'head')}\n{body}"


def _verdict_words(one: Hold, two: Hold, party: str) -> str:
    before, after = one.party(party), two.party(party)
    if before.verdict != after.verdict:
        return f"{before.verdict} → {after.verdict}"
    if before.would_sign != after.would_sign:
        return f"signs: {_yes(before.would_sign)} → {_yes(after.would_sign)}"
    return f"{before.verdict}, {listing(before.possible, 'or')} → {listing(after.possible, 'or')}"


# -- cases -----------------------------------------------------------------------------------------------------------


def cases_text(case: Case, answer: CasesCompared, names: tuple[str, str], width: int, style: Style = unstyled) -> str:
    """Write the comparison of two cases; ``names`` says how they were named."""
    opening = style(paragraph(f"{names[0]} and {names[1]}: {answer}.", width), "title")
    blocks = [opening]
    if answer.differences:
        rows = [
            [each.change, each.what, each.id, _before_after(each.first, each.second)] for each in answer.differences
        ]
        room = width - sum(max(len(row[k]) for row in rows) + 2 for k in (0, 1))
        for row in rows:
            row[2] = row[2] if len(row[2]) <= room // 2 else row[2][: room // 2 - 1] + "…"
        blocks.append(table(["change", "what", "which", "from → to"], rows, width, style=style, shrink=3))
    for account, said in answer.said:
        name = party_name(case, said.party) + (f" under {account}" if account else "")
        blocks.append("\n".join(said_lines(name, said, names[0], names[1], width)))
    if answer.moved:
        blocks.append(_verdicts(case, answer.moved, _short_names(names), width, style))
    elif answer.holds and not answer.identical:
        blocks.append(paragraph(f"No verdict moved; {count(len(answer.holds), 'was', 'were')} compared.", width))
    blocks += [paragraph(f"Not judged in both: {text}", width, "  ") for text in answer.not_judged]
    return "\n\n".join(blocks)


def _short_names(names: tuple[str, str]) -> tuple[str, str]:
    return ("before", "after") if max(map(len, names)) > 12 else names


def _before_after(before: str | None, after: str | None) -> str:
    return f"{before} → {after}" if before is not None and after is not None else before or after or ""


# -- all drafts ------------------------------------------------------------------------------------------------------


def overview_text(answer: Overview, width: int, style: Style = unstyled) -> str:
    """Write every draft beside every other, and what becomes of each."""
    rows = []
    for k, plan in enumerate(answer.plans):
        cells = [
            _apart(answer, plan, other) if j > k else "·" if j == k else "" for j, other in enumerate(answer.plans)
        ]
        rows.append([plan, *cells[1:]])
    opening = style(
        paragraph(f"{count(len(answer.plans), 'draft')} on {count(answer.n_issues, 'issue')}.", width), "title"
    )
    head = "In how many issues two drafts differ, and (in brackets) how many one of them or both leave unknown"
    blocks = [opening]
    if len(answer.plans) > 1:
        blocks.append(
            f"{style(paragraph(head, width), 'head')}\n{table(['', *answer.plans[1:]], rows[:-1], width, style=style)}"
        )
    verdicts = [[plan, *map(short_outcome, row)] for plan, row in zip(answer.plans, answer.holds, strict=True)]
    accounts = [account or "case" for account in answer.accounts]
    body = table(["plan", *accounts], verdicts, width, style=style, roles=lambda r, k: ROLE_OF.get(verdicts[r][k], ""))
    blocks.append(f"{style('What becomes of each', 'head')}\n{body}")
    if len(answer.plans) > 1:
        text = f"Name two plans to compare them clause by clause: --plans {','.join(answer.plans[:2])}"
        blocks.append(paragraph(f"{text}.", width))
    return "\n\n".join(blocks)


def _apart(answer: Overview, first: str, second: str) -> str:
    pair = answer.pair(first, second)
    return f"{pair.differ}" + (f" ({pair.unknown})" if pair.unknown else "")
