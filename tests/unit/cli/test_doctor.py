"""`holdfast doctor`: kernels, cache folder, and the speed of this machine."""

import json

from click.testing import CliRunner

from holdfast.cli.main import cli
from holdfast.engines import calibrate


def facts(*args):
    done = CliRunner().invoke(cli, ["doctor", *args, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)["facts"]


def test_nothing_is_measured_unless_asked_for(cache):
    found = facts()
    assert found["time of plain"] == "not measured yet (--recalibrate)"
    assert found["cache folder"] == str(cache)
    assert not cache.exists()


def test_it_measures_again_where_asked(cache, monkeypatch):
    monkeypatch.setattr(calibrate, "ENOUGH", 0.0)
    monkeypatch.setattr(calibrate, "measure", lambda body: 2.0)
    assert facts("--recalibrate")["time of plain"] == "2 times its estimate"
    monkeypatch.setattr(calibrate, "measure", lambda body: 3.0)
    assert facts()["time of dense"] == "2 times its estimate"
    assert facts("--recalibrate")["time of dense"] == "3 times its estimate"
    assert len(json.loads((cache / "calibration.json").read_text())["factors"]) == 3


def test_kernels_are_told_of(monkeypatch):
    monkeypatch.setattr(calibrate, "has_native_kernels", lambda: True)
    assert facts()["kernels of the dense engine"] == "compiled"
    monkeypatch.setattr(calibrate, "has_native_kernels", lambda: False)
    assert "C compiler" in facts()["kernels of the dense engine"]
