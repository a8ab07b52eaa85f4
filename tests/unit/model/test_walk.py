from holdfast.model.walk import Step, sequences


def reached(start, group, arcs):
    return {(v.state, v.mover): v for v in sequences(start, group, lambda party, state: arcs[party].get(state, ()))}


CHAIN = {0: {"s": ["a"], "a": ["b"], "b": ["c"]}, 1: {"a": ["a2"], "a2": ["b2"]}}


def test_nobody_moves_twice_in_a_row():
    assert set(reached("s", (0,), CHAIN)) == {("a", 0)}
    assert set(reached("s", (0, 1), CHAIN)) == {("a", 0), ("a2", 1)}


def test_a_party_may_move_again_after_another():
    arcs = {0: {"s": ["a"], "b": ["c"]}, 1: {"a": ["b"]}}
    visit = reached("s", (0, 1), arcs)["c", 0]
    assert visit.path() == (Step(0, "s", "a"), Step(1, "a", "b"), Step(0, "b", "c"))


def test_who_moved_last_matters_not_only_where():
    """Party 0 comes to x first but may not go on from there; party 1 comes to x too, so 0 may go on after it."""
    arcs = {0: {"s": ["x"], "x": ["y"]}, 1: {"s": ["x"]}}
    assert set(reached("s", (0,), arcs)) == {("x", 0)}
    found = reached("s", (0, 1), arcs)
    assert set(found) == {("x", 0), ("x", 1), ("y", 0)}
    assert [step.party for step in found["y", 0].path()] == [1, 0]


def test_nearest_first_and_the_start_can_be_come_back_to():
    arcs = {0: {"s": ["a"], "b": ["s"]}, 1: {"a": ["b"]}}
    visits = list(sequences("s", (0, 1), lambda party, state: arcs[party].get(state, ())))
    assert [v.state for v in visits] == ["a", "b", "s"]
    assert [len(v.path()) for v in visits] == [1, 2, 3]
    assert not list(sequences("s", (), lambda party, state: ["t"]))
