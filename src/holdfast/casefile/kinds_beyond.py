"""Kinds of problem HF150 to HF199: provenance, weights, judgements and beliefs, tables."""

from __future__ import annotations

from holdfast.casefile.kind import Kind

KINDS = (
    Kind(
        "HF150",
        "Source never cited",
        "The source is declared but nothing refers to it. Cite it, or take it out.",
        "warning",
    ),
    Kind(
        "HF151",
        "Both sourced and assumed",
        "A claim either has a source or is the analyst's own assumption. Where a source says part of it, cite "
        "the source and say in `note` what is added.",
        "warning",
    ),
    Kind(
        "HF152",
        "Not an ISO date",
        "Dates are written `2025`, `2025-11` or `2025-11-21`, so that they sort and mean the same everywhere.",
        "warning",
    ),
    Kind(
        "HF153",
        "Quotation without a source",
        "A `span` quotes words, but no `source` says whose.",
        "warning",
    ),
    Kind(
        "HF160",
        "Not a number to weigh with",
        "Values, weights, worths and `walk_away` are whole numbers or decimals without quotes, of at most nine digits: "
        "`12`, `-3`, `0.5`. They are kept exactly, so `0.1` is a tenth. A weight is not negative: an issue on which a "
        "party likes little better than much has its largest value at little.",
    ),
    Kind(
        "HF161",
        "Position without a value",
        "A party that weighs an issue gives every position of it a value, because a plan may take any of them. "
        "What a party does not care about gets the same value as its neighbour; an issue it does not care about at all "
        "is left out.",
    ),
    Kind(
        "HF162",
        "Nothing is weighed",
        "Weights need at least one issue under `issues`, or one condition under `also`; red lines alone are better "
        "written as statements.",
    ),
    Kind(
        "HF163",
        "Walk-away that means nothing",
        "`walk_away` is what the issues are worth together while no agreement is in force. Without an `agreement` none "
        "ever is, and without `issues` there is nothing it stands against.",
    ),
    Kind(
        "HF164",
        "Red line that never varies",
        "The red line is crossed in every state that can occur, or in none, whatever plan is on the table. It tells "
        "no two states apart and has no effect. A red line on where an issue stands `now` is crossed already.",
        "warning",
    ),
    Kind(
        "HF165",
        "Weight without effect",
        "The weight or worth is 0, or every position has the same value, so nothing depends on it.",
        "warning",
    ),
    Kind(
        "HF170",
        "Word without a number",
        "A credence may be a word of likelihood of the case's `lexicon`; for this one no number is published there. "
        "`holdfast words` lists those there are. Write another word, a number from 0 to 1, or a range.",
    ),
    Kind(
        "HF171",
        "Not a credence",
        "A credence is a word of likelihood, a number from 0 to 1, or a range such as `[0.2, 0.5]` with its lower end "
        "first. Percentages are written as shares: 0.35, not 35%.",
    ),
    Kind(
        "HF172",
        "Unknown judgement",
        "`when` speaks of judgements only, joined by `not`, `and`, `or`, `if` and `iff`; each must be declared under "
        "`judgements`. Conditions over options and issues stand in `prefer`, `never` and their like.",
    ),
    Kind(
        "HF173",
        "Judgement without a credence",
        "Every judgement needs a credence: its own, or rows under `given` of which one counts whatever the others are.",
    ),
    Kind(
        "HF174",
        "Judgements in a circle",
        "A judgement may depend on others by `given`, but not, through them, on itself: then no credence would follow.",
    ),
    Kind(
        "HF175",
        "Hypotheses that do not fit together",
        "The judgements of one set are rival answers to one question: each stands in one set only and has no `given`, "
        "also not under an account, and every row of evidence says how likely it would be under each of them "
        "(`otherwise` stands for the negation in a set of one).",
    ),
    Kind(
        "HF176",
        "Judgement without effect",
        "Nothing in the file depends on the judgement: no `when` names it, no other judgement is given it, and it "
        "stands in no set of hypotheses.",
        "warning",
    ),
    Kind(
        "HF177",
        "Belief in an account that is not there",
        "`believes` says by which account of the file a party sees the others; there is no account of this name.",
    ),
    Kind(
        "HF190",
        "Unknown table",
        "A sheet of a workbook, or a file of a folder of tables, is called like no part of a case. Sheets of your own "
        "have names that begin with `x-`; they are not read. Every table is described in `docs/reference/tables.md`.",
    ),
    Kind(
        "HF191",
        "Unknown column",
        "A column's heading is none of those that the table may have, or stands twice. It is refused, because what "
        "stands below a misspelt heading would be lost. Columns of your own have headings that begin with `x-`; they "
        "are not read.",
    ),
    Kind(
        "HF192",
        "Row that belongs to nothing",
        "The first columns of a row say to which row of another table it belongs; there is no such row. Add it there, "
        "or mend the id.",
    ),
    Kind(
        "HF193",
        "Cell that must be filled in",
        "The row has no id, or does not say which form it has, such as `statements`, `ranking` or `weights`.",
    ),
    Kind(
        "HF194",
        "Cell that cannot be read",
        "A cell holds a formula, an error value, or something in a column that a row of this form does not have. "
        "Formulas are never computed here: paste the value in place of the formula.",
    ),
)
