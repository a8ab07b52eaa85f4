"""``holdfast weigh``: rival hypotheses weighed by the evidence."""

from __future__ import annotations

import click

from holdfast.cli.common import case_argument, json_option, read_case, say, say_json, say_not_applicable, style, width


@click.command("weigh")
@case_argument
@click.option("--account", metavar="ACCOUNT", help="Whose credences count before the evidence.")
@click.option("--set", "among", metavar="ID", help="One set of hypotheses; all if not given.")
@click.option("--lexicon", metavar="ID", help="Read words by survey, icd203, phia or ipcc in place of the case's own.")
@json_option
def command(case_name: str, account: str | None, among: str | None, lexicon: str | None, as_json: bool) -> None:
    """Weigh rival hypotheses by the evidence.

    How credible each hypothesis is before and after, with bounds; the matrix of rows and hypotheses; how strongly each
    origin speaks, rows of one origin counted once; Heuer's count of what is against each; and what to look for next.

    \b
    Examples:
      holdfast weigh ukraine-2025
      holdfast weigh my-case.yaml --set minister --lexicon icd203
    """
    from holdfast.report.weigh import weighing_text
    from holdfast.uncertainty.hypotheses import weigh

    case = read_case(case_name)
    if not case.hypotheses:
        note = "This case has no hypotheses: rival answers to one question, with the evidence that bears on them."
        say_not_applicable("weigh", note, as_json)
        return
    answer = weigh(case, account=account, among=among, lexicon=lexicon)
    if as_json:
        say_json(answer.json())
    else:
        say(weighing_text(answer, width(), style()))
