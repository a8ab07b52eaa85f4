import random

import pytest

from holdfast.engines.plain import PlainConflict
from holdfast.errors import QuestionError
from holdfast.stability import CONCEPTS, INCLUSIONS, concept, concepts
from holdfast.testing import random_model


def test_every_concept_says_what_it_is():
    assert list(CONCEPTS) == ["nash", "gmr", "smr", "seq", "symmetric_seq", "sim"]
    for found in CONCEPTS.values():
        assert found.source[-4:].isdigit()
        assert found.definition.endswith(".")
        assert found.title


def test_names_and_aliases_in_any_case():
    for found in CONCEPTS.values():
        for name in (found.name, *found.aliases):
            assert concept(name.upper().replace("_", "-")) is found
    assert [c.name for c in concepts(["SEQ", "R", "seq"])] == ["nash", "seq"]


def test_sseq_is_asked_back_and_nonsense_refused():
    with pytest.raises(QuestionError, match="symmetric_seq"):
        concept("SSEQ")
    with pytest.raises(QuestionError, match="nash, gmr"):
        concept("foo")


def test_inclusions_name_concepts():
    assert {name for pair in INCLUSIONS for name in pair} <= set(CONCEPTS)


def test_every_sanction_can_be_carried_out():
    """What a concept gives as proof is a legal sequence to the sanction, of the kind it demands, without escape."""
    checked = 0
    for seed in range(40):
        model = random_model(random.Random(seed), 3, 5)
        conflict = PlainConflict(model)
        for found in CONCEPTS.values():
            for party in range(3):
                for state in model.structure.states:
                    for end in conflict.improvements(party, state):
                        sanction = found.sanction(conflict, party, state, end)
                        if sanction is not None:
                            checked += 1
                            check(conflict, found.name, party, state, end, sanction)
    assert checked > 1000


def check(conflict, name, party, state, end, sanction):
    assert conflict.not_better(party, sanction.state, state)
    if name == "sim":
        assert all(s.start == state and s.end in conflict.improvements(s.party, state) for s in sanction.steps)
        ends = {party: end, **{s.party: s.end for s in sanction.steps}}
        assert conflict.combine(state, ends) == sanction.state
        assert sanction.steps
        return
    here, last = end, None
    for step in sanction.steps:
        may = conflict.improvements if "seq" in name else conflict.moves
        assert step.party not in (party, last)
        assert step.start == here
        assert step.end in may(step.party, here)
        here, last = step.end, step.party
    assert here == sanction.state
    if name in ("smr", "symmetric_seq"):
        assert set(sanction.escapes) == set(conflict.moves(party, sanction.state))
        assert all(conflict.not_better(party, escape, state) for escape in sanction.escapes)
