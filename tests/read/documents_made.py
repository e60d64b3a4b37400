"""Documents as other programs write them, made here: for tests of the readers, and as seeds of the fuzz run."""

from __future__ import annotations

import io
import mailbox
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from pathlib import Path

STRIKE = (
    "Government warplanes struck a market in the northern town of Darma on Tuesday, killing at least 25 people and "
    "wounding dozens, according to the provincial health office. Rescue teams dug through the rubble until nightfall, "
    "the office said."
)
DENIAL = (
    "The army denied targeting civilians and said it had hit an “arms depot” used by the rebel coalition. Two "
    "well-known monitors disputed that account; the second counted thirty-five dead, among them eleven children."
)
FLIGHT = (
    "Some 12,400 people have fled the district since 3 March, the refugee agency reported. Most went east towards "
    "Kellim, where schools have been opened as shelters and food is short."
)
PROSE = (STRIKE, DENIAL, FLIGHT)


@cache
def pdf(html: str, css: str = "") -> bytes:
    """The page printed."""
    from weasyprint import HTML

    style = "@page{size:A4;margin:2.2cm 2cm} body{font:10pt 'DejaVu Serif',serif}"
    return bytes(HTML(string=f"<html lang=en><style>{style}{css}</style>{html}</html>").write_pdf())


def paragraphs(*texts: str) -> str:
    """The texts as paragraphs of HTML."""
    return "".join(f"<p>{text}</p>" for text in texts)


def newsletter() -> bytes:
    """Two narrow justified columns under a headline that goes across, with headers, footers and hyphens at line ends."""
    css = (
        "@page{@top-left{content:'Northern Monitor'}@top-right{content:'5 March 2024'}"
        "@bottom-center{content:'Page ' counter(page) ' of ' counter(pages)}}"
        "@page:left{@top-left{content:'Weekly bulletin of the monitor'}}"
        ".c{columns:2;text-align:justify;hyphens:auto}"
    )
    head = "<head><title>Microsoft Word - bulletin_v3.docx</title><meta name=author content='Jane Roe'></head>"
    return pdf(f"{head}<h1>Weekly bulletin no. 14</h1><div class=c>{paragraphs(*PROSE * 9)}</div>", css)


def situation_report() -> bytes:
    """One column with a table, a list, raised footnote marks and a date of its own."""
    head = (
        "<head><title>Situation report no. 14</title><meta name=author content='Example Agency'>"
        "<meta name=dcterms.created content='2024-03-05T10:00:00Z'></head>"
    )
    table = (
        "<table><tr><th>Place<th>Killed<th>Injured<th>Displaced<tr><td>Darma<td>25<td>60<td>9,000"
        "<tr><td>Kellim<td>3<td>12<td>3,400</table>"
    )
    body = f"<h1>Darma province</h1><p>Shelling killed 25<sup>3</sup> people in Darma.</p><h2>Figures</h2>{table}"
    more = (
        "<ul><li>Food is needed for 12,400 people.<li>Roads to the east are closed.</ul><p>Next report: 12 March.</p>"
    )
    return pdf(head + body + more + paragraphs(*PROSE), "td,th{padding:3pt 14pt}")


def scan(pages: int = 1, text: str = STRIKE) -> bytes:
    """Pages that are pictures of their text."""
    import base64

    import pypdfium2

    document = pypdfium2.PdfDocument(pdf(paragraphs(text), "body{font-size:13pt}"))
    picture = io.BytesIO()
    document[0].render(scale=200 / 72, grayscale=True).to_pil().save(picture, "PNG")
    source = f"data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()}"
    image = f"<img src='{source}' style='width:21cm;height:29.7cm;display:block;page-break-after:always'>"
    return pdf(image * pages, "@page{margin:0}")


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(situation_report())))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


_CHANGES = """<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:r><w:t xml:space="preserve">Shelling killed </w:t></w:r>
<w:del w:id="1" w:author="A"><w:r><w:delText>40</w:delText></w:r></w:del>
<w:ins w:id="2" w:author="A"><w:r><w:t>25</w:t></w:r></w:ins>
<w:r><w:t xml:space="preserve"> people</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> of the second battalion</w:t></w:r>
<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r></w:p>"""
_FOOTNOTES = b"""<?xml version="1.0"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>Count of the provincial health office.</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def docx() -> bytes:
    """A report with headings, a list, a table, a tracked change, a hidden run and a footnote."""
    import docx as python_docx
    from lxml import etree

    document = python_docx.Document()
    document.core_properties.title = "Situation in Darma"
    document.core_properties.author = "Jane Roe"
    document.core_properties.modified = datetime(2024, 3, 5, 10, tzinfo=UTC)
    document.add_heading("Situation in Darma", 0)
    document.add_paragraph(STRIKE)
    document.element.body.insert(2, etree.fromstring(_CHANGES))
    document.add_heading("Needs", 1)
    document.add_paragraph("Food for 12,400 people", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Place", "Killed", "Darma", "25"), strict=True):
        cell.text = text
    document.add_paragraph(FLIGHT)
    out = io.BytesIO()
    document.save(out)
    return with_parts(out.getvalue(), {"word/footnotes.xml": _FOOTNOTES})


def plain_docx(*texts: str) -> bytes:
    """A document of paragraphs alone."""
    import docx as python_docx

    document = python_docx.Document()
    for text in texts:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_parts(package: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The ZIP file with these members added, or put in the place of those it has."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in parts:
                new.writestr(info, old.read(info))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def odt() -> bytes:
    """A report with a heading, a list, a table, a footnote, a comment and odd spaces."""
    from odf import dc, meta, office, table, text
    from odf.opendocument import OpenDocumentText

    document = OpenDocumentText()
    for element, value in (
        (dc.Title(), "Situation in Darma"), (meta.InitialCreator(), "Jane Roe"), (dc.Date(), "2024-03-05T10:00:00"),
    ):  # fmt: skip
        element.addText(value)
        document.meta.addElement(element)
    document.text.addElement(text.H(outlinelevel=1, text="Situation in Darma"))
    paragraph = text.P(text="Shelling killed")
    paragraph.addElement(text.S(c=3))
    paragraph.addText("25 people")
    note = text.Note(noteclass="footnote")
    note.addElement(text.NoteCitation(text="1"))
    body = text.NoteBody()
    body.addElement(text.P(text="Count of the provincial health office."))
    note.addElement(body)
    paragraph.addElement(note)
    comment = office.Annotation()
    comment.addElement(text.P(text="Is this right?"))
    paragraph.addElement(comment)
    paragraph.addText(" in Darma.")
    document.text.addElement(paragraph)
    items = text.List()
    item = text.ListItem()
    item.addElement(text.P(text="Food for 12,400 people"))
    items.addElement(item)
    document.text.addElement(items)
    rows = table.Table(name="Figures")
    rows.addElement(table.TableColumn(numbercolumnsrepeated=2))
    for cells in (("Place", "Killed"), ("Darma", "25")):
        row = table.TableRow()
        for words in cells:
            cell = table.TableCell()
            cell.addElement(text.P(text=words))
            row.addElement(cell)
        rows.addElement(row)
    document.text.addElement(rows)
    document.text.addElement(text.P(text=FLIGHT))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mail(body: str = STRIKE, *, html: str = "", attachments: Mapping[str, bytes] | None = None) -> EmailMessage:
    """A message of a press office."""
    message = EmailMessage()
    message["From"] = "Example Wire <desk@wire.example>"
    message["To"] = "readers@wire.example"
    message["Subject"] = "Market struck in Darma – 25 killed"
    message["Date"] = format_datetime(datetime(2024, 3, 5, 23, 30, tzinfo=UTC))
    message["Message-ID"] = "<1@wire.example>"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in (attachments or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def mbox(*messages: EmailMessage) -> bytes:
    """A mailbox of the messages, as Python's own library writes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.mbox")
        box = mailbox.mbox(path)
        for message in messages:
            box.add(message)
        box.close()
        return path.read_bytes()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: Mapping[str, bytes], mode: str = "w") -> bytes:
    """A tar archive; ``mode`` as for :func:`tarfile.open`."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()
