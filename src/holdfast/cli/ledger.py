"""``holdfast ledger``: forecasts, what became of them, and what they score. The commands of a group."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdfast.cli.common import json_option, say, say_json, style, width, write_file
from holdfast.cli.ledgers import (
    as_of_option,
    chosen_day,
    import_file,
    ledger_argument,
    probability,
    read_ledger,
    refuse,
    shown_option,
    today,
    write_ledger,
)

if TYPE_CHECKING:
    from holdfast.ledger.ledger import Entry, Ledger

PARTS = ("add", "list", "resolve", "score", "verify", "import")


class Parts(click.Group):
    """The commands of the group, in the order of work."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return them in the order of work."""
        return list(PARTS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; suggest the nearest where there is none of that name."""
        if args and args[0] not in PARTS:
            from holdfast.near import did_you_mean

            ctx.fail(f'no command "{args[0]}"; {did_you_mean(args[0], PARTS, "commands")}')
        return super().resolve_command(ctx, args)


@click.group("ledger", cls=Parts)
def command() -> None:
    """Keep forecasts, say what became of them, and score them.

    LEDGER is a file of JSON lines to which records are only ever added; each holds the hash of the one before. To
    read, it may also be "-" or the name of a shipped case. An id is printed once its record is on the disk.

    \b
    Examples:
      holdfast ledger list ukraine-2025
      holdfast ledger score my-ledger.jsonl -o calibration.svg
    """


@command.command("add")
@ledger_argument
@click.option("--question", metavar="TEXT", help="What is asked, so that it has one answer.")
@click.option("--criterion", metavar="TEXT", help="What has to be the case for yes, or what is measured.")
@click.option("--source-of-truth", metavar="TEXT", help="Where it will be looked up.")
@click.option("--by", "who", metavar="NAME", help="Whose forecast it is.")
@click.option("--made-on", metavar="DATE", help="The day it was made.")
@click.option("--today", "use_today", is_flag=True, help="Made today.")
@click.option("--closes-on", metavar="DATE", help="The day by which it shows.")
@click.option("--probability", metavar="P", help="Such as 0.7 or 70%.")
@click.option("--range", "bounds", nargs=2, metavar="LOW HIGH", help="Bounds of a probability.")
@click.option("--word", metavar="WORD", help="A word of likelihood; its numbers are looked up and kept.")
@click.option("--lexicon", metavar="NAME", help="Of the word: survey, icd203, phia or ipcc.")
@click.option("--interval", nargs=2, metavar="LOW HIGH", help="Bounds of a quantity.")
@click.option("--level", metavar="P", help="How often such an interval should hold the value.")
@click.option("--unit", metavar="TEXT", help="What is counted.")
@click.option("--given", metavar="ID", help="The question that has to come true first.")
@click.option("--more-likely-than", metavar="ID", help="The question that is less likely.")
@click.option("--kind", metavar="KIND", help="plain, conditional, comparative, interval, or question: asked only.")
@click.option("--like", metavar="ID", help="Take question, criterion, source and close from this one.")
@click.option("--case", "case_name", metavar="CASE", help="The case it is about; its digest is kept.")
@click.option("--model-question", metavar="VERB", help="What the model was asked, such as doubt.")
@click.option("--plan", metavar="PLAN", help="The plan that the model was asked about.")
@click.option("--account", metavar="ACCOUNT", help="Under which account.")
@click.option("--share", metavar="P", help="The model's share: POINT, or LOW,POINT,HIGH.")
@click.option("--analyst-supplied", metavar="FIELDS", help="Fields on which the source is silent.")
@click.option("--source", metavar="TEXT", help="Where the forecast was made.")
@click.option("--note", metavar="TEXT", help="Anything to be said about it.")
@click.option("--id", metavar="ID", help="A short name; chosen if not given.")
@click.option("--corrects", metavar="ID", help="The forecast that this one replaces.")
@click.option("--from", "file", metavar="FILE", help="Take all this from a JSON or CSV file instead.")
@json_option
def add(ledger_name: str, use_today: bool, like: str | None, file: str | None, as_json: bool, **options: Any) -> None:
    """Add a forecast, and print its id once it is on the disk.

    Question, criterion, source of truth, name and both dates are needed, and how likely it is held to be.

    \b
    Examples:
      holdfast ledger add my.jsonl --question "Signed by May?" --by Ann ...
      holdfast ledger add my.jsonl --like f1 --by Ben --today --word likely
    """
    from holdfast.ledger import Entry
    from holdfast.ledger.fields import Texts, forecast_from

    given = {name: value for name, value in options.items() if value is not None}
    if file is not None:
        if given or use_today or like:
            raise click.UsageError("--from takes everything from the file; leave the other options out")
        import_file(ledger_name, file, "ledger_add", as_json)
        return
    if use_today and "made_on" in given:
        raise click.UsageError("--made-on and --today exclude each other")
    if use_today:
        given["made_on"] = today()
    texts = Texts(_fields(given), shown_option)

    def make(ledger: Ledger) -> list[Entry]:
        if like:
            forecast = ledger.standing(like).forecast
            same = {name: getattr(forecast, name) for name in ("question", "criterion", "source_of_truth", "closes_on")}
            same |= {"given": forecast.given, "unit": forecast.interval.unit if forecast.interval else ""}
            texts.given = {**{name: value for name, value in same.items() if value}, **texts.given}
        made = forecast_from(texts)
        refuse(texts, "the forecast")
        return [Entry(made, given.get("id", ""), given.get("corrects", ""))] if made else []

    if not like:
        forecast_from(texts)
        refuse(texts, "the forecast")
    write_ledger(ledger_name, make, "ledger_add", as_json)


def _fields(given: dict[str, Any]) -> dict[str, str]:
    """Turn options into fields."""
    fields = {name: value for name, value in given.items() if isinstance(value, str)}
    for name, new in (("plan", "model_plan"), ("account", "model_account")):
        if name in fields:
            fields[new] = fields.pop(name)
    if "bounds" in given and "interval" in given:
        raise click.UsageError("--range is for a probability and --interval for a quantity: give one of them")
    for name in ("bounds", "interval"):
        if name in given:
            fields["low"], fields["high"] = given[name]
    if "interval" in given:
        fields.setdefault("kind", "interval")
    if "case_name" in fields:
        from holdfast.cli.common import read_case

        fields["case"] = fields.pop("case_name")
        fields["case_digest"] = read_case(fields["case"]).digest
    if "share" in fields:
        parts = fields.pop("share").split(",")
        if len(parts) not in {1, 3}:
            raise click.UsageError("--share is POINT, or LOW,POINT,HIGH")
        names = ("model_point",) if len(parts) == 1 else ("model_low", "model_point", "model_high")
        fields |= dict(zip(names, parts, strict=True))
    return fields


@command.command("list")
@ledger_argument
@as_of_option
@click.option("--state", metavar="STATE", help="Only those in a state, such as not_resolved or scored.")
@json_option
def list_(ledger_name: str, as_of: str | None, use_today: bool, state: str | None, as_json: bool) -> None:
    """List forecasts, each with what became of it.

    Without a date: as of the latest day on which a question of the ledger was settled.

    \b
    Examples:
      holdfast ledger list ukraine-2025
      holdfast ledger list my-ledger.jsonl --today --state not_resolved
    """
    from holdfast.ledger.standing import STATES, fates, latest
    from holdfast.near import did_you_mean
    from holdfast.report.ledger import list_json, list_text

    if state is not None and state not in STATES:
        raise click.UsageError(f'no state "{state}"; {did_you_mean(state, STATES, "states")}')
    ledger = read_ledger(ledger_name)
    when = chosen_day(as_of, use_today) or latest(ledger)
    shown = [each for each in fates(ledger, when) if state in (None, each.state)]
    if as_json:
        say_json(list_json(ledger, shown, when))
    else:
        say(list_text(ledger, shown, when, width(), style()))


@command.command("resolve")
@ledger_argument
@click.argument("resolves", metavar="ID")
@click.option("--outcome", metavar="OUTCOME", help="yes, no, or void, which needs a note.")
@click.option("--value", metavar="NUMBER", help="The value, where a quantity was foreseen.")
@click.option("--on", "resolved_on", metavar="DATE", help="The day on which the outcome was settled.")
@click.option("--source", "resolved_from", metavar="TEXT", help="Where it stands.")
@click.option("--note", "resolution_note", metavar="TEXT", help="Anything to be said; the reason, if void.")
@click.option("--corrects", metavar="ID", help="The resolution that this one replaces.")
@json_option
def resolve(ledger_name: str, resolves: str, corrects: str | None, as_json: bool, **options: str | None) -> None:
    """Say what became of a question, for every forecast on it.

    ID is that of any forecast on the question. What depends on it (conditions, comparisons) follows by itself.

    \b
    Examples:
      holdfast ledger resolve my.jsonl f1 --outcome no --on 2026-02-01 --source X
      holdfast ledger resolve my.jsonl f2 --value 91 --on 2026-03-31 --source X
    """
    from holdfast.ledger import Entry
    from holdfast.ledger.fields import Texts, resolution_from

    texts = Texts({name: value for name, value in options.items() if value is not None}, shown_option)
    made = resolution_from(texts, resolves)
    refuse(texts, "the resolution")
    if not Path(ledger_name).exists():
        raise FileNotFoundError(f"no ledger {ledger_name}; `holdfast ledger add` begins one")
    if made is not None:
        entry = Entry(made, "", corrects or "")
        write_ledger(ledger_name, lambda ledger: [entry], "ledger_resolve", as_json)


@command.command("score")
@ledger_argument
@as_of_option
@click.option("--baseline", metavar="P|rate", default="0.5", show_default=True, help="What skill is measured against.")
@click.option("--clip", type=float, metavar="P", help="Of the log score; 0.001 if not given.")
@click.option("--bins", type=int, metavar="N", default=10, show_default=True, help="Number of calibration bins.")
@click.option("--pairs", is_flag=True, help="Compare forecasters on questions that both answered.")
@click.option("-o", "--output", type=Path, metavar="FILE", help="Write the picture: .svg, or .html with tables.")
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@json_option
def score_(
    ledger_name: str,
    as_of: str | None,
    use_today: bool,
    baseline: str,
    clip: float | None,
    bins: int,
    pairs: bool,
    output: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Score what is closed and settled: Brier, log and interval scores, calibration, skill.

    Nothing is scored before it closes, even where it was settled earlier. Without a date: as of the latest day on which
    a question of the ledger was settled. Forecasters stand in the order of their first forecast.

    \b
    Examples:
      holdfast ledger score ukraine-2025
      holdfast ledger score my.jsonl --baseline rate -o calibration.svg
    """
    from holdfast.ledger.score import CLIP
    from holdfast.ledger.scoring import RATE, score
    from holdfast.report.ledger import scores_text

    if output is not None and output.suffix.lower() not in {".svg", ".html"}:
        raise click.UsageError(f"{output}: name a file that ends in .svg or .html")
    found = score(
        read_ledger(ledger_name),
        as_of=chosen_day(as_of, use_today),
        baseline=None if baseline == RATE else probability(baseline),
        clip=CLIP if clip is None else clip,
        bins=bins,
        pairs=pairs,
    )
    if output is not None:
        from holdfast.report.calibration import page, svg

        text = svg(found) if output.suffix.lower() == ".svg" else page(found, Path(ledger_name).name)
        click.echo(f"{output}: {write_file(output, text, force=force)}", err=True)
    if as_json:
        say_json(found.json())
    else:
        say(scores_text(found, width(), style()))


@command.command("verify")
@ledger_argument
@click.option("--head", metavar="HASH", help="A head noted earlier: is its record still there?")
@json_option
def verify(ledger_name: str, head: str | None, as_json: bool) -> None:
    """Check the chain of a ledger, and name the first broken line.

    Prints the head, the hash of the last record. Note it elsewhere: with --head, a ledger cut short or written anew is
    found out as well. Exit code 3 if the chain is broken.

    \b
    Examples:
      holdfast ledger verify my-ledger.jsonl
      holdfast ledger verify my-ledger.jsonl --head 3f9a... --json
    """
    from holdfast.errors import LedgerError

    answer: dict[str, Any] = {"schema": "holdfast/answer/1", "question": "ledger_verify"}
    try:
        ledger = read_ledger(ledger_name)
        _check_head(ledger, ledger_name, head)
    except LedgerError as error:
        if as_json:
            problem = error.problems[0]
            where = {"line": problem.line, "code": problem.code, "message": problem.message}
            say_json({**answer, "verified": False, "problem": where})
        raise
    torn = len(ledger.chain.torn) if ledger.chain else 0
    if as_json:
        counted = {"n_records": len(ledger), "n_forecasts": len(ledger.standings), "head": ledger.head}
        say_json({**answer, "verified": True, **counted, "torn_bytes": torn, "problem": None})
    else:
        say(f"{len(ledger)} records, each following from the one before\nhead {ledger.head}")


def _check_head(ledger: Ledger, name: str, head: str | None) -> None:
    from holdfast.errors import LedgerError, Problem

    if head is None:
        return
    if len(head) < 8:
        raise click.UsageError("--head: give at least eight digits of the hash")
    if not any(record["hash"].startswith(head.lower()) for record in ledger.records):
        last = max(1, len(ledger))
        wrong = f"no record has the hash {head}: the ledger was cut short or written anew since it was noted"
        raise LedgerError([Problem(name, last, 1, "HF202", wrong, "take the last good copy of the ledger")])


@command.command("import")
@ledger_argument
@click.argument("file", metavar="FILE")
@json_option
def import_(ledger_name: str, file: str, as_json: bool) -> None:
    """Add every row of a CSV or JSON file, or none of them.

    A row with a question is a forecast; its columns of outcome, if filled, resolve it. A row with an id and columns of
    outcome alone resolves that forecast. The columns are those of the how-to "Keep a ledger".

    \b
    Examples:
      holdfast ledger import my-ledger.jsonl forecasts.csv
      holdfast ledger import my-ledger.jsonl - < forecasts.json
    """
    import_file(ledger_name, file, "ledger_import", as_json)
