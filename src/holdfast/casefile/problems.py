"""Every code a case file's problem can carry, with what it means. The reference page is made from this table."""

from __future__ import annotations

from holdfast.casefile import kinds, kinds_beyond

_KINDS = (*kinds.KINDS, *kinds_beyond.KINDS)

REGISTRY = {kind.code: kind for kind in _KINDS}
"""All kinds of problem by code."""

_SECTIONS = {
    "HF10": "The file as text",
    "HF11": "Names",
    "HF12": "Rules and states",
    "HF13": "Preferences",
    "HF14": "Plans and the agreement",
    "HF15": "Provenance",
    "HF16": "Weights",
    "HF17": "Judgements and beliefs",
    "HF19": "Tables",
}


def page() -> str:
    """Return the reference page of all problems, in Markdown.

    Examples
    --------
    >>> page().splitlines()[0]
    '# Problems of a case file'
    """
    lines = [
        "# Problems of a case file",
        "",
        "`holdfast check CASE` prints every problem at once as `file:line:column: CODE message`, with a hint below it.",
        "An error refuses the case (exit code 3); a warning never does. Codes are stable. This page is made from",
        "`holdfast.casefile.problems`.",
    ]
    section = ""
    for kind in _KINDS:
        if kind.code[:4] != section:
            section = kind.code[:4]
            lines += ["", f"## {_SECTIONS[section]}"]
        suffix = " (warning)" if kind.severity == "warning" else ""
        lines += ["", f"### {kind.code}: {kind.title}{suffix}", "", kind.explanation]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")
