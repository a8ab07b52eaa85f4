import pytest

from holdfast.engines import budget
from holdfast.engines.budget import parse_bytes, parse_seconds, say_bytes, say_roughly, say_seconds


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2 << 30),
        ("2GiB", 2 << 30),
        ("2g", 2 << 30),
        ("500M", 500 << 20),
        (" 1.5 GiB ", 3 << 29),
        ("1MB", 1_000_000),
        ("1MiB", 1 << 20),
        ("4096B", 4096),
        (".5k", 512),
    ],
)
def test_memory_as_people_write_it(text, number):
    assert parse_bytes(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("90", 90),
        ("90s", 90),
        ("10min", 600),
        ("10 m", 600),
        ("2h", 7200),
        ("1h30min", 5400),
        ("0.5h", 1800),
        ("1d", 86400),
    ],
)
def test_time_as_people_write_it(text, number):
    assert parse_seconds(text) == number


@pytest.mark.parametrize(
    "text", ["", "lots", "0", "-1", "1e3", "nan", "inf", "2XB", "GiB", "2GiB extra", "0.1B", "9" * 40]
)
def test_what_is_no_amount_of_memory(text):
    with pytest.raises(ValueError, match="write 2GiB"):
        parse_bytes(text)


@pytest.mark.parametrize("text", ["", "soon", "0", "-5", "5 parsecs", "1h30", "1:30", "min", "9" * 40])
def test_what_is_no_duration(text):
    with pytest.raises(ValueError, match="write 90s"):
        parse_seconds(text)


def test_numbers_for_people():
    assert [say_bytes(n) for n in (1, 5 << 20, 3 << 30, 5 << 40)] == ["0 KiB", "5.0 MiB", "3.0 GiB", "5.0 TiB"]
    said = [say_seconds(n) for n in (0.5, 12.3, 200, 7200, 10 * 86400, 1e12)]
    assert said == ["0.5 s", "12 s", "3 min", "2 h", "10 days", "31,710 years"]
    assert [say_roughly(n) for n in (0.9, 59, 100, 4000, 1e5, 1e9)] == [
        "under a second",
        "seconds",
        "minutes",
        "hours",
        "days",
        "years",
    ]


@pytest.mark.parametrize("number", [1.0, 3.2, 99.9, 100.0, 600.0, 7199.0, 7200.0, 1e6])
def test_what_is_proposed_is_enough_and_can_be_read(number):
    assert number < parse_seconds(budget.time_option(number)) <= number * 1.5 + 10
    assert number * 1e6 < parse_bytes(budget.memory_option(number * 1e6)) <= number * 1e6 * 2 + (1 << 20)
