"""Make the generated parts of the documentation.

``python tools/reference.py`` writes them; ``--check`` only says what is out of date; ``--outputs`` also renews what the
console blocks of all pages show.

Generated parts stand between ``<!-- generated: NAME -->`` and ``<!-- end of generated part -->``; text around them is
written by hand. The pages in docs/cases are generated as a whole.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from blocks import ROOT, pages, renewed

DOCS = ROOT / "docs"
BEGIN = "<!-- generated: {} -->"
END = "<!-- end of generated part -->"


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows])


# -- the case file ---------------------------------------------------------------------------------------------------

SECTIONS = {
    "CaseEntry": ("The file", ""),
    "SourceEntry": ("A source", "Stands under `sources`, by id."),
    "PartyEntry": ("A party", "Stands under `parties`, by id."),
    "OptionEntry": ("An option", "Stands under a party's `options`, by id."),
    "RuleEntry": (
        "A rule",
        "Is an item of `rules`, and of one of six kinds: each uses one of these keys, or `if` with `then`.",
    ),
    "ArcEntry": ("An explicit move", "Is an item of a party's list under `moves`."),
    "StatementEntry": ("A statement", "Is an item of a party's list under `preferences`."),
    "RankingEntry": ("A ranking", "Stands in place of a list of statements."),
    "WeightsEntry": ("Weights", "Stand in place of a list of statements."),
    "IssueWorthEntry": ("An issue's worth", "Stands under `issues` of weights, by issue."),
    "WorthEntry": ("A condition's worth", "Is an item of `also` of weights."),
    "RedLineEntry": ("A red line", "Is an item of `red_lines` of weights."),
    "StateEntry": ("The status quo and the outcome", "Is the value of `status_quo` or `outcome`."),
    "IssueEntry": ("An issue", "Stands under `issues`, by id."),
    "PlanEntry": ("A plan", "Stands under `plans`, by id."),
    "CellEntry": ("A cell of a plan", "Stands under a plan's `positions`, by issue."),
    "ConductEntry": ("An item of conduct", "Is an item of a plan's `conduct`."),
    "AgreementEntry": ("The agreement", "Is the value of `agreement`."),
    "AccountEntry": ("An account", "Stands under `accounts`, by id."),
    "JudgementEntry": ("A judgement", "Stands under `judgements` of the file or of an account, by id."),
    "GivenEntry": ("A credence given others", "Is an item of a judgement's `given`."),
    "HypothesesEntry": ("A set of hypotheses", "Stands under `hypotheses`, by id."),
    "EvidenceEntry": ("A row of evidence", "Is an item of a set's `evidence`."),
    "Claimed": ("What stands behind a claim", ""),
    "SpanEntry": ("Words quoted", "Is the value of `span`."),
}


CONDITION = "[condition](#conditions)"
JUDGED = "condition over judgements"
CREDENCE = "word, number, or [low, high]"


def kind_of(name: str, field: str, schema: dict[str, Any]) -> str:
    """Say in a word or two what a field takes."""
    note = {
        **{("RuleEntry", key): CONDITION for key in ("never", "always", "if", "then")},
        **{("RuleEntry", f"{key} one of"): f"list: {CONDITION}" for key in ("exactly", "at most", "at least")},
        ("StatementEntry", "prefer"): CONDITION,
        ("WorthEntry", "prefer"): CONDITION,
        ("RedLineEntry", "never"): CONDITION,
        ("IssueWorthEntry", "values"): "by position: number",
        ("WeightsEntry", "issues"): "by issue: [worth](#an-issues-worth)",
        ("WeightsEntry", "also"): "list: [worth](#a-conditions-worth)",
        ("AgreementEntry", "in_force"): CONDITION,
        **{
            (name, "when"): JUDGED for name in ("OptionEntry", "RuleEntry", "StatementEntry", "CellEntry", "GivenEntry")
        },
        ("JudgementEntry", "credence"): CREDENCE,
        ("GivenEntry", "credence"): CREDENCE,
        ("EvidenceEntry", "likelihood"): f"by hypothesis: {CREDENCE}",
        ("HypothesesEntry", "among"): "list of ids",
        ("CaseEntry", "believes"): "by party: id of an account",
        ("AccountEntry", "believes"): "by party: id of an account",
        ("PlanEntry", "positions"): "by issue: [cell](#a-cell-of-a-plan), or list of cells",
        ("ConductEntry", "do"): "option, or not and an option",
        ("Claimed", "source"): "id, or list of ids",
        ("CaseEntry", "preferences"): "by party: list of statements, ranking, or weights",
        ("AccountEntry", "preferences"): "by party: list of statements, ranking, or weights",
        ("RankingEntry", "ranking"): "list of states; ties as a list within",
        ("IssueEntry", "positions"): "list of ids, or {id: text}",
        ("AgreementEntry", "signatories"): "by party: id of an option",
        ("CaseEntry", "states"): "by id: letters",
    }.get((name, field))
    if note:
        return note
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{str(word).lower()}`" for word in schema["enum"])
    reference = schema.get("$ref") or next((part["$ref"] for part in schema.get("allOf", []) if "$ref" in part), "")
    if reference:
        title = SECTIONS[reference.rsplit("/", 1)[-1]][0]
        if reference.endswith("/StateEntry"):
            return f"[state](#{anchor(title)})"
        return f"[{re.sub('^(An?|The) ', '', title).lower()}](#{anchor(title)})"
    if schema.get("type") == "array":
        return f"list: {kind_of('', '', schema['items'])}"
    if schema.get("type") == "object":
        inner = [v for k, v in schema.get("patternProperties", {}).items() if k != "^x-"]
        inner += [schema["additionalProperties"]] if isinstance(schema.get("additionalProperties"), dict) else []
        return f"by id: {kind_of('', '', inner[0])}" if inner else "mapping"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(kind_of("", "", each) for each in schema["anyOf"]))
    words = {"boolean": "true or false", "integer": "whole number", "number": "number"}
    return words.get(str(schema.get("type")), "text")


def sample(field: str, value: Any) -> str:
    """Write an example as it would stand in a file."""
    text = json.dumps(value, ensure_ascii=False)
    text = re.sub(r'"([A-Za-z0-9_][A-Za-z0-9_ .,\-/<>=()]*)"', r"\1", text)
    return f"`{field}: {text}`"


def case_file_fields() -> str:
    """Describe every field of the case file."""
    from holdfast.casefile.jsonschema import json_schema

    schema = json_schema()
    models = {**schema["definitions"], "CaseEntry": schema}
    claim = _claim_fields(models)
    parts = []
    for name, (title, place) in SECTIONS.items():
        if name == "Claimed":
            rows = [_field_row(name, key, field, set()) for key, field in claim.items()]
            text = (
                "These keys are allowed on everything that is asserted: parties, options, rules, moves, statements, "
                "rankings, weights and each of their entries, the status quo and the outcome, issues, plans, cells, "
                "conduct, the agreement, accounts, judgements, their rows under `given`, sets of hypotheses and rows "
                "of evidence. "
                "What has a short form needs its long form to carry them. An assertion has a `source`, or says "
                "`assumed: true`."
            )
            parts.append(f"### {title}\n\n{text}\n\n" + table(["key", "takes", "meaning", "example"], rows))
            continue
        long = models[name]
        short = ""
        if "anyOf" in long:
            key = _short_of(name)
            short = f" Short form: the value of `{key}` alone."
            long = next(each for each in long["anyOf"] if "properties" in each)
        description = str(models[name].get("description", long.get("description", ""))).rstrip(".")
        needed = set(long.get("required", []))
        claims = "assumed" in long["properties"]
        own = {key: field for key, field in long["properties"].items() if not claims or key not in claim}
        rows = [_field_row(name, key, field, needed) for key, field in own.items()]
        tail = f" Takes [claim keys](#{anchor(SECTIONS['Claimed'][0])})." if claims else ""
        where = f" {place}" if place else ""
        opening = f"{description}.{where}{short}{tail}"
        parts.append(f"### {title}\n\n{opening}\n\n" + table(["key", "takes", "meaning", "example"], rows))
    return "\n\n".join(parts)


def _claim_fields(models: dict[str, Any]) -> dict[str, Any]:
    own = {"name", "positions", "now", "fixed", "cost"}
    return {key: field for key, field in models["IssueEntry"]["properties"].items() if key not in own}


def _short_of(name: str) -> str:
    schema = import_module("holdfast.casefile.schema")
    return str(getattr(schema, name).short)


def _field_row(name: str, key: str, field: dict[str, Any], needed: set[str]) -> list[str]:
    examples = field.get("examples", [])
    mark = " (needed)" if key in needed else ""
    return [
        f"`{key}`{mark}",
        kind_of(name, key, field),
        field["description"],
        sample(key, examples[0]) if examples else "",
    ]


def case_file_limits() -> str:
    """Describe the limits of a case file."""
    source = inspect.getsource(import_module("holdfast.casefile.limits"))
    found = re.findall(r'^MAX_\w+ = ([^\n]+)\n"""(.+?)"""', source, re.M | re.S)
    limits = import_module("holdfast.casefile.limits")
    rows = []
    for written, text in found:
        value = eval(written, vars(limits))
        rows.append([" ".join(text.replace("``", "`").split()).rstrip("."), f"{value:,}"])
    return table(["what", "at most"], rows)


def reserved_words() -> str:
    """Name the reserved keys."""
    from holdfast.casefile.entries import RESERVED

    return ", ".join(f"`{word}`" for word in sorted(RESERVED)) + "."


# -- the command line ------------------------------------------------------------------------------------------------


def cli_verbs() -> str:
    """Describe every verb."""
    from holdfast.cli.main import VERBS, cli

    parent = click.Context(cli, info_name="holdfast")
    parts = [table(["verb", "does"], [[f"[`{verb}`](#holdfast-{verb})", text] for verb, text in VERBS.items()])]
    options = [o for o in cli.get_params(parent) if isinstance(o, click.Option)]
    parts.append("## Options of every call\n\n" + _options(options, parent))
    for verb in VERBS:
        command = import_module(f"holdfast.cli.{verb}").command
        context = click.Context(command, info_name=verb, parent=parent)
        usage = f"holdfast {verb} " + " ".join(command.collect_usage_pieces(context))
        help_text = inspect.cleandoc(command.help or "")
        text, _, examples = help_text.partition("\b\nExamples:\n")
        shown = "\n".join(line.strip() for line in examples.splitlines())
        found = [o for o in command.get_params(context) if isinstance(o, click.Option)]
        parts.append(f"## holdfast {verb}\n\n```text\n{usage}\n```\n\n{text.strip()}\n\n{_options(found, context)}")
        parts.append(f"```sh\n{shown}\n```")
        if isinstance(command, click.Group):
            parts += [_part(f"{verb} {name}", each, context) for name, each in _parts(command, context)]
    return "\n\n".join(parts)


def _parts(group: click.Group, context: click.Context) -> Iterable[tuple[str, click.Command]]:
    """Yield the commands of a verb that is a group, in its order."""
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if found is not None:
            yield name, found


def _part(name: str, command: click.Command, parent: click.Context) -> str:
    """Describe a command of a group."""
    context = click.Context(command, info_name=name, parent=parent)
    text, _, examples = inspect.cleandoc(command.help or "").partition("\b\nExamples:\n")
    shown = "\n".join(line.strip() for line in examples.splitlines())
    usage = f"holdfast {name} " + " ".join(command.collect_usage_pieces(context))
    found = [o for o in command.get_params(context) if isinstance(o, click.Option)]
    blocks = [f"### holdfast {name}", f"```text\n{usage}\n```", text.strip(), _options(found, context)]
    return "\n\n".join([*blocks, f"```sh\n{shown}\n```"])


def _options(options: list[click.Option], context: click.Context) -> str:
    rows = []
    for option in options:
        record = option.get_help_record(context)
        if record and "--help" not in option.opts:
            names, text = record
            rows.append([f"`{names}`", " ".join(text.split())])
    return table(["option", "meaning"], rows) if rows else ""


def exit_codes() -> str:
    """Describe the exit codes, from the module that decides them."""
    text = plain(import_module("holdfast.cli.main").__doc__ or "")
    listed = text[re.search(r"\b0 done", text).start() :].rstrip(".")  # type: ignore[union-attr]
    return table(["code", "meaning"], [list(each.strip().split(" ", 1)) for each in listed.split("·")])


# -- answers ---------------------------------------------------------------------------------------------------------


def answer_keys() -> str:
    """Describe every key of every answer, from the JSON Schema of answers."""
    schema = json.loads((DOCS / "reference/answer.schema.json").read_text("utf-8"))
    parts = []
    for name, definition in schema["definitions"].items():
        text = definition["description"]
        bodies = definition.get("anyOf", [definition])
        parts.append(f"### {name}\n\n{text}")
        for body in bodies:
            if body is not definition:
                parts.append(body["description"])
            if "properties" not in body:
                continue
            needed = set(body["required"])
            rows = [
                [f"`{key}`" + ("" if key in needed else " (not always)"), _answer_kind(field), field["description"]]
                for key, field in body["properties"].items()
            ]
            parts.append(table(["key", "takes", "meaning"], rows))
    return "\n\n".join(parts)


def _answer_kind(field: dict[str, Any]) -> str:
    if "const" in field:
        return f"`{json.dumps(field['const'])}`"
    if "enum" in field:
        return ", ".join(f"`{word}`" for word in field["enum"])
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{anchor(name)})"
    if "allOf" in field:
        return _answer_kind(field["allOf"][0])
    if "anyOf" in field:
        return " or ".join(_answer_kind(each) for each in field["anyOf"])
    kind = field["type"]
    if isinstance(kind, list):
        return " or ".join(_word(each) for each in kind)
    if kind == "array":
        return f"list of {_answer_kind(field['items'])}"
    if kind == "object" and "properties" in field:
        return "object with " + ", ".join(f"`{key}`" for key in field["properties"])
    if kind == "object":
        return f"object of {_answer_kind(field['additionalProperties'])}"
    return _word(kind)


def _word(kind: str) -> str:
    words = {"boolean": "true/false", "integer": "number", "number": "number", "string": "text", "null": "null"}
    words |= {"array": "list", "object": "object"}
    return words[kind]


# -- Python ----------------------------------------------------------------------------------------------------------


INSIDE = (
    "questions.answer:PartyVerdict",
    "questions.answer:Improvement",
    "questions.answer:Reply",
    "questions.answer:Reading",
    "questions.paths:Target",
    "questions.paths:Way",
    "questions.paths:PathStep",
    "questions.paths:Leave",
    "questions.upsets:Upsetting",
    "questions.upsets:Upset",
    "questions.upsets:JointReply",
    "questions.why:Why",
    "report.brief:Brief",
    "report.brief:Subject",
    "case:Statement",
    "case:Ranking",
    "case:Weights",
    "case:IssueWorth",
    "case:Worth",
    "case:RedLine",
    "case:Credence",
    "case:Given",
    "case:Hypotheses",
    "case:Evidence",
    "uncertainty.shares:Share",
    "uncertainty.answer:PartyDoubt",
    "uncertainty.effects:Effect",
    "uncertainty.effects:Interaction",
    "uncertainty.nearest:Flips",
    "uncertainty.orders:Reordered",
    "uncertainty.matrix:Agreement",
    "uncertainty.differences:Difference",
    "uncertainty.disagree:Crux",
    "uncertainty.disagree:Part",
    "uncertainty.weighing:Weighed",
    "uncertainty.weighing:Hypothesis",
    "uncertainty.weighing:Row",
    "uncertainty.weighing:Origin",
    "uncertainty.weighing:Search",
    "uncertainty.weighing:Held",
    "questions.perceive:Seen",
    "questions.perceive:Under",
    "questions.perceive:Surprise",
    "questions.perceive:Course",
    "questions.perceive:Everywhere",
    "questions.perceive:UnderEverywhere",
)
"""What else a user of the library handles."""


def python_names() -> str:
    """Describe every public name."""
    holdfast = import_module("holdfast")
    functions, classes, others = [], [], []
    for name in holdfast.__all__:
        value = _public(holdfast, name)
        if inspect.isclass(value):
            classes.append(_class(name, value))
        elif callable(value):
            functions.append(f"### {name}\n\n```text\n{_signature(name, value)}\n```\n\n{_text(value)}")
        elif name == "errors":
            others.append(f"### {name}\n\n{first_line(value)} Each is a class of this module:\n\n{_errors(value)}")
        else:
            others.append(f"### {name}\n\nThe version of the program, as text.")
    inner = []
    for place in INSIDE:
        room, name = place.split(":")
        inner.append(_class(name, getattr(import_module(f"holdfast.{room}"), name)))
    told = "Values that the ones above contain, or that functions return. They are not names of `holdfast` itself."
    parts = [
        "## Functions",
        *functions,
        "## Values",
        *classes,
        "## Inside the values",
        told,
        *inner,
        "## Others",
        *others,
    ]
    return "\n\n".join(parts)


def _public(holdfast: Any, name: str) -> Any:
    """Return what a public name stands for, whatever has been imported before."""
    room, _, inner = holdfast._ROOMS.get(name, "").partition(":")
    if not room or holdfast._ROOMS[name].endswith(":"):
        return getattr(holdfast, name)
    return getattr(import_module(f"holdfast.{room}"), inner or name)


def first_line(value: Any) -> str:
    """Return the first paragraph of a docstring on one line, without reStructuredText marks."""
    return plain((inspect.getdoc(value) or "").split("\n\n")[0])


def plain(text: str) -> str:
    """Turn the marks of docstrings into Markdown."""
    text = re.sub(r":\w+:`~?(?:[\w.]*\.)?(\w+)`", r"`\1`", " ".join(text.split()))
    return text.replace("``", "`")


def _text(value: Any) -> str:
    sections = _sections(inspect.getdoc(value) or "")
    parts = [first_line(value)]
    rows = [[f"`{names}`", kind, text] for names, kind, text in sections.get("Parameters", [])]
    if rows:
        parts.append(table(["parameter", "type", "meaning"], rows))
    raised = sections.get("Raises", [])
    if raised:
        parts.append(
            "Raises "
            + "; ".join(f"`{name}` {text[:1].lower()}{text[1:].rstrip('.')}" for name, _, text in raised)
            + "."
        )
    return "\n\n".join(parts)


def _sections(doc: str) -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for title, body in re.findall(
        r"^(Parameters|Raises|Attributes)\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)", doc, re.M | re.S
    ):
        entries: list[tuple[str, str, list[str]]] = []
        for line in body.splitlines():
            if line and not line.startswith(" "):
                names, _, kind = line.partition(" : ")
                entries.append((names.strip(), kind.strip(), []))
            elif line.strip() and entries:
                entries[-1][2].append(line.strip())
        found[title] = [(names, kind, plain(" ".join(text))) for names, kind, text in entries]
    return found


def _signature(name: str, value: Any) -> str:
    parameters, star = [], False
    signature = inspect.signature(value)
    for parameter in signature.parameters.values():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and not star:
            parameters.append("*")
            star = True
        text = str(parameter.name)
        if parameter.annotation is not inspect.Parameter.empty:
            text += f": {parameter.annotation}"
        if parameter.default is not inspect.Parameter.empty:
            text += f" = {getattr(parameter.default, '__name__', repr(parameter.default))}"  # a function by its name
        parameters.append(text)
    returned = signature.return_annotation
    arrow = f" -> {returned}" if returned is not inspect.Signature.empty else ""
    line = f"{name}({', '.join(parameters)}){arrow}"
    if len(line) <= 100:
        return line
    inner = "\n".join(f"    {each}," for each in parameters)
    return f"{name}(\n{inner}\n){arrow}"


def _class(name: str, value: type[Any]) -> str:
    documented = {names: text for names, _, text in _sections(inspect.getdoc(value) or "").get("Attributes", [])}
    documented |= {names: text for names, _, text in _sections(inspect.getdoc(value) or "").get("Parameters", [])}
    rows = [[f"`{names}`", text] for names, text in documented.items()]
    parts = [f"### {name}\n\n{first_line(value)}"]
    if rows:
        parts.append(table(["field", "meaning"], rows))
    if is_dataclass(value):
        known = {each for names in documented for each in names.split(", ")}
        other = [f"`{field.name}`" for field in fields(value) if field.name not in known]
        if other:
            parts.append(f"{'Other fields' if rows else 'Fields'}: {', '.join(other)}.")
    methods = []
    for key, member in vars(value).items():
        if key.startswith("_") or any(key in names.split(", ") for names in documented):
            continue
        inner = getattr(member, "fget", None) or getattr(member, "func", None)
        if inner is not None:
            methods.append([f"`.{key}`", first_line(inner)])
        elif inspect.isfunction(member):
            signature = ", ".join(list(inspect.signature(member).parameters)[1:])
            methods.append([f"`.{key}({signature})`", first_line(member)])
    if methods:
        parts.append(table(["member", "gives"], methods))
    return "\n\n".join(parts)


def _errors(module: Any) -> str:
    rows = [
        [f"`{key}`", f"`{value.__bases__[0].__name__}`", first_line(value)]
        for key, value in vars(module).items()
        if inspect.isclass(value) and value.__module__ == module.__name__
    ]
    return table(["class", "kind of", "meaning"], rows)


# -- cases -----------------------------------------------------------------------------------------------------------


def case_pages() -> dict[Path, str]:
    """Return the page of every shipped case and the page that lists them."""
    from holdfast.shipped import example, examples

    found = {}
    rows = []
    for slug in examples():
        case = example(slug)
        rows.append(
            [
                f"[`{slug}`]({slug}.md)",
                case.title,
                str(len(case.parties)),
                str(len(case.options)),
                str(len(case.plans) or ""),
            ]
        )
        found[DOCS / f"cases/{slug}.md"] = _case_page(slug, case)
    text = (
        "# Shipped cases\n\nFor readers who want to see what a case looks like, and what a model of a conflict catches "
        "and misses. Every verb takes\nthe name of a shipped case in place of a file; `holdfast example NAME` prints "
        "its file.\n\n"
    )
    found[DOCS / "cases/index.md"] = text + table(["case", "title", "parties", "options", "plans"], rows) + "\n"
    return found


def _case_page(slug: str, case: Any) -> str:
    from holdfast.report.brief import brief
    from holdfast.report.words import headline
    from holdfast.shipped import example_page

    answer = brief(case)
    parts = [
        example_page(slug).strip(),
        "## Computed",
        f"By `holdfast brief {slug}`. {headline(answer)}" if answer.subjects else "",
    ]
    if case.plans:
        parts.append(_matrix(case, answer))
    else:
        parts.append(_equilibria(case))
        if answer.subjects:
            parts.append(_verdicts(answer))
    parts.append(_make_up(case))
    parts.append("[All shipped cases](index.md)")
    return "\n\n".join(part for part in parts if part) + "\n"


def _matrix(case: Any, answer: Any) -> str:
    from holdfast.report.words import listing, may_block, outcome_word

    head = ["plan", *(f"`{account}`" if account else "the case" for account in answer.accounts)]
    rows = []
    for subject in answer.subjects:
        cells = []
        for hold in answer.row(subject):
            who = [verdict.party for verdict in hold.blockers]
            maybe = may_block(hold)
            cell = outcome_word(hold)
            if who:
                cell += f": {', '.join(who)}"
            if maybe:
                cell += f"{';' if who else ':'} perhaps {', '.join(maybe)}"
            cells.append(cell)
        rows.append([f"`{subject.id}` {subject.title}", *cells])
    titles = listing([f"`{account}` {answer.account_title(account)}" for account in answer.accounts if account])
    text = "Who can block each plan under each account; “perhaps” where it depends on what the plan leaves unknown."
    return f"{text}\n\n{table(head, rows)}" + (f"\n\nAccounts: {titles}." if titles else "")


def _equilibria(case: Any) -> str:
    from holdfast.engines.engine import solve
    from holdfast.model.compile import compile_case

    solution = solve(compile_case(case))
    names = {named.pattern: key for key, named in case.states.items()}

    def shown(states: tuple[str, ...]) -> str:
        return ", ".join(f"{names[s]} ({s})" if s in names else s for s in states) or "none"

    found = {c: [str(solution.count(c)), shown(solution.equilibria(c))] for c in solution.concepts}
    found |= {c: ["", reason] for c, reason in solution.unavailable.items()}
    rows = [[f"[`{concept}`](../theory/{concept}.md)", *row] for concept, row in found.items()]
    letters = ", ".join(f"`{option}`" for option in solution.model.options)
    text = f"{solution.model.n_states} states can occur. Letters stand for: {letters}."
    return f"{text}\n\n{table(['concept', 'states', 'which hold'], rows)}"


def _verdicts(answer: Any) -> str:
    rows = []
    for subject in answer.subjects:
        for hold in answer.row(subject):
            for verdict in hold.parties:
                rows.append([f"{subject.title} ({hold.state})", f"`{verdict.party}`", verdict.verdict])
    return table(["state", "party", "verdict"], rows)


def _make_up(case: Any) -> str:
    rows = []
    for key, party in case.parties.items():
        options = [f"`{name}` {option.text}".strip() for name, option in party.options.items()]
        rows.append([f"`{key}` {party.name or ''}".strip(), "; ".join(options) or "none"])
    return table(["party", "options"], rows)


# -- writing ---------------------------------------------------------------------------------------------------------


def anchor(heading: str) -> str:
    """Return the anchor that hosting sites give a heading."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").replace("*", "").strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


PARTS: dict[str, Callable[[], str]] = {
    "case file fields": case_file_fields,
    "case file limits": case_file_limits,
    "reserved words": reserved_words,
    "verbs": cli_verbs,
    "exit codes": exit_codes,
    "answer keys": answer_keys,
    "python names": python_names,
}
"""Generated parts by name."""


def made() -> dict[Path, str]:
    """Return every page with a generated part, as it should be."""
    found = case_pages()
    for page in pages():
        text = page.read_text("utf-8")
        for name in re.findall(re.escape(BEGIN).replace(r"\{\}", "(.+?)"), text):
            begin = BEGIN.format(name)
            before, rest = text.split(begin, 1)
            after = rest.split(END, 1)[1]
            text = f"{before}{begin}\n\n{PARTS[name]()}\n\n{END}{after}"
            found[page] = text
    return found


def stale() -> list[Path]:
    """Return the pages that are not as they should be."""
    return [page for page, text in made().items() if not page.exists() or page.read_text("utf-8") != text]


def main(arguments: list[str]) -> int:
    """Write what is out of date, or with ``--check`` only name it."""
    if "--check" in arguments:
        old = stale()
        for page in old:
            print(f"out of date: {page.relative_to(ROOT)}")
        return 1 if old else 0
    for page, text in made().items():
        if not page.exists() or page.read_text("utf-8") != text:
            page.write_text(text, "utf-8")
            print(f"wrote {page.relative_to(ROOT)}")
    if "--outputs" in arguments:
        chosen = [Path(name).resolve() for name in arguments if not name.startswith("-")] or pages()
        for page in chosen:
            with tempfile.TemporaryDirectory() as folder:
                text = renewed(page, Path(folder))
            if text != page.read_text("utf-8"):
                page.write_text(text, "utf-8")
                print(f"renewed {page.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
