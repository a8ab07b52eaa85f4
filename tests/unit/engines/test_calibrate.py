import json
import random
from dataclasses import replace

import pytest

from holdfast.engines import calibrate, choosing
from holdfast.engines.engine import Capability
from holdfast.engines.plain import PlainEngine
from holdfast.stability import concepts
from holdfast.testing import random_model


class Timed(PlainEngine):
    """Plain, with estimates as one likes, counting how often it is put to work."""

    def __init__(self, seconds=1e-4):
        self.seconds, self.runs = seconds, 0

    def can(self, model, wanted):
        return replace(super().can(model, wanted), seconds=self.seconds)

    def solve(self, *args, **keywords):
        self.runs += 1
        return super().solve(*args, **keywords)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(calibrate, "ENOUGH", 0.001)


def test_measured_once_and_kept(cache):
    body = Timed()
    first = calibrate.factor(body)
    runs = body.runs
    assert runs
    assert calibrate.factor(body) == first
    calibrate._measured.clear()  # as in another process
    assert calibrate.factor(body) == first
    assert body.runs == runs
    (kept,) = json.loads((cache / "calibration.json").read_text())["factors"].values()
    assert kept == first
    assert [path.name for path in cache.iterdir()] == ["calibration.json"]


def test_a_factor_says_how_many_times_as_long_as_estimated(cache):
    quick, slow = calibrate.measure(Timed(1e-3)), calibrate.measure(Timed(1e-6))
    assert slow > 100 * quick
    assert calibrate.recalibrate(Timed(1e9)) == calibrate.LEAST
    assert calibrate.recalibrate(Timed(1e-9)) == calibrate.MOST


def test_measured_again_where_anything_that_matters_is_different(cache, monkeypatch):
    body = Timed()
    calibrate.factor(body)
    for name, value in (("__version__", "9"), ("processor", lambda: "other"), ("n_cores", lambda: 99)):
        with monkeypatch.context() as patch:
            patch.setattr(calibrate, name, value)
            assert calibrate.known("plain") is None, name
    with monkeypatch.context() as patch:
        native = calibrate.has_native_kernels()
        patch.setattr(calibrate, "has_native_kernels", lambda: not native)
        assert calibrate.known("plain") is None
    assert calibrate.known("plain") is not None
    assert calibrate.known("dense") is None


@pytest.mark.parametrize(
    "text", ["", "[", "[]", '{"factors": 3}', '{"factors": {"KEY": "fast"}}', '{"factors": {"KEY": -1}}']
)
def test_a_damaged_file_is_measured_anew(cache, text):
    cache.mkdir()
    (cache / "calibration.json").write_text(text.replace("KEY", calibrate.key("plain")))
    body = Timed()
    calibrate.factor(body)
    assert body.runs
    assert json.loads((cache / "calibration.json").read_text())["factors"]


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(cache):
    cache.write_text("a file where the folder should be")
    body = Timed()
    first = calibrate.factor(body)
    assert calibrate.factor(body) == first
    assert cache.read_text().startswith("a file")


@pytest.mark.parametrize(
    ("environment", "folder"),
    [({"HOLDFAST_CACHE": "/c"}, "/c"), ({"HOLDFAST_CACHE": "", "XDG_CACHE_HOME": "/x"}, "/x/holdfast")],
)
def test_where_it_is_kept(monkeypatch, environment, folder):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert str(calibrate.cache_folder()) == folder


def test_small_cases_measure_nothing(cache):
    choosing.prepare(random_model(random.Random(1), 3, 10, n_rules=1))
    assert not cache.exists()


def test_the_yardstick_is_the_same_every_time():
    for n_options in calibrate.OPTIONS:
        model = calibrate.yardstick(n_options)
        assert model.digest == calibrate.yardstick(n_options).digest
        assert 1 << n_options - 1 <= model.n_states < 1 << n_options


def test_an_engine_that_cannot_do_the_yardstick_counts_as_estimated(cache):
    class Unable(Timed):
        def can(self, model, wanted):
            return Capability(False, "no")

    assert calibrate.measure(Unable()) == 1.0
    assert concepts(calibrate.ASKED)
