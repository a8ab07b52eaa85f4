import io
import re
from itertools import pairwise

import pytest

from holdfast.runs.progress import Clockwork, ProgressLine, say_left


class Time:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def line(width=80):
    clock, stream = Time(), io.StringIO()
    return ProgressLine("solving", stream, width=lambda: width, clock=clock), clock, stream


def shown(stream):
    """Return what the terminal's line said after each drawing."""
    return stream.getvalue().split("\r\x1b[K")[1:]


def test_percentage_and_time_left_and_erased_at_the_end():
    show, clock, stream = line()
    for done in range(1, 101):
        clock.now += 1.0
        show(done, 100, "party 2")
    drawn = shown(stream)
    assert drawn[-1] == ""
    assert "solving 50%, 50 s left, party 2" in drawn
    assert "\n" not in stream.getvalue()


def test_quick_work_shows_nothing():
    show, clock, stream = line()
    for done in range(1, 101):
        clock.now += 0.004
        show(done, 100, "")
    show.close()
    assert stream.getvalue() == ""


def test_drawn_ten_times_a_second_at_most_and_never_wider_than_the_terminal():
    show, clock, stream = line(width=30)
    for done in range(10_000):
        clock.now += 0.001
        show(done, 10_000, "a long note that does not fit")
    assert len(shown(stream)) <= 101
    assert max(map(len, shown(stream))) < 30


def test_closing_erases_and_closing_again_does_nothing():
    show, clock, stream = line()
    clock.now += 5
    show(1, 100, "")
    show.close()
    before = stream.getvalue()
    assert before.endswith("\r\x1b[K")
    show.close()
    assert stream.getvalue() == before


def simulate(rates, step=0.5):
    """Return (time, seconds left as shown, true seconds left) while work goes on at given rates a second."""
    clockwork, now, part, out = Clockwork(), 0.0, 0.0, []
    ends = []
    while part < 1:
        rate = rates(now)
        part += rate * step
        now += step
        ends.append((now, clockwork.left(now, min(part, 1.0))))
    for at, left in ends:
        out.append((at, left, now - at))
    return out


def test_steady_work_counts_down_without_jumping():
    told = [(left, true) for _, left, true in simulate(lambda now: 1 / 200) if left is not None]
    assert told
    assert all(abs(left - true) < 3 for left, true in told)
    assert all(b[0] <= a[0] + 1e-9 for a, b in pairwise(told))


def test_noise_does_not_make_it_jump():
    found = simulate(lambda now: (1 / 200) * (1.8 if int(now) % 2 else 0.2))
    told = [(left, true) for at, left, true in found if left is not None and at > 10]
    assert all(abs(left - true) < 25 for left, true in told)
    assert all(abs(b[0] - a[0]) < 8 for a, b in pairwise(told))


def test_parts_taken_over_from_an_earlier_run_are_soon_forgotten():
    found = simulate(lambda now: 0.5 if now < 1 else 1 / 600)  # half of it at once, the rest slowly
    late = [(left, true) for at, left, true in found if at > 60]
    assert all(abs(left - true) / true < 0.25 for left, true in late if true > 20)


def test_nothing_is_promised_while_it_is_too_early_or_stands_still():
    clockwork = Clockwork()
    assert clockwork.left(0.0, 0.1) is None
    assert clockwork.left(1.0, 0.2) is None
    assert clockwork.left(3.0, 0.3) is not None
    still = Clockwork()
    assert [still.left(float(t), 0.1) for t in range(9)] == [None] * 9


@pytest.mark.parametrize("seconds", [0, 7.9, 8, 89, 90, 5399, 5400, 1e6])
def test_what_is_said_can_be_read(seconds):
    assert re.fullmatch(r"(a few seconds|\d+ s|\d+ min|\d+ h \d+ min) left", say_left(seconds))
