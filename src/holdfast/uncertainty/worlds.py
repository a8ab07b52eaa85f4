"""Every world judged: in which of them a plan holds, and where each party stands there.

Worlds in which the same parts of the case count are one conflict, which is judged once. The distinct ones are judged
all at once where that can be done (:mod:`.many`), in chunks that fix the values of the first variables; otherwise one
by one.
"""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from holdfast.case import ById, Case
from holdfast.case.world import Variable, in_world, preference_in
from holdfast.errors import ModelError, QuestionError
from holdfast.model.compile import NoState
from holdfast.model.family import family
from holdfast.model.states import to_code
from holdfast.questions.answer import VERDICTS
from holdfast.questions.holds import holds
from holdfast.uncertainty.bits import from_array, to_array, where, worlds
from holdfast.uncertainty.filled import TooMany
from holdfast.uncertainty.level import OPEN
from holdfast.uncertainty.many import ManyWorlds, Swapped
from holdfast.uncertainty.parties import Stands, signs, stands
from holdfast.uncertainty.relevant import conditions, n_worlds, relevant, when_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHUNK = 1 << 16
"""Most worlds judged in one go."""
MAX_WORK = 1 << 23
"""Most states times moves that are searched for one party in many worlds at once; larger conflicts go one by one."""
FIELDS = ("occurs", "holds", "open", "firmly", "open_firmly")


@dataclass(frozen=True)
class Asked:
    """What is asked of every world: a plan or a state, under an account.

    Parties in ``swapped``, which is for cases without accounts, have another preference where a judgement is true.
    """

    case: Case
    plan: str | None = None
    state: str | None = None
    account: str | None = None
    swapped: tuple[Swapped, ...] = ()

    @property
    def variables(self) -> tuple[Variable, ...]:
        """What the answer can depend on."""
        return relevant(self.case, self.account, self.plan)


@dataclass(frozen=True)
class Judged:
    """What came out in some worlds, an entry a world.

    Attributes
    ----------
    sets : mapping of str to bool array
        ``occurs``: the state can occur; ``holds`` and ``firmly``: it holds whatever the plan leaves unknown; ``open``
        and ``open_firmly``: that turns on what the plan leaves unknown.
    parties : mapping of str to mapping of str to bool array
        Per party, for each verdict the worlds in which it comes out whatever is unknown, and ``open``.
    signs : mapping of str to mapping of str to bool array
        Per signatory ``yes`` and ``open``.
    """

    sets: Mapping[str, NDArray[np.bool_]]
    parties: Mapping[str, Mapping[str, NDArray[np.bool_]]]
    signs: Mapping[str, Mapping[str, NDArray[np.bool_]]]

    def level(self, level: str) -> NDArray[np.bool_]:
        """Return where the plan holds at a level, ``holds`` or ``firmly``."""
        return self.sets[level]

    def opens(self, level: str) -> NDArray[np.bool_]:
        """Return where it turns on what the plan leaves unknown whether it holds at a level."""
        return self.sets[OPEN[level]]

    def kinds(self, level: str) -> NDArray[np.int8]:
        """Return 1 where the plan holds at a level, 0 where it does not, -1 where that is open."""
        import numpy as np

        return self.level(level).astype(np.int8) - self.opens(level).astype(np.int8)


def joined(parts: Sequence[Judged]) -> Judged:
    """Put chunks together in their order."""
    import numpy as np

    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    return Judged(
        {key: np.concatenate([part.sets[key] for part in parts]) for key in first.sets},
        {
            party: {key: np.concatenate([part.parties[party][key] for part in parts]) for key in sets}
            for party, sets in first.parties.items()
        },
        {
            party: {key: np.concatenate([part.signs[party][key] for part in parts]) for key in sets}
            for party, sets in first.signs.items()
        },
    )


def packed(found: Judged) -> dict[str, str]:
    """Return what came out as JSON: each set as base 64 of its compressed bits, under its path."""
    import numpy as np

    def text(array: NDArray[np.bool_]) -> str:
        data = zlib.compress(np.packbits(array, bitorder="little").tobytes(), 6)
        return b64encode(data).decode()

    out = {"count": str(len(found.sets["occurs"]))}
    out |= {f"sets/{key}": text(array) for key, array in found.sets.items()}
    for room, parties in (("parties", found.parties), ("signs", found.signs)):
        out |= {f"{room}/{party}/{key}": text(a) for party, sets in parties.items() for key, a in sets.items()}
    return out


def unpacked(given: Mapping[str, str]) -> Judged:
    """Read what :func:`packed` wrote."""
    import numpy as np

    count = int(given["count"])
    sets: dict[str, NDArray[np.bool_]] = {}
    rooms: dict[str, dict[str, dict[str, NDArray[np.bool_]]]] = {"parties": {}, "signs": {}}
    for path, text in given.items():
        if path == "count":
            continue
        data = np.frombuffer(zlib.decompress(b64decode(text)), dtype=np.uint8)
        array = np.unpackbits(data, count=count, bitorder="little").astype(np.bool_)
        room, _, rest = path.partition("/")
        if room == "sets":
            sets[rest] = array
        else:
            party, _, key = rest.rpartition("/")
            rooms[room].setdefault(party, {})[key] = array
    return Judged(sets, rooms["parties"], rooms["signs"])


def chunks(variables: Sequence[Variable], most: int = CHUNK) -> list[tuple[int, ...]]:
    """Return the values of the first variables that each chunk fixes, so that none has more than ``most`` worlds."""
    fixed = 0
    while n_worlds(tuple(variables[fixed:])) > most:
        fixed += 1
    return list(product(*(range(len(variable.values)) for variable in variables[:fixed])))


def judge_chunk(asked: Asked, prefix: Sequence[int]) -> dict[str, str]:
    """Judge the worlds of one chunk; a job."""
    count, judged = worlds(asked.variables, prefix)
    return packed(judge(asked, count, judged))


def judge(asked: Asked, count: int, judged: Mapping[str, int]) -> Judged:
    """Judge some worlds, given for each judgement that matters the set of those in which it is true.

    Worlds in which the same parts of the case count are the same conflict: one of them is judged for all.
    """
    first, place = _distinct(asked, count, judged)
    if len(first) == count:
        return _judge(asked, count, judged)
    few = {name: from_array(to_array(bits, count)[first]) for name, bits in judged.items()}
    found = _judge(asked, len(first), few)

    def spread(sets: Mapping[str, NDArray[np.bool_]]) -> dict[str, NDArray[np.bool_]]:
        return {key: array[place] for key, array in sets.items()}

    return Judged(
        spread(found.sets),
        {party: spread(sets) for party, sets in found.parties.items()},
        {party: spread(sets) for party, sets in found.signs.items()},
    )


def _distinct(asked: Asked, count: int, judged: Mapping[str, int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return a world for each way in which parts of the case count, and for each world which of these is its own."""
    import numpy as np

    full = (1 << count) - 1
    counting = list(conditions(asked.case, asked.account, asked.plan))
    counting += [when for each in asked.swapped for when in when_of(each.preference)]
    told = [where(when, judged, full) for when in dict.fromkeys(counting)]
    told += [judged[each.judgement] for each in asked.swapped]
    place = np.zeros(count, dtype=np.intp)
    first = np.zeros(1, dtype=np.intp)
    for bits in dict.fromkeys(told):
        if bits in (0, full):
            continue
        _, first, place = np.unique(2 * place + to_array(bits, count), return_index=True, return_inverse=True)
        if len(first) == count:
            break
    return first, place.reshape(-1)


def _judge(asked: Asked, count: int, judged: Mapping[str, int]) -> Judged:
    if is_small(asked.case):
        try:
            return _at_once(asked, count, judged)
        except TooMany:
            pass
    return _one_by_one(asked, count, judged)


def is_small(case: Case) -> bool:
    """Whether a search over all that the other parties can do is short enough to be done for many worlds at once."""
    sizes = [len(party.options) for party in case.parties.values()]
    arcs = sum((1 << size) - 1 for size in sizes)
    return all((1 << (sum(sizes) - own)) * arcs * ((1 << own) - 1) <= MAX_WORK for own in sizes)


# -- all at once -----------------------------------------------------------------------------------------------------


def _at_once(asked: Asked, count: int, judged: Mapping[str, int]) -> Judged:
    return judge_many(asked, ManyWorlds(asked.case, asked.plan, asked.account, count, judged, asked.swapped))


def judge_many(asked: Asked, many: ManyWorlds) -> Judged:
    """Judge all worlds of a conflict at once."""
    here = many.plan_state if asked.state is None else to_code(asked.state)
    occurs, full = many.occurs(here), many.full
    places = list(asked.case.parties)
    found = {party: stands(many, k, here) for k, party in enumerate(places)}
    fold = _Fold(many, occurs)
    holding, firmly = occurs, occurs
    for each in found.values():
        holding &= ~each.blocker
        firmly &= ~(each.blocker | each.bluffed)
    sets = {"occurs": fold.some(occurs)}
    sets["holds"], sets["open"] = fold.both(holding)
    sets["firmly"], sets["open_firmly"] = fold.both(firmly)
    parties = {party: _by_verdict(fold, each) for party, each in found.items()}
    signed = {}
    start = many.occurs(many.status_quo)
    if asked.case.agreement is not None:
        for party in asked.case.agreement.signatories:
            yes = signs(many, places.index(party), here) & occurs & start
            always, sometimes = fold.both(full & yes)
            signed[party] = {"yes": always, "open": sometimes}
    return Judged(sets, parties, signed)


class _Fold:
    """From possibilities to worlds: whether something is so under every filling that can occur, or under some."""

    def __init__(self, many: ManyWorlds, occurs: int) -> None:
        self._shape = (many.n_fillings, many.n_worlds)
        self._occurs = self._array(occurs)

    def _array(self, bits: int) -> NDArray[np.bool_]:
        fillings, count = self._shape
        return to_array(bits, fillings * count).reshape(self._shape)

    def some(self, bits: int) -> NDArray[np.bool_]:
        return self._any(self._array(bits))

    @staticmethod
    def _any(array: NDArray[np.bool_]) -> NDArray[np.bool_]:
        import numpy as np

        return np.asarray(array.any(axis=0), dtype=np.bool_)

    def both(self, bits: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return where it is so under every filling, and where it turns on the filling."""
        array = self._array(bits)
        some = self.some(bits)
        every = ~self._any(~array & self._occurs) & some
        return every, some & ~every


def _by_verdict(fold: _Fold, each: Stands) -> dict[str, NDArray[np.bool_]]:
    found = {}
    some = []
    for verdict in VERDICTS:
        found[verdict], turning = fold.both(each.of(verdict))
        some.append(turning)
    return {**found, "open": some[0] | some[1] | some[2] | some[3]}


# -- one by one ------------------------------------------------------------------------------------------------------


def _one_by_one(asked: Asked, count: int, judged: Mapping[str, int]) -> Judged:
    import numpy as np

    arrays = {name: to_array(bits, count) for name, bits in judged.items()}
    order = [judged_alone(asked, {name: bool(array[k]) for name, array in arrays.items()}) for k in range(count)]

    def gathered(*path: str) -> NDArray[np.bool_]:
        values = []
        for each in order:
            inner: Any = each
            for step in path:
                inner = inner[step]
            values.append(inner)
        return np.array(values, dtype=np.bool_)

    parties, signatories = list(asked.case.parties), list(order[0]["signs"])
    return Judged(
        {key: gathered("sets", key) for key in FIELDS},
        {party: {key: gathered("parties", party, key) for key in (*VERDICTS, "open")} for party in parties},
        {party: {key: gathered("signs", party, key) for key in ("yes", "open")} for party in signatories},
    )


def judged_alone(asked: Asked, world: Mapping[str, bool]) -> dict[str, Any]:
    """Judge one world by itself, from the definitions: what all else is checked against."""
    everywhere = dict.fromkeys(asked.case.judgements, False) | dict(world)
    case = in_world(asked.case, everywhere)
    for each in asked.swapped:
        if world[each.judgement]:
            stated = preference_in(each.preference, everywhere)
            case = case.replace(preferences=ById({**case.preferences, each.party: stated}.items()))
    signatories = list(case.agreement.signatories) if case.agreement is not None else []
    never = dict.fromkeys((*VERDICTS, "open"), False)
    out: dict[str, Any] = {"sets": dict.fromkeys(FIELDS, False)}
    out["parties"] = {party: dict(never) for party in case.parties}
    out["signs"] = {party: {"yes": False, "open": False} for party in signatories}
    try:
        compiled = family(case, plan=asked.plan, account=asked.account)
        answer = holds(compiled, asked.state)
    except (ModelError, QuestionError) as error:
        if not isinstance(error, NoState) and "cannot occur" not in str(error):
            raise
        return out
    out["sets"] = {
        "occurs": True,
        "holds": answer.holds is True,
        "open": answer.holds is None,
        "firmly": answer.holds_firmly is True,
        "open_firmly": answer.holds_firmly is None,
    }
    for verdict in answer.parties:
        out["parties"][verdict.party][verdict.verdict] = True
        if verdict.is_signatory and verdict.party in out["signs"]:
            turning = bool(verdict.sign_depends_on)
            out["signs"][verdict.party] = {"yes": verdict.would_sign is True, "open": turning}
    return out


def all_worlds(variables: Sequence[Variable]) -> Iterator[dict[str, bool]]:
    """Yield every world, in their order."""
    for values in product(*(variable.values for variable in variables)):
        yield {
            name: truth
            for variable, truths in zip(variables, values, strict=True)
            for name, truth in zip(variable.judgements, truths, strict=True)
        }
