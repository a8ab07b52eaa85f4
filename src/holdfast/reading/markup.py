"""HTML and Markdown to plain text: what a reader sees, a paragraph a block."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from holdfast.reading.wordlist import words

_DROPPED = words("script style nav noscript template svg math iframe object head form button select aside footer")
_BLOCKS = words(
    """
    address article blockquote body dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 header hr html li main ol p pre
    section table td th tr ul
    """
)
_VOID = words("area base br col embed hr img input link meta source track wbr")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[list[str]] = [[]]
        self.dropped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.dropped:
            if tag not in _VOID and tag == self.dropped[-1]:
                self.dropped.append(tag)
            return
        said = dict(attrs)
        hidden = "hidden" in said or said.get("aria-hidden") == "true" or _HIDDEN.search(said.get("style") or "")
        if (tag in _DROPPED or hidden) and tag not in _VOID:
            self.dropped.append(tag)
        elif tag == "br":
            self.blocks[-1].append("\n")
        elif tag in _BLOCKS:
            self.blocks.append([])

    def handle_endtag(self, tag: str) -> None:
        if self.dropped:
            if tag == self.dropped[-1]:
                self.dropped.pop()
        elif tag in _BLOCKS:
            self.blocks.append([])

    def handle_data(self, data: str) -> None:
        if not self.dropped:
            self.blocks[-1].append(re.sub(r"\s+", " ", data))


def html_text(markup: str) -> str:
    r"""Return the text of a page: no scripts, styles, menus or hidden parts.

    Examples
    --------
    >>> html_text("<nav>Home</nav><p>One &amp; <b>two</b>.</p>Three.")
    'One & two.\n\nThree.'
    """
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = (re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", "".join(block))).strip() for block in reader.blocks)
    return "\n\n".join(line for line in lines if line)


_FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_RULES = (
    (re.compile(r"\A---\n.*?\n---\n", re.DOTALL), ""),  # front matter
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)"), ""),
    (re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,2000}\)"), r"\1"),
    (re.compile(r"^\[[^\]\n]{1,100}\]:[^\n]*$", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}#{1,6} +([^\n]*?) *#* *$", re.MULTILINE), r"\n\1\n"),
    (re.compile(r"^ {0,3}([-*_] *){3,}$", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}> ?", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*[-*+] +", re.MULTILINE), "• "),
    (re.compile(r"(\*\*|__)(?=\S)([^\n]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]{1,500}?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]{1,300})`"), r"\1"),
    (re.compile(r"\n{3,}"), "\n\n"),
)


def markdown_text(markup: str) -> str:
    r"""Return the text of a Markdown page without its marks; fenced blocks are left out.

    Examples
    --------
    >>> markdown_text("# Talks\n\nThey *may* [meet](http://example.org).")
    'Talks\n\nThey may meet.'
    """
    text = _FENCE.sub("", markup.replace("\r\n", "\n"))
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text.strip()
