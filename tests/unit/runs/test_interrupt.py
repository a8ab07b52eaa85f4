import contextvars
import subprocess
import sys
import threading
import time

import pytest

from holdfast.runs.interrupt import interruptible

VARIABLE = contextvars.ContextVar("VARIABLE", default=0)


def test_results_errors_and_context_pass_through():
    VARIABLE.set(7)
    assert interruptible(lambda: (VARIABLE.get(), threading.current_thread() is threading.main_thread())) == (7, False)
    with pytest.raises(ZeroDivisionError):
        interruptible(lambda: 1 / 0)


def test_quick_work_costs_next_to_nothing():
    started = time.perf_counter()
    for _ in range(50):
        interruptible(lambda: None)
    assert time.perf_counter() - started < 1


STUCK = """
import os, signal, sys, threading, time
from holdfast.runs.interrupt import interruptible
def stuck():
    other = threading.Thread(target=time.sleep, args=(60,))
    other.start()
    other.join()
threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
started = time.monotonic()
try:
    interruptible(stuck)
except KeyboardInterrupt:
    print(time.monotonic() - started, flush=True)
    os._exit(130)
"""


def test_an_interruption_is_raised_at_once_whatever_the_work_waits_for():
    done = subprocess.run([sys.executable, "-c", STUCK], capture_output=True, text=True, timeout=30)
    assert done.returncode == 130, done.stderr
    assert float(done.stdout) < 1.5
