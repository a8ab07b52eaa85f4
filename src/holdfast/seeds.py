"""Random draws that depend on their number and on nothing else: not on who draws, in which order, or how many.

There is no seed from the clock. Where none is given it is :data:`ENTROPY`, and what is drawn says which seed it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

ENTROPY = 2025
"""The seed where none is given."""


def generator(entropy: int, index: int) -> np.random.Generator:
    """Return the source of randomness of one draw.

    Parameters
    ----------
    entropy : int
        The seed of the whole, 0 or more.
    index : int
        The number of the draw, 0 or more.

    Returns
    -------
    numpy.random.Generator
        PCG64, seeded by ``SeedSequence(entropy, spawn_key=(index,))``.

    Examples
    --------
    >>> [generator(ENTROPY, k).integers(100).item() for k in (0, 1, 2)]
    [87, 53, 5]
    >>> generator(ENTROPY, 2).integers(100).item()
    5
    """
    import numpy as np

    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy, spawn_key=(index,))))
