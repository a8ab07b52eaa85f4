"""The state graph: the same states, verdicts and moves as the model, in three formats that read back."""

import re
from xml.etree import ElementTree

import pytest

import holdfast as hf
from holdfast.errors import CapacityError, QuestionError
from holdfast.report import state_graph as module
from holdfast.report.state_graph import state_graph

ODD = """schema: holdfast/case/1
title: 'Odd <names> & "quotes"'
parties:
  a: {name: 'A <b> & "c"', options: {go: Go, stay: Stay}}
  b: {options: {come: Come}}
states: {home: NNN, away: YY-}
preferences: {a: [go, not stay], b: [come only if go]}
status_quo: home
"""


@pytest.mark.parametrize("slug", ["cuba-1962", "elmira-1991", "odd"])
def test_states_verdicts_and_moves(slug: str) -> None:
    case = hf.loads(ODD, warnings=[]) if slug == "odd" else hf.example(slug)
    model = hf.compile(case)
    graph, solution, structure = state_graph(case), hf.solve(model), model.structure
    assert [node.state for node in graph.nodes] == [structure.label(code) for code in structure.states]
    for node in graph.nodes:
        for concept, holds, stable in zip(graph.concepts, node.holds, node.stable, strict=True):
            assert holds == solution.holds(node.state, concept)
            assert stable.split() == [p for p in model.parties if solution.verdict(node.state, p, concept)]
    expected = {
        (structure.label(state), structure.label(end), party, model.prefers(index, end, state))
        for state in structure.states
        for index, party in enumerate(model.parties)
        for end in structure.moves(index, state)
    }
    assert {(move.source, move.target, move.party, move.is_improvement) for move in graph.moves} == expected
    assert len(graph.moves) == len(expected)


def test_graphml_reads_back() -> None:
    graph = state_graph(hf.loads(ODD, warnings=[]))
    root = ElementTree.fromstring(graph.to_graphml())
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    assert root.findtext(".//g:desc", namespaces=space) == 'Odd <names> & "quotes"'
    nodes = {node.get("id"): {d.get("key"): d.text or "" for d in node} for node in root.findall(".//g:node", space)}
    assert list(nodes) == [node.state for node in graph.nodes]
    assert nodes["NNN"]["n_label"] == "NNN (home, status quo)"
    assert nodes["YY-"]["n_label"] == "YY- (away)"
    assert {data["n_feasible"] for data in nodes.values()} == {"true"}
    edges = [(edge.get("source"), edge.get("target")) for edge in root.findall(".//g:edge", space)]
    assert edges == [(move.source, move.target) for move in graph.moves]
    declared = {key.get("id") for key in root.findall("g:key", space)}
    assert {data.get("key") for data in root.iter(f"{{{space['g']}}}data")} == declared


def test_gexf_reads_back() -> None:
    graph = state_graph(hf.loads(ODD, warnings=[]))
    root = ElementTree.fromstring(graph.to_gexf())
    space = {"g": "http://gexf.net/1.3"}
    titles = {
        each.get("id"): each.get("title") for each in root.findall(".//g:attributes[@class='node']/g:attribute", space)
    }
    nodes = root.findall(".//g:node", space)
    assert [node.get("label") for node in nodes] == [node.label for node in graph.nodes]
    held = [{titles[v.get("for")]: v.get("value") for v in node.iter(f"{{{space['g']}}}attvalue")} for node in nodes]
    place = graph.concepts.index("nash")
    assert [each["holds_nash"] == "true" for each in held] == [node.holds[place] for node in graph.nodes]
    assert len(root.findall(".//g:edge", space)) == len(graph.moves)


def test_dot_names_every_state_and_move() -> None:
    graph = state_graph(hf.loads(ODD, warnings=[]))
    text = graph.to_dot()
    assert text.count(" -> ") == len(graph.moves)
    assert r'label="Odd <names> & \"quotes\""' in text
    assert re.findall(r'^  "([YN-]+)" \[', text, re.M) == [node.state for node in graph.nodes]


def test_the_same_bytes_every_time() -> None:
    case = hf.example("elmira-1991")
    for form in ("to_graphml", "to_gexf", "to_dot"):
        assert getattr(state_graph(case), form)() == getattr(state_graph(case), form)()


def test_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(QuestionError, match="no one graph"):
        state_graph(hf.example("ukraine-2025"), plan="u20", account="washington")
    monkeypatch.setattr(module, "MAX_MOVES", 5)
    with pytest.raises(CapacityError, match="more than 5 moves"):
        state_graph(hf.example("cuba-1962"))
    monkeypatch.setattr(module, "MAX_STATES", 5)
    with pytest.raises(CapacityError, match="12 states"):
        state_graph(hf.example("cuba-1962"))


def test_networkx_reads_it_where_it_is_installed() -> None:
    networkx = pytest.importorskip("networkx")
    graph = state_graph(hf.loads(ODD, warnings=[]))
    read = networkx.parse_graphml(graph.to_graphml())
    assert read.number_of_nodes() == len(graph.nodes)
    assert read.number_of_edges() == len(graph.moves)
