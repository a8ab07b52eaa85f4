import codecs

import pytest

from holdfast.casefile.encoding import decode, line_starts
from holdfast.casefile.findings import Findings


def refused(data):
    found = Findings("f")
    assert decode(data, found) is None
    (problem,) = found.problems()
    assert problem.code == "HF101"
    return problem


def test_utf8_with_and_without_mark():
    assert decode("é\n".encode(), Findings("f")) == "é\n"
    assert decode(codecs.BOM_UTF8 + "é\n".encode(), Findings("f")) == "é\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_other_unicode_is_named(encoding):
    assert encoding.upper() in refused("title: x".encode(encoding)).message


@pytest.mark.parametrize(
    ("data", "line", "column", "words"),
    [
        (b"ab\ncd\xe9f", 2, 3, "0xE9"),
        ("é".encode() + b"\xff", 1, 2, "0xFF"),
        (b"a\r\nb\x00", 2, 2, "NUL"),
        (b"a\x00b\xff", 1, 2, "NUL"),
        (b"\x1b[31m", 1, 1, "U+001B"),
        (b"a\x7f", 1, 2, "U+007F"),
        ("a\u2028b".encode(), 1, 2, "line separator"),
        (b"a\xc2\x85b", 1, 2, "U+0085"),
        ("a\ufeffb".encode(), 1, 2, "U+FEFF"),
        ("a\ufffe".encode(), 1, 2, "U+FFFE"),
        (b"a\xed\xa0\x80", 1, 2, "0xED"),
        (b"abc\xf0\x9f", 1, 4, "0xF0"),
    ],
)
def test_place_of_the_fault(data, line, column, words):
    problem = refused(data)
    assert (problem.line, problem.column) == (line, column)
    assert words in problem.message


def test_line_starts():
    assert line_starts("") == [0]
    assert line_starts("a\nb\r\nc\rd\u2028e") == [0, 2, 5, 7]
