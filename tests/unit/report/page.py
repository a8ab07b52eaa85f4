"""Reads a page the way a browser would, with the standard library's parser."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}


class Page(HTMLParser):
    """Elements with attributes, ids, fragment links, headings, and the text outside style sheets."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.words: list[str] = []
        self.stack: list[str] = []
        self.text_of: dict[str, str] = {}
        self.feed(text)
        self.close()
        assert not self.stack, f"never closed: {self.stack}"

    def handle_starttag(self, tag, attributes):
        found = {name: value or "" for name, value in attributes}
        self.elements.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" and found.get("href", "").startswith("#"):
            self.links.append(found["href"][1:])
        if tag not in VOID:
            self.stack.append(tag)
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append((int(tag[1]), ""))
        if tag in {"p", "tr", "li", "table", "dt", "dd", "text", "summary"}:
            self.words.append("\n")

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.stack, f"</{tag}> without a start"
        assert self.stack[-1] == tag, f"</{tag}> closes <{self.stack[-1]}>"
        self.stack.pop()

    def handle_data(self, data):
        if "style" in self.stack:
            return
        self.words.append(data)
        if self.headings and self.stack and self.stack[-1] in {"h1", "h2", "h3", "h4", "h5", "h6", "span"}:
            level, before = self.headings[-1]
            self.headings[-1] = (level, before + data)

    def text(self) -> str:
        """Return the words, one block a line, without runs of spaces."""
        lines = (
            " ".join(line.split()) for line in "".join(f" {w} " if w != "\n" else "\n" for w in self.words).split("\n")
        )
        return "\n".join(line for line in lines if line) + "\n"
