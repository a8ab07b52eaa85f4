"""The command line with an engine that takes its time, concept by concept, and keeps each as a part.

Run as ``python -m tests.unit.cli.slow LOG SECONDS ARGUMENT ...``: every concept computed is written to LOG.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from holdfast.engines import choosing
from holdfast.engines.engine import ENGINES, QUIETLY
from holdfast.engines.plain import PlainEngine
from holdfast.engines.solution import Solution


class Slow(PlainEngine):
    """Plain, one concept after the other, each with a pause in which it does not look up."""

    name = "dense"
    log, pause = Path("log"), 0.0

    def solve(self, model, concepts, work=QUIETLY):
        masks = {}
        for number, concept in enumerate(concepts):
            part = work.checkpoints.load(concept.name) if work.checkpoints else None
            if part is None:
                time.sleep(self.pause)
                with self.log.open("a") as log:
                    log.write(f"{concept.name}\n")
                found = super().solve(model, [concept]).masks[concept.name]
                part = {"masks": np.array(found, dtype=np.int64)}
                if work.checkpoints:
                    work.checkpoints.save(concept.name, part)
            masks[concept.name] = tuple(int(mask) for mask in part["masks"])
            if work.progress:
                work.progress(number + 1, len(concepts), concept.name)
        return Solution(model, self.name, masks)


if __name__ == "__main__":
    from holdfast.cli.main import main

    Slow.log, Slow.pause = Path(sys.argv[1]), float(sys.argv[2])
    sys.modules["slow_engine"] = sys.modules["__main__"]
    ENGINES["dense"] = "slow_engine:Slow"
    choosing.PLAIN_STATES = -1
    sys.argv = ["holdfast", *sys.argv[3:]]
    main()
