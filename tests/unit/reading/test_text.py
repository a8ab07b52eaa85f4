"""Files of all formats to text, and those that are none refused with one message."""

import io
import zipfile
from contextlib import suppress

import pytest

from holdfast.reading import docx, text
from holdfast.reading.failure import ExtraNeeded, ReadingError
from holdfast.reading.text import extract

XML = '<?xml version="1.0" encoding="UTF-8"?>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body: str, head: str = "", name: str = "word/document.xml", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr(name, f"{XML}{head}<w:document {W}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def p(said: str) -> str:
    return f"<w:p><w:r><w:t>{said}</w:t></w:r></w:p>"


def pdf(said: str) -> bytes:
    """Make the smallest page that has a text layer."""
    stream = f"BT /F1 12 Tf 72 720 Td ({said}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table


def test_docx_paragraphs_with_tracked_changes():
    run = "<w:r><w:t>{}</w:t></w:r>".format
    deleted = "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
    body = p("They met.") + f"<w:p>{run('We ')}{deleted}{run('agree.')}</w:p>"
    assert extract(word(body), "a.docx").content == "They met.\n\nWe agree."


def test_docx_of_another_name_is_told_by_its_content():
    assert extract(word(p("They met.")), "article").format == "docx"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04rubbish", "damaged"),
        (b"plain text", "no docx file"),
        (word(p("x"), name="other.xml"), r"no \.docx document"),
        (word(p("&a;"), '<!DOCTYPE x [<!ENTITY a "b">]>'), "declares entities"),
        (word(p("x"), "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>"), "declares entities"),
        (word("<w:p>"), "damaged"),
        (word("<w:p>" * 600 + "</w:p>" * 600), "nested too deeply"),
        (word(""), "no text"),
        (word(p("x"))[:80], "damaged"),
    ],
    ids=["rubbish", "text", "other", "entity", "external", "torn", "deep", "empty", "cut"],
)
def test_hostile_docx(data, message):
    with pytest.raises(ReadingError, match=message):
        extract(data, "a.docx")


def test_a_zip_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(docx, "MAX_XML", 1000)
    with pytest.raises(ReadingError, match="unpacks to more than"):
        extract(word(p("x" * 100_000)), "a.docx")


def test_entities_in_utf_16_are_seen():
    out = io.BytesIO()
    xml = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><w:document {W}/>'
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", xml.encode("utf-16"))
    with pytest.raises(ReadingError, match="declares entities"):
        extract(out.getvalue(), "a.docx")


def test_pdf_with_a_text_layer():
    pytest.importorskip("pypdf")
    assert extract(pdf("They may sign."), "a.pdf").content == "They may sign."
    assert extract(pdf("They may sign."), "-").format == "pdf"
    with pytest.raises(ReadingError, match="no text in it"):
        extract(pdf(""), "a.pdf")
    for data in (b"%PDF-1.4\nrubbish", pdf("x")[:200], b"%PDF-"):
        with pytest.raises(ReadingError, match=r"damaged|no text"):
            extract(data, "a.pdf")


def test_pdf_without_the_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pypdf", None)
    with pytest.raises(ExtraNeeded, match=r'pip install "holdfast\[read\]"'):
        extract(pdf("x"), "a.pdf")


def test_html_drops_what_no_reader_sees():
    page = b"""<!doctype html><html><head><title>T</title><style>p{}</style></head><body><nav>Home</nav>
    <h1>Talks</h1><p>They&nbsp;met<br>again &lt;b&gt;.</p><script>alert('x')</script><div hidden>no</div>
    <div style="display: none">no</div><ul><li>One<li>Two</ul><p>End"""
    assert extract(page, "a.html").content == "Talks\n\nThey met\nagain <b>.\n\nOne\n\nTwo\n\nEnd"
    assert extract(page, "-").format == "html"


@pytest.mark.parametrize(
    "page",
    [
        "<script>" + "x" * 1000,
        "<" * 5000,
        "<!--" * 2000,
        "<div>" * 5000 + "y",
        "&#x110000;&#0;&bogus; z",
        "<![CDATA[ q",
        "<a href='",
    ],
)
def test_hostile_html_never_fails_otherwise(page):
    with suppress(ReadingError):
        extract(page.encode(), "a.html")


def test_markdown_loses_its_marks():
    page = "---\ntitle: x\n---\n# Talks\n\nThey *may* [meet](http://x.org/a_b), **soon**. `code`\n\n"
    page += "> Quoted.\n\n```\nnot read\n```\n- One\n"
    assert extract(page.encode(), "a.md").content == "Talks\n\nThey may meet, soon. code\n\nQuoted.\n\n• One"


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"caf\xe9", "a.txt", r"a\.txt:1:4: byte 0xE9 is not UTF-8"),
        (b"one\ntwo \xff", "a.txt", r"a\.txt:2:5"),
        (b"\xff\xfea", "a.txt", "damaged UTF-16"),
        (b" \n ", "a.txt", "no text"),
        (b"{\\rtf1}", "a.rtf", "old word processor"),
        (b"\xd0\xcf\x11\xe0", "a.doc", "old word processor"),
        (b"no", "a.pdf", "no pdf file"),
    ],
)
def test_what_is_no_text(data, name, message):
    with pytest.raises(ReadingError, match=message):
        extract(data, name)


def test_encodings_and_signs_that_do_not_show():
    assert extract("\ufeffcafé\r\nx".encode(), "a.txt").content == "café\nx"
    assert extract("café".encode("utf-16"), "a.txt").content == "café"
    assert extract("a\u202eb\u200bc\x00d".encode(), "a.txt").content == "abcd"


def test_limits(monkeypatch):
    with pytest.raises(ReadingError, match="too large"):
        extract(b"x" * (text.MAX_BYTES + 1), "a.txt")
    monkeypatch.setattr(text, "MAX_CHARACTERS", 10)
    with pytest.raises(ReadingError, match="11 characters"):
        extract(b"x" * 11, "a.txt")


def test_offsets_of_plain_text_are_those_of_the_file():
    from holdfast.reading.reader import read_text

    raw = "\n\n  The minister   said it will rain.\n\n\n  She may go.  \n\n"
    read = read_text(extract(raw.encode(), "x.txt")).json()
    assert [raw[p["start"] : p["end"]] == p["quote"] for p in read["proposals"]] == [True] * 3
