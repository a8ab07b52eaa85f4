"""The brief as a Word document: styles that an office can restyle, real headings and table headers, fixed bytes."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING, Any

from holdfast.errors import ExtraMissing
from holdfast.report.blocks import Grid, Heading, Paragraph
from holdfast.report.document import document

if TYPE_CHECKING:
    from holdfast.report.brief import Brief

INK = {"firm": "0B5D33", "soft": "6B4E00", "blocked": "8F1D14", "open": "1F4E79"}
WASH = {"firm": "E5F3EA", "soft": "FBF3D9", "blocked": "FBE7E4", "open": "E6EEF7"}
WIDTH_CM = 17.2
"""Width of the text on A4."""
_EPOCH = datetime.datetime(1980, 1, 1)


def docx(brief: Brief) -> bytes:
    """Write a brief as a Word document.

    Parameters
    ----------
    brief : Brief
        The answers.

    Returns
    -------
    bytes
        A .docx file; the same for the same brief.

    Raises
    ------
    ExtraMissing
        If python-docx is not installed.
    """
    try:
        import docx as word
    except ImportError as error:
        raise ExtraMissing("a brief for Word", "docx") from error
    made = document(brief)
    file = word.Document()
    setting = _Setting(file)
    setting.page(made.footer)
    setting.line(made.kicker, "Brief kicker")
    file.add_paragraph(_legal(made.title), style="Title")
    for block in made.blocks:
        if isinstance(block, Heading):
            file.add_heading(_legal(block.text), level=1)
        elif isinstance(block, Paragraph):
            setting.paragraph(block)
        else:
            setting.grid(block)
    properties = file.core_properties
    properties.title, properties.author, properties.comments = _legal(made.title), "", made.footer
    properties.created = properties.modified = _EPOCH
    properties.last_modified_by, properties.revision = "", 1
    stream = io.BytesIO()
    file.save(stream)
    return _fixed(stream.getvalue())


class _Setting:
    """Styles and the parts of a document that python-docx has no word for."""

    def __init__(self, file: Any) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Pt, RGBColor

        self.file = file
        styles = file.styles
        for name, points in (("Normal", 10), ("Title", 18), ("Heading 1", 13)):
            style = styles[name]
            style.font.name, style.font.size = "Calibri", Pt(points)
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.font.bold = name != "Normal"
            _all_scripts(style, "Calibri")
        for name, size, strong, grey in (
            ("Brief kicker", 9, False, 0x5A),
            ("Brief answer", 12, True, 0),
            ("Brief small", 8, False, 0x3C),
            ("Brief item", 9.5, False, 0),
            ("Brief cell", 8.5, False, 0),
        ):
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            style.font.size, style.font.bold = Pt(size), strong
            style.font.color.rgb = RGBColor(grey, grey, grey)
        for name, before, after in (
            ("Normal", 0, 5),
            ("Title", 0, 8),
            ("Heading 1", 12, 4),
            ("Brief kicker", 0, 0),
            ("Brief answer", 0, 8),
            ("Brief small", 2, 4),
            ("Brief item", 0, 2),
            ("Brief cell", 1, 1),
        ):
            format = styles[name].paragraph_format
            format.space_before, format.space_after, format.line_spacing = Pt(before), Pt(after), 1.0
        styles["Heading 1"].paragraph_format.keep_with_next = True
        _no_border(styles["Title"])

    def page(self, footer: str) -> None:
        """Set paper, margins, and a footer with the number of the page."""
        from docx.shared import Cm

        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(1.9)
        section.top_margin, section.bottom_margin, section.footer_distance = Cm(1.8), Cm(2.1), Cm(1.0)
        line = section.footer.paragraphs[0]
        line.style = self.file.styles["Brief small"]
        line.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH_CM), alignment=_right())
        line.add_run(f"{footer}\t")
        for name in ("PAGE", " / ", "NUMPAGES"):
            _field(line.add_run(), name) if name.isupper() else line.add_run(name)

    def line(self, text: str, style: str) -> None:
        """Write a line."""
        self.file.add_paragraph(_legal(text), style=style)

    def paragraph(self, block: Paragraph) -> None:
        """Write a paragraph."""
        from docx.shared import Cm

        style = {"answer": "Brief answer", "small": "Brief small", "item": "Brief item"}.get(block.kind, "Normal")
        line = self.file.add_paragraph(style=style)
        if block.kind == "item":
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(0.5), Cm(-0.35)
            line.add_run("– ")
        if block.kind == "answer":
            _shade(line._p.get_or_add_pPr(), "F2F2F2")
        for text, strong in block.pieces:
            line.add_run(_legal(text)).bold = strong or None

    def grid(self, block: Grid) -> None:
        """Write a table with a header row that repeats on every page."""
        from docx.shared import Cm, Pt

        table = self.file.add_table(rows=1 + len(block.rows), cols=len(block.head))
        table.autofit = False
        _lines(table)
        total = sum(block.widths)
        for share, column in zip(block.widths, table.columns, strict=True):
            column.width = Cm(WIDTH_CM * share / total)
        size = Pt(7.5 if len(block.head) > 6 else 8.5)
        for r, row in enumerate((block.head, *block.rows)):
            for c, text in enumerate(row):
                cell = table.cell(r, c)
                cell.width = Cm(WIDTH_CM * block.widths[c] / total)
                line = cell.paragraphs[0]
                line.style = self.file.styles["Brief cell"]
                run = line.add_run(_legal(text))
                run.font.size, run.bold = size, (r == 0 or c == 0) or None
                kind = block.kinds[r - 1][c] if r and block.kinds else ""
                if kind in INK:
                    _colour(run, INK[kind])
                    _shade(cell._tc.get_or_add_tcPr(), WASH[kind])
        _repeat(table.rows[0])
        for each in table.rows:
            _whole(each)
        after = self.file.add_paragraph(style="Brief small")
        after.paragraph_format.space_after = after.paragraph_format.space_before = Pt(0)


def _right() -> Any:
    from docx.enum.text import WD_TAB_ALIGNMENT

    return WD_TAB_ALIGNMENT.RIGHT


def _element(name: str, **values: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _shade(properties: Any, fill: str) -> None:
    properties.append(_element("shd", val="clear", color="auto", fill=fill))


def _colour(run: Any, colour: str) -> None:
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor.from_string(colour)


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("tblHeader", val="true"))


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("cantSplit", val="true"))


def _lines(table: Any) -> None:
    """Rule a table below its rows only."""
    borders = _element("tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_element(side, val="single", sz="4", space="0", color="BFBFBF"))
    table._tbl.tblPr.append(borders)


def _no_border(style: Any) -> None:
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _all_scripts(style: Any, font: str) -> None:
    """Use a font for every script, where the style names fonts by theme."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)


def _field(run: Any, name: str) -> None:
    """Let Word fill in a number."""
    run._r.append(_element("fldChar", fldCharType="begin"))
    code = _element("instrText")
    code.text = name
    run._r.append(code)
    run._r.append(_element("fldChar", fldCharType="end"))


def _legal(text: str) -> str:
    """Leave out what XML cannot hold at all."""
    return "".join(c for c in text if c in "\t\n" or (ord(c) >= 0x20 and c not in "\ufffe\uffff"))


def _fixed(data: bytes) -> bytes:
    """Return a zip archive with every time in it set to one that never changes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, _EPOCH.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(info, old.read(name))
    return out.getvalue()
