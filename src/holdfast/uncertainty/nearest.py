"""The fewest judgements that would have to be otherwise for a verdict to flip.

Worlds that differ in the value of one variable are one step apart. The steps from where one stands to every world are
counted at once, and the worlds with another verdict at the fewest steps are the smallest changes: all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.case.world import Variable, World

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 50
"""Most smallest changes that are listed."""


@dataclass(frozen=True, slots=True)
class Flips:
    """The smallest changes in judgements that flip a verdict.

    Attributes
    ----------
    verdict : str
        In the world that counts without doubt: ``holds``, ``does not hold`` or ``open``.
    n_changes : int or None
        Fewest judgements (or sets of hypotheses) that would have to be otherwise; None where no world flips it.
    changes : tuple of mapping
        Each a smallest change: judgements with the truth they would have to have.
    total : int
        How many there are; more than are listed where it is larger.
    """

    verdict: str
    n_changes: int | None
    changes: tuple[dict[str, bool], ...] = ()
    total: int = 0

    @property
    def is_robust(self) -> bool:
        """Whether the verdict is the same in every world."""
        return self.n_changes is None

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"verdict": self.verdict, "robust": self.is_robust, "n_changes": self.n_changes}
        return out | {"changes": [dict(each) for each in self.changes], "n_smallest": self.total}


def flips(kind: NDArray[np.int8], variables: Sequence[Variable], world: World) -> Flips:
    """Find the smallest changes after which the verdict is another.

    Parameters
    ----------
    kind : int8 array
        An axis a variable: 1 where the plan holds, 0 where it does not, -1 where that is open.
    variables : sequence of Variable
        What is doubted.
    world : mapping of str to bool
        Where one stands.
    """
    import numpy as np

    here = tuple(variable.value_in(world) for variable in variables)
    verdict = int(kind[here])
    other = kind != verdict
    name = {1: "holds", 0: "does not hold", -1: "open"}[verdict]
    if not other.any():
        return Flips(name, None)
    distance = np.zeros(kind.shape, dtype=np.int16)
    for axis, value in enumerate(here):
        line = np.ones(kind.shape[axis], dtype=np.int16)
        line[value] = 0
        distance += line.reshape([-1 if k == axis else 1 for k in range(kind.ndim)])
    fewest = int(distance[other].min())
    places = np.argwhere(other & (distance == fewest))
    changes = []
    for place in places[:MOST]:
        change: dict[str, bool] = {}
        for axis, variable in enumerate(variables):
            if place[axis] != here[axis]:
                now, then = variable.values[here[axis]], variable.values[int(place[axis])]
                pairs = zip(variable.judgements, now, then, strict=True)
                change.update({judgement: b for judgement, a, b in pairs if a != b})
        changes.append(change)
    return Flips(name, fewest, tuple(changes), len(places))
