"""Kinds of problem HF100 to HF149: the file as text, names, rules and states, preferences, plans and the agreement."""

from __future__ import annotations

from holdfast.casefile.kind import Kind

KINDS = (
    Kind(
        "HF100",
        "More problems than are shown",
        "A file with very many problems usually has one cause repeated. Only the first are shown, errors "
        "before warnings; this line says how many are left. Mend what is shown and check again.",
    ),
    Kind(
        "HF101",
        "Not plain UTF-8 text",
        "A case file is text in UTF-8, with or without a byte order mark. UTF-16, UTF-32, Latin-1, NUL and "
        "other control characters are refused at the first byte at fault. Save the file as UTF-8; in most "
        "editors this is in the save dialogue.",
    ),
    Kind(
        "HF102",
        "Not readable as YAML",
        "The text breaks the rules of YAML 1.2: a bracket or quote is never closed, the indentation does not "
        "fit, a tab is used to indent, or a text that contains `: ` or begins with a special character is not "
        "in quotes. Nothing after this place is read.",
    ),
    Kind(
        "HF103",
        "Larger than the limit",
        "Case files are limited in size, depth, number of entries, length of one text and amount of "
        "conditions, so that any file is read or refused at once. The message names the limit. Real cases "
        "stay far below; split yours, or leave out what no question needs.",
    ),
    Kind(
        "HF104",
        "YAML feature that is not used here",
        "Anchors and aliases, merge keys, tags, directives other than `%YAML`, several documents in one file "
        "and keys that are not plain text are refused. They make a file say something else than a reader "
        "sees, and some of them have been used to attack programs. Write the text out.",
    ),
    Kind(
        "HF105",
        "Key given twice",
        "The same key stands twice in one mapping, for example one party declared in two places. YAML readers "
        "disagree on which one counts, so both are pointed out and neither is chosen. Keys are compared as "
        'text: `1` and `"1"` are the same.',
    ),
    Kind(
        "HF106",
        "Unknown key",
        "The key means nothing here. It is refused, because a misspelt key would otherwise silently change "
        "the analysis. Keys of your own begin with `x-` and are allowed in every mapping.",
    ),
    Kind(
        "HF107",
        "Key missing",
        "A key that is needed here is not given: for example every issue needs `positions` and `now`, and the "
        "file needs `schema`, `title` and `parties`.",
    ),
    Kind(
        "HF108",
        "Wrong kind of value",
        "A list stands where a text is expected, a text where a mapping is expected, nothing at all, or a "
        "word that is not one of those allowed. The message says what is expected.",
    ),
    Kind(
        "HF109",
        "Not supported in this version",
        "`weights` is reserved for later versions, and a file may ask for a schema that this version does not know. "
        "They are refused rather than ignored, because ignoring them would change the answer.",
    ),
    Kind(
        "HF110",
        "Ill-formed id",
        "An id is letters, digits, `_` and single `-` between them, such as `air_strike` or `600k`, and not "
        "one of the words of the condition language (`not and or if only iff in in_force`). Names and texts "
        "may be any Unicode; ids may not.",
    ),
    Kind(
        "HF111",
        "Condition that cannot be read",
        "A condition joins options with `not`, `and`, `or`, `if`, `only if`, `iff` and parentheses, in lower "
        "case, and compares issues with `=`, `!=`, `>=`, `<=`, `>`, `<` or `in {a, b}`. A chain of `if` needs "
        "parentheses, because readers disagree on what it means.",
    ),
    Kind(
        "HF112",
        "Unknown option",
        "No party has an option of this id. Options are declared under `parties`; `party.option` is accepted "
        "everywhere.",
    ),
    Kind(
        "HF113",
        "Option of two parties",
        "Two parties use this option id, so that the bare id does not say whose option is meant. Write `party.option`.",
    ),
    Kind(
        "HF114",
        "Unknown issue",
        "No issue of this id is declared under `issues`.",
    ),
    Kind(
        "HF115",
        "Unknown position",
        "The issue has no position of this id. The positions of an issue, and their order, are those listed under it.",
    ),
    Kind(
        "HF116",
        "Unknown party",
        "No party of this id is declared under `parties`.",
    ),
    Kind(
        "HF117",
        "Unknown source",
        "No source of this id is declared under `sources`.",
    ),
    Kind(
        "HF118",
        "Unknown state",
        "A state is written as one letter an option in file order, `Y` taken and `N` not, or by a name "
        "declared under `states`. A pattern with `-` is a state only where `states` declares it.",
    ),
    Kind(
        "HF119",
        "Listed twice",
        "The same position, option or source stands twice in one list.",
    ),
    Kind(
        "HF120",
        "No state can occur",
        "The rules contradict each other: every combination of options breaks at least one. The message names "
        "a smallest set of rules that cannot hold together, where that is quick to find.",
    ),
    Kind(
        "HF121",
        "State that cannot occur",
        "A state named in the file (a named state, the status quo, the outcome, an end of a move) breaks a "
        "rule, or is not among the states named where the file says `feasible: named`.",
    ),
    Kind(
        "HF122",
        "Named states overlap",
        "Two names under `states` stand for a common state. A pattern with `-` merges all states that it "
        "matches into one, so no other name may stand for any of them.",
    ),
    Kind(
        "HF123",
        "Name that reads as another state",
        "A state's name looks like the letters of a different state. Rename it.",
    ),
    Kind(
        "HF124",
        "Rule that rules nothing out",
        "No combination of options breaks this rule, so it has no effect. Often an option is missing from it "
        "or a `not` is one too many.",
        "warning",
    ),
    Kind(
        "HF125",
        "Move to the same state",
        "An explicit move must lead to another state. Codes that a merged state's pattern matches are one state.",
    ),
    Kind(
        "HF126",
        "Move given twice",
        "The same move of the same party is listed twice; once is enough. `1 <> 2` stands for both directions.",
        "warning",
    ),
    Kind(
        "HF129",
        "Not everything was checked",
        "The case is too large to find every statement that is true or false in all states, or every missing "
        "state, in the time that checking may take. What was checked is correct.",
        "warning",
    ),
    Kind(
        "HF130",
        "Party without preference",
        "Neither `preferences` nor every account says what this party wants. Without it no question can be answered.",
    ),
    Kind(
        "HF131",
        "Empty preference",
        "A preference needs at least one statement, or a ranking. A party that does not care about anything "
        "can be left with one statement that says so, marked `assumed: true`.",
    ),
    Kind(
        "HF132",
        "Ranking leaves out states",
        "A ranking names every state that can occur. States between which the party does not choose stand in "
        "brackets together.",
    ),
    Kind(
        "HF133",
        "Ranking repeats a state",
        "A state stands twice in a ranking, under the same or another name.",
    ),
    Kind(
        "HF134",
        "Ranking names a state that cannot occur",
        "A ranking names only states that can occur under the rules. Take the state out, or mend the rule.",
    ),
    Kind(
        "HF135",
        "Statement that never varies",
        "The statement is true in every state that can occur, or false in every one, whichever plan of the case is on "
        "the table; it tells no two states apart and has no effect on any verdict. Questions that range over other "
        "drafts (`drafts`, `amend`, `trade`) may still turn on it. `q if p` is true wherever `p` is false.",
        "warning",
    ),
    Kind(
        "HF136",
        "Statement given twice",
        "The same statement stands twice in one preference; the second has no effect, because a more "
        "important one has already decided.",
        "warning",
    ),
    Kind(
        "HF137",
        "Statement that differs within a merged state",
        "A merged state stands for several states at once, and the statement is true in some of those that can "
        "occur and false in others. It counts as true in a merged state only where it is true in all of them, so "
        "here it counts as false. A red line counts as crossed there. Split the merged state, or leave as it is if "
        "that is meant.",
        "warning",
    ),
    Kind(
        "HF138",
        "Great preference out of place",
        "Statements that matter greatly come first: `greatly: true` on a statement needs it on every statement above, "
        'because what a more important one decides would otherwise be preferred less. In a ranking `">>"` stands '
        "between states, at least one above it and one below.",
    ),
    Kind(
        "HF139",
        "Unknown comparison out of place",
        "`unknown` of a ranking is a list of pairs of two different states, both in the ranking; of a statement it is "
        'true or false. How strongly a party prefers (`greatly`, `">>"`) is not combined with what is unknown of the '
        "same party.",
    ),
    Kind(
        "HF140",
        "Agreement missing",
        "A plan is put in force by an agreement: `agreement` says which party signs with which option. "
        "Without it no plan can be in force.",
    ),
    Kind(
        "HF141",
        "Issue without positions",
        "An issue needs at least one position; `now` is one of them.",
    ),
    Kind(
        "HF142",
        "Conduct that is not an option",
        "A plan's conduct is a list of options taken (`halt`) or not taken (`not seize_assets`). Other "
        "conditions do not say what is done.",
    ),
    Kind(
        "HF143",
        "Agreement not in force under its plan",
        "In a plan's state (the status quo with every signatory's option taken and the plan's conduct "
        "applied) the agreement must be in force. Here it is not: add to `conduct` what `in_force` asks for. Where "
        "that state is part of a merged state, the agreement must be in force in every state merged there.",
    ),
    Kind(
        "HF144",
        "Plan whose state cannot occur",
        "A plan's state (the status quo with every signatory's option taken and the plan's conduct applied) "
        "breaks a rule. Say in `conduct` what else changes under the plan, or mend the rule.",
    ),
    Kind(
        "HF145",
        "Agreement in force depends on itself",
        "The condition `in_force` of the agreement may speak of options only: where issues stand depends on "
        "whether it is in force.",
    ),
    Kind(
        "HF146",
        "Conduct contradicts itself",
        "A plan's conduct names one option twice.",
    ),
    Kind(
        "HF147",
        "Cell that is never reached",
        "Of several cells on one issue, the first whose `when` is true counts. A cell without `when` always counts, so "
        "none after it ever does; of two with the same `when`, only the first does.",
    ),
)
