"""The best packages of clauses of two drafts as text."""

from __future__ import annotations

from holdfast.case import Case
from holdfast.questions.compare.merged import Merged, Package
from holdfast.questions.compare.plans import PlansCompared
from holdfast.report.text import Style, paragraph, unstyled
from holdfast.report.words import count, listing, outcome_word, party_name

STANDING_WORDS = {
    "firmly_and_all_sign": "hold firmly, and every signatory would sign",
    "holds_and_all_sign": "hold, not firmly, and every signatory would sign",
    "all_sign": "every signatory would sign, but somebody can block or the verdict is open",
    "none": "not every signatory would surely sign",
}
EXAMPLES = 2
"""Most packages shown in full."""


def merged_words(merged: Merged, *, short: bool = False) -> str:
    """Say in a clause what the best packages are like."""
    if not merged.standing:
        return "merged: no package can occur"
    best = {
        "firmly_and_all_sign": "hold firmly and all would sign",
        "holds_and_all_sign": "hold and all would sign",
        "all_sign": "all would sign, none surely holds",
        "none": "none that all would surely sign",
    }[merged.standing]
    number = dict(merged.standings)[merged.standing]
    return f"merged: {best}" if merged.standing == "none" or not short else f"merged: {number:,} {best}"


def merged_text(case: Case, answer: PlansCompared, merged: Merged, width: int, style: Style = unstyled) -> str:
    """Write the best packages for one way to act."""
    conduct = f", with the conduct of {merged.conduct_of}" if len(answer.merges) > 1 else ""
    head = f"Packages of clauses of either{conduct}: {count(merged.n_packages, 'package')}"
    lines = [style(paragraph(head, width), "head")]
    if merged is not answer.merges[0] and _is_alike(merged, answer.merges[0]):
        return "\n".join([*lines, f"The same as with the conduct of {answer.merges[0].conduct_of}."])
    for name, number in merged.standings:
        if number:
            lines.append(f"{number:>9,}  {STANDING_WORDS[name]}")
    if merged.cannot_occur:
        lines.append(f"{merged.cannot_occur:>9,}  cannot occur: a rule forbids the state")
    if not merged.standing:
        return "\n".join(lines)
    among = dict(merged.standings)[merged.standing]
    which = "all" if merged.count == among else f"{merged.count:,} of the {among:,} in the first line"
    rest = "no other of them is as good for every signatory and better for one"
    lines.append(paragraph(f"Efficient, and so the best: {which}; {rest}. The clauses are", width))
    for whose, words in (
        ("first", f"of {answer.first}"),
        ("second", f"of {answer.second}"),
        ("both", "of the one or the other"),
    ):
        issues = [issue for issue, word in merged.always if word == whose]
        if issues:
            lines.append(paragraph(f"  {words}: {', '.join(issues)}", width, "    "))
    for package in merged.packages[:EXAMPLES]:
        lines.append(paragraph(f"  {_package_words(case, answer, package)}", width, "    "))
    if merged.count > len(merged.packages[:EXAMPLES]):
        lines.append(paragraph(f"  … --json lists {min(merged.count, len(merged.packages)):,} of them", width, "    "))
    return "\n".join(lines)


def _is_alike(one: Merged, two: Merged) -> bool:
    """Whether two ways to act lead to the same packages, verdicts and signatures."""
    first, second = one.json(), two.json()
    return {**first, "conduct_of": ""} == {**second, "conduct_of": ""}


def _package_words(case: Case, answer: PlansCompared, package: Package) -> str:
    whose = [
        f"{plan}: {', '.join(i)}" for plan, i in ((answer.first, package.first), (answer.second, package.second)) if i
    ]
    text = "; ".join(whose) or "the clauses that both have"
    if package.either:
        text += f"; either: {', '.join(package.either)}"
    hold = package.hold
    signs = [party_name(case, v.party) for v in hold.parties if v.is_signatory and v.would_sign]
    refuses = [party_name(case, v.party) for v in hold.parties if v.is_signatory and v.would_sign is False]
    said = [outcome_word(hold)]
    said += [f"{listing(signs)} would sign"] if signs else []
    said += [f"{listing(refuses)} would not"] if refuses else []
    blocks = [party_name(case, v.party) for v in hold.blockers]
    said += [f"{listing(blocks)} can block"] if blocks else []
    return f"{text} – {', '.join(said)}"
