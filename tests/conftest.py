"""No test reads or writes the user's cache folder."""

import atexit
import os
import shutil
import tempfile

import pytest

FOLDER = tempfile.mkdtemp(prefix="holdfast-test-cache-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["HOLDFAST_CACHE"] = FOLDER
for name in ("HOLDFAST_MEMORY", "HOLDFAST_TIME"):
    os.environ.pop(name, None)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache folder, and nothing measured yet."""
    from holdfast.engines import calibrate

    monkeypatch.setenv("HOLDFAST_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(calibrate, "_measured", {})
    return tmp_path / "cache"
