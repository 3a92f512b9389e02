"""Workbooks written part by part, so that a test can say exactly what stands in the file."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Style 0 General, 1 date, 2 percent with a decimal, 3 five-digit code, 4 one decimal, 5 duration.
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="4"><numFmt numFmtId="164" formatCode="0.0%"/>'
    '<numFmt numFmtId="165" formatCode="00000"/><numFmt numFmtId="166" formatCode="#,##0.0\\ &quot;tkr&quot;"/>'
    '<numFmt numFmtId="167" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>'
    '<xf numFmtId="167"/></cellXfs></styleSheet>'
)


def relations(*targets: tuple[str, str, str]) -> str:
    """A relationships part of (id, kind, target)."""
    inside = "".join(
        f'<Relationship Id="{i}" Type="{RELATIONS}/{kind}" Target="{escape(target)}"/>' for i, kind, target in targets
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'


def write_zip(path: Path, parts: dict[str, str | bytes]) -> Path:
    """A zip file of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> str:
    """A worksheet part with these `<row>` elements."""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def write_xlsx(
    path: Path,
    sheets: dict[str, str],
    *,
    states: dict[str, str] | None = None,
    strings: str | None = None,
    is_1904: bool = False,
    more: dict[str, str | bytes] | None = None,
    more_relations: tuple[tuple[str, str, str], ...] = (),
) -> Path:
    """An .xlsx file of worksheet parts by sheet name; `strings` is the inside of the shared strings part."""
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"'
        + (f' state="{states[name]}"' if states and name in states else "")
        + "/>"
        for i, name in enumerate(sheets, start=1)
    )
    targets = [(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
    targets += [("rIdS", "styles", "styles.xml"), *more_relations]
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><workbookPr'
        f"{' date1904=' + chr(34) + '1' + chr(34) if is_1904 else ''}/><sheets>{listed}</sheets></workbook>",
        "xl/styles.xml": HEAD + STYLES,
    }
    if strings is not None:
        targets.append(("rIdT", "sharedStrings", "sharedStrings.xml"))
        parts["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}">{strings}</sst>'
    parts["xl/_rels/workbook.xml.rels"] = relations(*targets)
    for i, content in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{i}.xml"] = content
    return write_zip(path, {**parts, **(more or {})})


def text_cell(address: str, text: str) -> str:
    """A cell with its text inline."""
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def record(number: int, content: bytes = b"") -> bytes:
    """A binary record of an .xlsb part."""
    head = bytes([number]) if number < 0x80 else bytes([(number & 0x7F) | 0x80, number >> 7])
    size, rest = b"", len(content)
    while True:
        size += bytes([(rest & 0x7F) | (0x80 if rest > 0x7F else 0)])
        rest >>= 7
        if not rest:
            return head + size + content


def wide(text: str) -> bytes:
    """A text of an .xlsb record."""
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def write_xlsb(path: Path, sheets: dict[str, bytes], *, hidden: tuple[str, ...] = (), shared: tuple[str, ...] = (),
               formats: tuple[str, ...] = ("0.0%", "yyyy\\-mm\\-dd"),
               more: dict[str, str | bytes] | None = None) -> Path:  # fmt: skip
    """An .xlsb file of sheet records by name. Style 0 is General; style n has the n-th of `formats`."""
    book = record(131) + record(153, struct.pack("<III", 0, 0, 0)) + record(143)
    for i, name in enumerate(sheets, start=1):
        book += record(156, struct.pack("<II", int(name in hidden), i) + wide(f"rId{i}") + wide(name))
    book += record(144) + record(132)
    styles = record(278) + record(615, struct.pack("<I", len(formats)))
    styles += b"".join(record(44, struct.pack("<H", 164 + i) + wide(f)) for i, f in enumerate(formats)) + record(616)
    styles += record(626, struct.pack("<I", 1)) + record(47, struct.pack("<HH", 0xFFFF, 9) + bytes(12)) + record(627)
    styles += record(617, struct.pack("<I", 1 + len(formats)))
    for number in (0, *range(164, 164 + len(formats))):
        styles += record(47, struct.pack("<HH", 0, number) + bytes(12))
    styles += record(618) + record(279)
    texts = record(159, struct.pack("<II", len(shared), len(shared)))
    texts += b"".join(record(19, b"\0" + wide(t)) for t in shared) + record(160)
    targets = [(f"rId{i}", "worksheet", f"worksheets/sheet{i}.bin") for i in range(1, len(sheets) + 1)]
    targets += [("rIdS", "styles", "styles.bin"), ("rIdT", "sharedStrings", "sharedStrings.bin")]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f"{HEAD}<Types/>",
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": relations(*targets),
        "xl/styles.bin": styles,
        "xl/sharedStrings.bin": texts,
    }
    for i, content in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{i}.bin"] = content
    return write_zip(path, {**parts, **(more or {})})


def xlsb_sheet(rows: dict[int, list[bytes]], *, hidden_rows: tuple[int, ...] = (), after: bytes = b"",
               columns: bytes = b"", size: tuple[int, int] = (100, 20)) -> bytes:  # fmt: skip
    """The records of an .xlsb sheet from its cells' records by row (from 1)."""
    content = record(129) + record(148, struct.pack("<IIII", 0, size[0], 0, size[1])) + columns + record(145)
    for row, cells in rows.items():
        flags = 0x10 if row in hidden_rows else 0
        content += record(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, flags, 0, 0)) + b"".join(cells)
    return content + record(146) + after + record(130)


def xlsb_cell(number: int, column: int, value: bytes, style: int = 0) -> bytes:
    """A cell's record: record number, column (from 1), content and style."""
    return record(number, struct.pack("<II", column - 1, style) + value)


ODS_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"),
    )
) + ' xmlns:xlink="http://www.w3.org/1999/xlink"' \
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'  # fmt: skip
ODS_STYLES = (
    '<number:percentage-style style:name="N1"><number:number number:decimal-places="1"/></number:percentage-style>'
    '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


def write_ods(path: Path, tables: str, *, encrypted: bool = False, styles: str = "") -> Path:
    """An .ods file with these `<table:table>` elements."""
    manifest = "<manifest><encryption-data/></manifest>" if encrypted else "<manifest/>"
    content = (
        f"{HEAD}<office:document-content {ODS_NAMES}>"
        f"<office:automatic-styles>{ODS_STYLES}{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return write_zip(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": HEAD + manifest,
            "content.xml": content,
        },
    )
