"""The report as a Word document that others edit: real headings, tables with header rows, and its language."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

_UNKEPT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""
_LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}
_A4 = (Cm(21), Cm(29.7))
_WIDTHS = {2: (3.8, 13.2), 3: (10.2, 3.6, 3.2), 4: (3.4, 3.0, 4.6, 6.0), 5: (3.0, 4.4, 4.0, 3.2, 2.4)}
"""Centimetres for each column, by how many there are."""


def docx(*, values: Mapping[str, Any], at: datetime) -> bytes:
    """The document that these values make; ``at`` is the instant that it bears."""
    document = _empty(values, at)
    _head(document, values)
    _contents(document, values)
    document.add_heading(_text(values["overview_heading"]), 1)
    if not values["matters"]:
        document.add_paragraph(_text(values["empty"]))
    _table(document, values["overview"])
    for matter in values["matters"]:
        document.add_heading(_text(matter["heading"]), 1)
        _facts(document, matter["facts"])
        for section in matter["sections"]:
            _section(document, section)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _empty(values: Mapping[str, Any], at: datetime) -> WordDocument:
    """A document with its page, its styles, its language and what it is called."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = _A4
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Calibri", Pt(10.5)
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Caption"):
        _blacken(document.styles[name])
    contents = document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    contents.base_style = document.styles["Normal"]
    _speak(document, _LOCALES[values["lang"]])
    known = document.core_properties
    known.title, known.language = _text(values["title"]), _LOCALES[values["lang"]]
    known.subject, known.author = _text(values["symbol"]), ""
    known.comments, known.created, known.modified = "", at, at
    page.different_first_page_header_footer = True  # the first page has the symbol in its head
    page.header.paragraphs[0].text = _text(values["symbol"])
    for foot in (page.first_page_footer, page.footer):
        _numbered(foot.paragraphs[0], _text(values["footer"]))
    return document


def _blacken(style: Any) -> None:
    """Black, as a document of a meeting is."""
    style.font.color.rgb = RGBColor(0, 0, 0)


def _speak(document: WordDocument, locale: str) -> None:
    """Says in which language a screen reader reads the text."""
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), locale)


def _head(document: WordDocument, values: Mapping[str, Any]) -> None:
    symbol = document.add_paragraph()
    symbol.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    symbol.add_run(_text(values["symbol"])).bold = True
    document.add_paragraph(_text(values["organisation"]))
    document.add_paragraph(_text(values["meeting"]))
    document.add_heading(_text(values["title"]), 0)
    if values["state"]:
        document.add_paragraph(style="Intense Quote").add_run(_text(values["state"])).bold = True
    _facts(document, values["facts"])
    for words in values["introduction"]:
        document.add_paragraph(_text(words))


def _contents(document: WordDocument, values: Mapping[str, Any]) -> None:
    """A table of contents that Word brings up to date; until then it names the parts without their pages."""
    document.add_paragraph(style="Subtitle").add_run(_text(values["contents"]))
    lines = [values["overview_heading"], *(matter["heading"] for matter in values["matters"])]
    first = document.add_paragraph(style="toc 1")
    _field(first, "begin")
    _instruction(first, r'TOC \o "1-1" \h \z \u')
    _field(first, "separate")
    first.add_run(_text(lines[0]))
    last = first
    for line in lines[1:]:
        last = document.add_paragraph(_text(line), style="toc 1")
    _field(last, "end")


def _numbered(paragraph: Paragraph, words: str) -> None:
    """What stands at the foot of each page, with its number."""
    paragraph.add_run(f"{words}\t\t")
    _field(paragraph, "begin")
    _instruction(paragraph, "PAGE")
    _field(paragraph, "separate")
    paragraph.add_run("1")
    _field(paragraph, "end")


def _field(paragraph: Paragraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _instruction(paragraph: Paragraph, words: str) -> None:
    mark = OxmlElement("w:instrText")
    mark.set(qn("xml:space"), "preserve")
    mark.text = words
    paragraph.add_run()._r.append(mark)


def _facts(document: WordDocument, rows: Iterable[Sequence[str]]) -> None:
    for label, text in rows:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(f"{_text(label)}: ").bold = True
        paragraph.add_run(_text(text))


def _section(document: WordDocument, section: Mapping[str, Any]) -> None:
    document.add_heading(_text(section["heading"]), 2)
    for one in section["texts"]:
        paragraph = document.add_paragraph()
        if one["lead"]:
            paragraph.add_run(f"{_text(one['lead'])}\n").bold = True
        paragraph.add_run(_text(one["text"]))
    for found in section["tables"]:
        _table(document, found)


def _table(document: WordDocument, found: Mapping[str, Any]) -> None:
    """The caption, then a header row that is repeated on every page; the first cell names its row."""
    if not found["rows"]:
        return
    caption = document.add_paragraph(style="Caption")
    caption.add_run(_text(found["caption"]))
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=len(found["columns"]), style="Table Grid")
    table.autofit = False
    _row(table, found["columns"], bold=range(len(found["columns"])), header=True)
    for cells in found["rows"]:
        _row(table, cells, bold=(0,))
    document.add_paragraph()


def _row(table: Any, cells: Sequence[str], *, bold: Iterable[int], header: bool = False) -> None:
    row, strong = table.add_row(), set(bold)
    for at, (cell, text, width) in enumerate(zip(row.cells, cells, _WIDTHS[len(cells)], strict=True)):
        cell.width = Cm(width)
        run = cell.paragraphs[0].add_run(_text(text))
        run.bold, run.font.size = at in strong, Pt(9)
    kept = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if header else ())):
        kept.append(OxmlElement(name))


def _text(text: str) -> str:
    return _UNKEPT.sub("", text)
