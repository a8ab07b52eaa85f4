"""Which kernels are used: the native ones where the extension was built, else their numpy twins.

Set the environment variable ``HOLDFAST_KERNELS=numpy`` to use the twins although the extension is there.
"""

from __future__ import annotations

import os
from types import ModuleType

from holdfast.engines.dense import kernels_numpy

try:
    from holdfast.engines.dense import kernels_native

    BUILT = True
except ImportError:
    BUILT = False

NATIVE = BUILT and os.environ.get("HOLDFAST_KERNELS", "") != "numpy"
"""Whether the native kernels are used."""


def kernels() -> ModuleType:
    """Return the module whose kernels are used; both have the same functions."""
    return kernels_native if NATIVE else kernels_numpy
