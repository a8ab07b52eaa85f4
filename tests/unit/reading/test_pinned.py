import hashlib
import re
from importlib.resources import files
from pathlib import Path

import pytest

from holdfast.errors import ExtraMissing
from holdfast.reading.failure import ReadingError
from holdfast.reading.pinned import PINS, Pin, checked, digest_of, located


@pytest.fixture
def model(tmp_path, monkeypatch):
    """A package with a model in it, and its pin."""
    inside = tmp_path / "some_model" / "data"
    (inside / "deep").mkdir(parents=True)
    (tmp_path / "some_model" / "__init__.py").write_text("raise RuntimeError('the code of a model was run')\n")
    (inside / "b.bin").write_bytes(b"two")
    (inside / "deep" / "a.bin").write_bytes(b"one")
    monkeypatch.syspath_prepend(tmp_path)
    lines = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in (("b.bin", b"two"), ("deep/a.bin", b"one"))
    )
    digest = hashlib.sha256(lines.encode()).hexdigest()
    return inside, Pin("some-model", "1.0", "0" * 64, "some_model", "data", digest, "read-spacy", "MIT")


def test_the_known_files_are_found_and_no_code_of_the_package_is_run(model):
    path, pin = model
    assert checked(pin, "reading") == path


@pytest.mark.parametrize("change", ["altered", "added", "taken away", "renamed"])
def test_other_files_are_refused(model, change):
    path, pin = model
    if change == "altered":
        (path / "b.bin").write_bytes(b"twp")
    elif change == "added":
        (path / "config.cfg").write_bytes(b"")
    elif change == "taken away":
        (path / "b.bin").unlink()
    else:
        (path / "b.bin").rename(path / "c.bin")
    with pytest.raises(ReadingError) as told:
        checked(pin, "reading", "or do something else")
    message = str(told.value)
    assert digest_of(path)[:16] in message
    assert pin.digest[:16] in message
    assert "It is not used" in message
    assert "--force-reinstall" in message
    assert message.endswith("or do something else")


def test_compiled_files_beside_it_do_not_matter(model):
    path, pin = model
    (path / "__pycache__").mkdir()
    (path / "__pycache__" / "x.pyc").write_bytes(b"compiled")
    assert checked(pin, "reading") == path


def test_one_that_is_not_installed_is_asked_for_by_the_exact_command():
    pin = Pin("no-such", "1", "0" * 64, "holdfast_no_such_model", "x", "0", "read-spacy", "MIT")
    assert located(pin) is None
    with pytest.raises(ExtraMissing) as told:
        checked(pin, "--parser spacy")
    listed = re.search(r'pip install --no-deps -r "(.+)"', str(told.value)).group(1)
    assert "==" in Path(listed).read_text("utf-8")


@pytest.mark.parametrize("pin", PINS, ids=lambda pin: pin.distribution)
def test_what_pip_is_told_to_install_is_what_is_known(pin):
    lines = files("holdfast.reading").joinpath("extras", f"{pin.extra}.txt").read_text("utf-8").splitlines()
    assert f"{pin.distribution}=={pin.version} --hash=sha256:{pin.wheel}" in lines
    assert all(re.fullmatch(r"#.*|[\w-]+==[\w.]+ --hash=sha256:[0-9a-f]{64}", line) for line in lines)


@pytest.mark.parametrize("pin", PINS, ids=lambda pin: pin.distribution)
def test_an_installed_model_is_the_known_one(pin):
    if located(pin) is None:
        pytest.skip(f"{pin.distribution} is not installed")
    assert checked(pin, "this test").exists()
