"""A verb as far as carrying out goes: ``python -m tests.contract.ensemble SPEC WORKERS N PAUSE LOG OUT``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from holdfast.cli import main as entry
from holdfast.cli.carrying import carrying
from holdfast.runs.ensemble import carry_out
from holdfast.runs.executor import Job
from tests.contract.work import logged

QUESTION = {"verb": "test", "seed": 7}


def jobs(n, pause, log):
    return [Job(k, logged, (str(log), pause, k)) for k in range(n)]


def answer(found):
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def run(spec, workers, n, pause, log, out):
    with carrying("testing", QUESTION, workers=workers, spec=spec, out=out) as work:
        found = carry_out(jobs(n, pause, log), executor=work.executor, folder=work.folder, progress=work.progress)
        work.folder.put("answer.json", lambda to: to.write_text(answer(found), "utf-8"))
        work.folder.finish()
    return found


if __name__ == "__main__":
    spec, workers, n, pause, log, out = sys.argv[1:]
    entry.cli.main = lambda **_: run(spec, int(workers), int(n), float(pause), log, Path(out))
    entry.main()
