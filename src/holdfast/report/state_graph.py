"""The state graph of a conflict as a value, and as GraphML, GEXF or DOT for programs that draw and measure graphs.

Written here rather than with networkx: three short formats, byte for byte the same every time, and nothing to install.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from holdfast.engines.engine import solve
from holdfast.errors import CapacityError, QuestionError
from holdfast.model.family import family
from holdfast.questions.state import letters_of

if TYPE_CHECKING:
    from holdfast.case import Case
    from holdfast.engines.solution import Solution
    from holdfast.model.model import Model

MAX_STATES, MAX_MOVES = 20_000, 400_000
"""Most states and moves of a graph that is written."""


@dataclass(frozen=True, slots=True)
class Node:
    """A state that can occur.

    Attributes
    ----------
    state : str
        In letters, or the pattern of a merged state.
    label : str
        The letters, with the name the case gives the state and what it is there.
    taken : str
        The options taken, as text.
    holds : tuple of bool
        Per concept, whether it is an equilibrium.
    stable : tuple of str
        Per concept, the parties for which it is stable, separated by spaces.
    """

    state: str
    label: str
    taken: str
    holds: tuple[bool, ...]
    stable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """One party's step from one state to another, and whether it prefers where that leads."""

    source: str
    target: str
    party: str
    what: str
    is_improvement: bool


@dataclass(frozen=True, slots=True)
class StateGraph:
    """States that can occur, and every move of every party between them."""

    title: str
    concepts: tuple[str, ...]
    nodes: tuple[Node, ...]
    moves: tuple[Move, ...]

    def to_graphml(self) -> str:
        """Return the graph in GraphML, for Cytoscape, Gephi, igraph, networkx and others."""
        return "".join(_graphml(self))

    def to_gexf(self) -> str:
        """Return the graph in GEXF 1.3, for Gephi."""
        return "".join(_gexf(self))

    def to_dot(self) -> str:
        """Return the graph in DOT, for Graphviz: improvements are solid, other moves dotted."""
        return "".join(_dot(self))


def state_graph(
    case: Case, *, plan: str | None = None, account: str | None = None, concepts: tuple[str, ...] | None = None
) -> StateGraph:
    """Return the state graph of a case.

    Parameters
    ----------
    case : Case
        The case.
    plan, account : str, optional
        The plan on the table and the account whose preferences are used, as for ``holdfast.family``.
    concepts : tuple of str, optional
        Solution concepts; all six by default.

    Returns
    -------
    StateGraph

    Raises
    ------
    QuestionError
        If the plan leaves cells unknown that matter: then there are several graphs.
    CapacityError
        If there are more states or moves than are written.

    Examples
    --------
    >>> from holdfast import example
    >>> graph = state_graph(example("chicken"))
    >>> len(graph.nodes), len(graph.moves)
    (4, 8)
    """
    compiled = family(case, plan=plan, account=account)
    model = compiled.sure
    if model is None:
        raise QuestionError(
            f'plan "{plan}" leaves cells unknown that matter, so there is no one graph; '
            "fill them in in a copy of the case"
        )
    if model.n_states > MAX_STATES:
        raise CapacityError(
            f"refused: the graph would have {model.n_states:,} states; at most {MAX_STATES:,} are written",
            "add rules, name the states that matter (`feasible: named`), or merge states",
        )
    solution = solve(model, concepts)
    moves = tuple(_moves(model))
    title = f"{case.title}{f', plan {plan}' if plan else ''}{f', account {account}' if account else ''}"
    return StateGraph(title, solution.concepts, tuple(_nodes(case, model, solution)), moves)


def _nodes(case: Case, model: Model, solution: Solution) -> Iterator[Node]:
    called: dict[str, list[str]] = {}
    for named in case.states.values():
        called.setdefault(letters_of(case, named.id), []).append(named.id)
    ends = (("status quo", model.status_quo), ("plan", model.plan_state))
    for name, code in ends:
        if code is not None:
            called.setdefault(model.structure.label(code), []).append(name)
    for code in model.structure.states:
        letters = model.structure.label(code)
        names = ", ".join(dict.fromkeys(called.get(letters, ())))
        taken = ", ".join(name for name, letter in zip(model.options, letters, strict=True) if letter == "Y")
        stable = [
            " ".join(party for party in model.parties if solution.verdict(letters, party, concept))
            for concept in solution.concepts
        ]
        holds = tuple(solution.holds(letters, concept) for concept in solution.concepts)
        yield Node(letters, f"{letters} ({names})" if names else letters, taken, holds, tuple(stable))


def _moves(model: Model) -> Iterator[Move]:
    structure, count = model.structure, 0
    for state in structure.states:
        for party, name in enumerate(model.parties):
            for end in structure.moves(party, state):
                count += 1
                if count > MAX_MOVES:
                    raise CapacityError(
                        f"refused: the graph would have more than {MAX_MOVES:,} moves",
                        "add rules, name the states that matter (`feasible: named`), or merge states",
                    )
                what = structure.describe_move(party, state, end)
                better = model.prefers(party, end, state)
                yield Move(structure.label(state), structure.label(end), name, what, better)


# -- formats ---------------------------------------------------------------------------------------------------------


def _columns(graph: StateGraph) -> list[tuple[str, str, Callable[[Node], str]]]:
    """Return what is said of a node: name, type, value."""
    found: list[tuple[str, str, Callable[[Node], str]]] = [
        ("label", "string", lambda node: node.label),
        ("taken", "string", lambda node: node.taken),
        ("feasible", "boolean", lambda node: "true"),
    ]
    for k, concept in enumerate(graph.concepts):
        found.append((f"holds_{concept}", "boolean", lambda node, k=k: _truth(node.holds[k])))  # type: ignore[misc]
        found.append((f"stable_{concept}", "string", lambda node, k=k: node.stable[k]))  # type: ignore[misc]
    return found


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _of_move(move: Move) -> list[tuple[str, str, str]]:
    """Return what is said of a move: name, type, value."""
    improves = _truth(move.is_improvement)
    return [("party", "string", move.party), ("move", "string", move.what), ("improvement", "boolean", improves)]


def _graphml(graph: StateGraph) -> Iterator[str]:
    columns = _columns(graph)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for name, kind, _ in columns:
        yield f'  <key id="n_{name}" for="node" attr.name="{name}" attr.type="{kind}"/>\n'
    for name, kind in (("party", "string"), ("move", "string"), ("improvement", "boolean")):
        yield f'  <key id="e_{name}" for="edge" attr.name="{name}" attr.type="{kind}"/>\n'
    yield f'  <graph id="states" edgedefault="directed">\n    <desc>{_text(graph.title)}</desc>\n'
    for node in graph.nodes:
        yield f"    <node id={_quoted(node.state)}>\n"
        for name, _, value in columns:
            yield f'      <data key="n_{name}">{_text(value(node))}</data>\n'
        yield "    </node>\n"
    for number, move in enumerate(graph.moves):
        yield f'    <edge id="m{number}" source={_quoted(move.source)} target={_quoted(move.target)}>\n'
        for name, _, said in _of_move(move):
            yield f'      <data key="e_{name}">{_text(said)}</data>\n'
        yield "    </edge>\n"
    yield "  </graph>\n</graphml>\n"


def _gexf(graph: StateGraph) -> Iterator[str]:
    columns = _columns(graph)[1:]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield f"  <meta><description>{_text(graph.title)}</description></meta>\n"
    yield '  <graph defaultedgetype="directed" mode="static">\n    <attributes class="node">\n'
    for number, (name, kind, _) in enumerate(columns):
        yield f'      <attribute id="{number}" title="{name}" type="{kind}"/>\n'
    yield '    </attributes>\n    <attributes class="edge">\n'
    for number, (name, kind) in enumerate((("party", "string"), ("move", "string"), ("improvement", "boolean"))):
        yield f'      <attribute id="{number}" title="{name}" type="{kind}"/>\n'
    yield "    </attributes>\n    <nodes>\n"
    for node in graph.nodes:
        yield f"      <node id={_quoted(node.state)} label={_quoted(node.label)}><attvalues>"
        for number, (_, _, value) in enumerate(columns):
            yield f'<attvalue for="{number}" value={_quoted(value(node))}/>'
        yield "</attvalues></node>\n"
    yield "    </nodes>\n    <edges>\n"
    for number, move in enumerate(graph.moves):
        ends = f"source={_quoted(move.source)} target={_quoted(move.target)}"
        yield f'      <edge id="{number}" {ends} label={_quoted(move.party)} kind={_quoted(move.party)}><attvalues>'
        for place, (_, _, said) in enumerate(_of_move(move)):
            yield f'<attvalue for="{place}" value={_quoted(said)}/>'
        yield "</attvalues></edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _dot(graph: StateGraph) -> Iterator[str]:
    yield f"digraph states {{\n  label={_in_quotes(graph.title)};\n  node [shape=box];\n"
    for node in graph.nodes:
        held = [concept for concept, holds in zip(graph.concepts, node.holds, strict=True) if holds]
        facts = f"label={_in_quotes(node.label)}, taken={_in_quotes(node.taken)}, holds={_in_quotes(' '.join(held))}"
        yield f"  {_in_quotes(node.state)} [{facts}{', peripheries=2' if held else ''}];\n"
    for move in graph.moves:
        style = "solid" if move.is_improvement else "dotted"
        facts = f"label={_in_quotes(move.party)}, party={_in_quotes(move.party)}, move={_in_quotes(move.what)}"
        ends = f"{_in_quotes(move.source)} -> {_in_quotes(move.target)}"
        yield f"  {ends} [{facts}, improvement={_truth(move.is_improvement)}, style={style}];\n"
    yield "}\n"


def _text(text: str) -> str:
    return escape(_legal(text))


def _quoted(text: str) -> str:
    return quoteattr(_legal(text))


def _legal(text: str) -> str:
    """Leave out what XML cannot hold at all."""
    return "".join(char for char in text if char in "\t\n" or (ord(char) >= 0x20 and char not in "\ufffe\uffff"))


def _in_quotes(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
