"""Arrays in one file, the same bytes for the same arrays: ``.npz`` without compression and without the time of day."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from hashlib import sha1
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def file_name(key: str, sha256: str) -> str:
    """Return the name of the file of a part: readable, allowed everywhere, and different for different parts.

    A part that is saved again gets another file, so that the one a manifest names stays until a manifest names the new.

    Examples
    --------
    >>> file_name("party 2/slices 0-16", "5e884898da28047151d0e56f8dc6292773603d0d")
    'party-2-slices-0-16-f6b5e425-5e884898.npz'
    """
    words = re.sub(r"[^A-Za-z0-9]+", "-", key).strip("-")[:60]
    return f"{words}-{sha1(key.encode(), usedforsecurity=False).hexdigest()[:8]}-{sha256[:8]}.npz"


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays; ``numpy.load`` reads them by name."""
    import numpy as np

    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            with archive.open(zipfile.ZipInfo(f"{name}.npy", _LONG_AGO), "w", force_zip64=True) as stream:
                np.lib.format.write_array(stream, np.asanyarray(array), allow_pickle=False)


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Read what :func:`write_arrays` wrote."""
    import numpy as np

    with np.load(path, allow_pickle=False) as found:
        return {name: found[name] for name in found.files}
