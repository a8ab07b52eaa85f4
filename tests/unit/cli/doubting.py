"""``holdfast doubt`` in many small chunks, each with a pause: ``python -m tests.unit.cli.doubting PAUSE CHUNK ...``."""

from __future__ import annotations

import sys
import time

from holdfast.uncertainty import doubt as asking
from holdfast.uncertainty import worlds

PAUSE = 0.0


def slowly(asked, prefix, pause):
    """Judge one chunk, after a pause; a job."""
    time.sleep(pause)
    return worlds.judge_chunk(asked, prefix)


def main():
    """Run the command line with chunks of a few worlds."""
    from holdfast.cli.main import main as command

    pause, most = float(sys.argv[1]), int(sys.argv[2])
    joined = worlds.joined

    def judged(asked, carry=asking.here):
        if asked not in asking._known:
            jobs = [(asked, prefix, pause) for prefix in worlds.chunks(asked.variables, most)]
            parts = carry(slowly, jobs, asking.name_of("worlds", asked))
            asking._known[asked] = joined([worlds.unpacked(each) for each in parts])
        return asking._known[asked]

    asking.judged = judged
    sys.argv = ["holdfast", *sys.argv[3:]]
    command()


if __name__ == "__main__":
    from tests.unit.cli import doubting  # workers find the job by the name of this module

    doubting.main()
