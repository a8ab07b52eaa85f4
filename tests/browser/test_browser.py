"""The page in a real browser: it renders in light, dark and on paper, fetches nothing and reports no error."""

import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest

import holdfast as hf
from holdfast.report.html import page

BROWSER = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not BROWSER, reason="no Chromium here")]


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("page") / "brief.html"
    path.write_text(page(hf.brief(hf.example("ukraine-2025"))), "utf-8")
    return path


def chromium(tmp_path: Path, *args: str) -> subprocess.CompletedProcess[str]:
    common = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking"]
    common += [f"--user-data-dir={tmp_path / 'profile'}", "--disable-component-update", "--no-first-run"]
    return subprocess.run([BROWSER, *common, *args], capture_output=True, text=True, timeout=60, check=True)


def picture(path: Path) -> list[bytes]:
    """Return the rows of a PNG as raw bytes, undoing its filters; enough of the format for a screenshot."""
    data, at, packed = path.read_bytes(), 8, b""
    width = height = depth = 0
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, _, colour = struct.unpack(">IIBB", body[:10])
            depth = {2: 3, 6: 4}[colour]
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    raw, rows, before = zlib.decompress(packed), [], bytes(width * depth)
    for y in range(height):
        start = y * (width * depth + 1)
        how, row = raw[start], bytearray(raw[start + 1 : start + 1 + width * depth])
        for x in range(len(row)):
            left = row[x - depth] if x >= depth else 0
            up, corner = before[x], before[x - depth] if x >= depth else 0
            if how == 4:
                guess = left + up - corner
                add = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            else:
                add = (0, left, up, (left + up) // 2)[how]
            row[x] = (row[x] + add) & 255
        rows.append(bytes(row))
        before = bytes(row)
    return rows


@pytest.mark.parametrize(("scheme", "is_dark"), [(1, False), (0, True)])
def test_light_and_dark(file, tmp_path, scheme, is_dark):
    shot = tmp_path / "shot.png"
    done = chromium(
        tmp_path,
        f"--blink-settings=preferredColorScheme={scheme}",
        "--enable-logging=stderr",
        "--window-size=900,300",
        f"--screenshot={shot}",
        file.as_uri(),
    )
    assert "CONSOLE" not in done.stderr
    rows = picture(shot)
    assert (rows[0][0] < 80) == is_dark  # the corner is background
    assert max(max(row) for row in rows) > 180
    assert min(min(row[:900]) for row in rows) < 80


def test_asks_for_nothing(file, tmp_path):
    """The page's own policy forbids every request; the browser reports each one it refuses, and there is none."""
    assert "default-src 'none'" in file.read_text("utf-8")
    quiet = chromium(tmp_path, "--enable-logging=stderr", "--dump-dom", file.as_uri())
    assert "CONSOLE" not in quiet.stderr
    asking = tmp_path / "asking.html"
    asking.write_text(file.read_text("utf-8").replace("</body>", '<img src="pixel.png"></body>'), "utf-8")
    assert (
        "Content Security Policy" in chromium(tmp_path, "--enable-logging=stderr", "--dump-dom", asking.as_uri()).stderr
    )


def test_prints(file, tmp_path):
    out = tmp_path / "brief.pdf"
    chromium(tmp_path, f"--print-to-pdf={out}", "--no-pdf-header-footer", file.as_uri())
    data = out.read_bytes()
    assert data.startswith(b"%PDF")
    assert 10 < data.count(b"/Type /Page\n") + data.count(b"/Type /Page/") + data.count(b"/Type /Page ") < 120


def test_nothing_is_wider_than_a_phone(file, tmp_path):
    """Measured by the browser itself: an appended script writes the page's width to its title, for this test only."""
    probe = tmp_path / "probe.html"
    script = "<script>document.title = 'width ' + document.documentElement.scrollWidth</script></body>"
    text = file.read_text("utf-8").replace("default-src 'none'", "script-src 'unsafe-inline'")
    probe.write_text(text.replace("</body>", script), "utf-8")
    done = chromium(tmp_path, "--window-size=500,900", "--dump-dom", probe.as_uri())
    width = int(done.stdout.split("<title>width ")[1].split("<")[0])
    assert width <= 500
