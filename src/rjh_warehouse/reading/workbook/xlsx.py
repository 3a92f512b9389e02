"""Workbooks of kind .xlsx and .xlsm (ECMA-376), read as they are stored.

Read here and not by a spreadsheet library: the stored text, its number format, the formula whose value was
never computed and what is hidden are what a delivery must keep, and no fast reader gives them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote
from xml.sax import saxutils

from rjh_warehouse.reading.table.result import Finding
from rjh_warehouse.reading.workbook.bounds import (
    MAX_MERGES,
    MAX_NOTES,
    MAX_PART_BYTES,
    MAX_SHARED_STRING_BYTES,
    MAX_SHARED_STRINGS,
    MAX_SHEETS,
    MAX_SMALL_PART_BYTES,
    MAX_STYLES,
    MAX_TEXT_LENGTH,
    Budget,
    Package,
    parse_xml,
)
from rjh_warehouse.reading.workbook.format import BUILTIN_FORMATS, NumberFormat, number_format
from rjh_warehouse.reading.workbook.sheet import (
    MergedRange,
    RawRow,
    SheetFacts,
    Visibility,
    parse_range,
)
from rjh_warehouse.reading.workbook.xlsx_rows import ESCAPED_LENGTH, OoxmlParts, SheetRows, unescape

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9$:]+)"')
_TRUE = {"1", "true", "on"}
_STATES: dict[str, Visibility] = {"hidden": "hidden", "veryHidden": "very_hidden"}
MAX_PLAIN_STRINGS_BYTES = 32 << 20
_PLAIN_HEAD = re.compile(
    r"\ufeff?(?:<\?xml version=\"1\.0\"(?: encoding=\"(?i:utf-8)\")?[^<>&]*\?>)?\s*<sst(?: [^<>&]*)?>\s*"
)
_ENTITY = re.compile(rb"&[^;<&]{0,8};?")
_ENTITIES = {b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;"}
_QUOTES = {"&quot;": '"', "&apos;": "'"}
_PLAIN_TAIL = re.compile(r"\s*</sst>\s*")
_PLAIN_ITEM = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
MAX_HELD_BYTES = 96 << 20  # a sheet's bytes that are held while it is read


@dataclass(slots=True)
class OoxmlSheet:
    """One worksheet: its part of the package, and its rows as a stream."""

    facts: SheetFacts
    part: str
    shared: OoxmlParts
    held: list[bytes] = field(default_factory=list)  # the part's bytes, kept from looking for merged ranges

    def chunks(self) -> Iterable[bytes]:
        """The part's bytes, unpacked."""
        held, self.held = self.held, []
        return held or self.shared.package.chunks(self.part, MAX_PART_BYTES)

    @property
    def size(self) -> int:
        """Bytes of the part, as the directory says."""
        return self.shared.package.size(self.part) if self.shared.package.has(self.part) else 0

    def raw_rows(self) -> Iterator[RawRow]:
        """Rows with their cells. Raises DeliveryError for broken XML or a passed bound."""
        rows = SheetRows(self.facts, self.shared)
        for _ in parse_xml(iter(self.chunks()), self.shared.budget, rows.start, rows.end, rows.text):
            yield from rows.take()


class OoxmlWorkbook:
    """An opened .xlsx or .xlsm file. Raises DeliveryError when its parts do not hang together."""

    def __init__(self, package: Package, budget: Budget) -> None:
        self._budget = budget
        self.part = main_part(package, "xl/workbook.xml")
        self._relations = relations(package, self.part, budget)
        self.shared = OoxmlParts(package, budget)
        self._listed = self._read_workbook()
        self.findings = say_what_is_not_followed(package, self._relations, budget)
        for kind, target in self._relations.values():
            if kind == "styles" and package.has(target):
                self.shared.styles = read_styles(package, target, budget)
            if kind == "sharedStrings" and package.has(target):
                self.shared.strings = read_shared_strings(package, target, budget)

    def sheets(self) -> Iterator[OoxmlSheet]:
        """The worksheets in the order of their tabs. Chart sheets are said and left."""
        for name, relation, state in self._listed:
            kind, part = self._relations.get(relation, ("", ""))
            facts = SheetFacts(name, _STATES.get(state, "visible"))
            if kind != "worksheet":
                self.findings.append(Finding("finding.not_a_worksheet", sheet=name, found=kind or relation))
                continue
            sheet = OoxmlSheet(facts, part, self.shared)
            chunks: Iterable[bytes] = self.shared.package.chunks(part, MAX_PART_BYTES)
            if sheet.size <= MAX_HELD_BYTES:
                chunks = sheet.held = list(chunks)
            facts.merges = self._merges(name, chunks)
            facts.findings += self._notes(name, part)
            yield sheet

    def _merges(self, sheet: str, chunks: Iterable[bytes]) -> list[MergedRange]:
        """Merged ranges stand after the rows, and headers need them first."""
        found = list(islice(scan(chunks, b"mergeCell ", _MERGE), MAX_MERGES + 1))
        if len(found) > MAX_MERGES:
            raise self._budget.too_large(f"> {MAX_MERGES:,} merged ranges", f"{MAX_MERGES:,}", sheet=sheet)
        try:
            return [parse_range(reference) for reference in found]
        except ValueError as error:
            raise self._budget.corrupt(str(error), sheet=sheet) from error

    def _read_workbook(self) -> list[tuple[str, str, str]]:
        listed: list[tuple[str, str, str]] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "sheet":
                relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
                listed.append((attributes.get("name", ""), relation, attributes.get("state", "visible")))
                if len(listed) > MAX_SHEETS:
                    raise self._budget.too_large(f"> {MAX_SHEETS:,} sheets", f"{MAX_SHEETS:,}")
            elif tag == "workbookPr" and "date1904" in attributes:  # an extension of that name may follow
                self.shared.is_1904 = attributes["date1904"] in _TRUE
            elif tag == "calcPr":
                self.shared.is_uncalculated = attributes.get("fullCalcOnLoad") in _TRUE

        read_part(self.shared.package, self.part, self._budget, start)
        if not listed:
            raise self._budget.corrupt("no sheets")
        return listed

    def _notes(self, sheet: str, part: str) -> list[Finding]:
        found: list[Finding] = []
        for kind, target in relations(self.shared.package, part, self._budget).values():
            if kind == "comments" and self.shared.package.has(target):
                found += _read_notes(self.shared.package, target, self._budget, sheet)
        return found


def main_part(package: Package, default: str) -> str:
    """The workbook's own part, as the package says or by its usual name."""
    for kind, target in relations(package, "", None).values():
        if kind == "officeDocument":
            return target
    return default


def relations(package: Package, part: str, budget: Budget | None) -> dict[str, tuple[str, str]]:
    """Relation id → (last word of its type, part or outside address) of a part."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if not package.has(path):
        return {}
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "")
            if attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, unquote(target))).lstrip("/")
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], target)

    read_part(package, path, budget or Budget(path), start)
    return found


def say_what_is_not_followed(package: Package, related: dict[str, tuple[str, str]], budget: Budget) -> list[Finding]:
    """Findings for links to other files and for macros: never followed, never run."""
    found: list[Finding] = []
    for kind, target in related.values():
        if kind == "externalLink":
            addresses = ", ".join(t for _, t in relations(package, target, budget).values())
            found.append(Finding("finding.external_link", found=addresses or target))
        elif kind == "connections":
            found.append(Finding("finding.external_link", found=target))
        elif kind == "vbaProject":
            found.append(Finding("finding.macro_not_run", found=target))
    return found


def _nothing(_: str) -> None:
    return None


def read_part(
    package: Package,
    part: str,
    budget: Budget,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], object] = _nothing,
    text: Callable[[str], None] = _nothing,
    limit: int = MAX_SMALL_PART_BYTES,
) -> None:
    """Read a whole XML part through handlers. Raises DeliveryError."""
    for _ in parse_xml(package.chunks(part, limit), budget, start, end, text):
        pass


def read_styles(package: Package, part: str, budget: Budget) -> list[NumberFormat]:
    """The number format of every cell style, in the order in which cells name them."""
    codes = dict(BUILTIN_FORMATS)
    styles: list[NumberFormat] = []
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt" and inside and inside[-1] == "numFmts":
            codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "General")
        elif tag == "xf" and inside and inside[-1] == "cellXfs":
            styles.append(number_format(codes.get(int(attributes.get("numFmtId") or "0"), "General")))
            if len(styles) > MAX_STYLES:
                raise budget.too_large(f"> {MAX_STYLES:,} styles", f"{MAX_STYLES:,}")
        inside.append(tag)

    read_part(package, part, budget, start, lambda tag: inside.pop())
    return styles


def read_shared_strings(package: Package, part: str, budget: Budget) -> list[str]:
    """The workbook's shared texts. Raises DeliveryError past the bounds of size, count and length."""
    if package.size(part) <= MAX_PLAIN_STRINGS_BYTES and (plain := _plain_strings(package.read(part))) is not None:
        return plain
    strings: list[str] = []
    pieces: list[str] = []
    state = {"text": False, "phonetic": False}
    length = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal length
        if tag == "si":
            pieces.clear()
            length = 0
        elif tag == "rPh":
            state["phonetic"] = True
        elif tag == "t":
            state["text"] = not state["phonetic"]

    def end(tag: str) -> None:
        if tag == "t":
            state["text"] = False
        elif tag == "rPh":
            state["phonetic"] = False
        elif tag == "si":
            strings.append(unescape("".join(pieces)))
            if len(strings[-1]) > MAX_TEXT_LENGTH:
                raise budget.too_large(f"text > {MAX_TEXT_LENGTH:,}", f"{MAX_TEXT_LENGTH:,}")
            if len(strings) > MAX_SHARED_STRINGS:
                raise budget.too_large(f"> {MAX_SHARED_STRINGS:,} texts", f"{MAX_SHARED_STRINGS:,}")

    def text(data: str) -> None:
        nonlocal length
        if state["text"]:
            pieces.append(data)
            length += len(data)
            if length > MAX_TEXT_LENGTH * ESCAPED_LENGTH:
                raise budget.too_large(f"text > {MAX_TEXT_LENGTH:,}", f"{MAX_TEXT_LENGTH:,}")

    read_part(package, part, budget, start, end, text, MAX_SHARED_STRING_BYTES)
    return strings


def _plain_strings(content: bytes) -> list[str] | None:
    """The texts of a shared strings part that holds nothing but plain ones; None when it holds anything else.

    A quick look that gives what the parser would: the pattern covers every byte between the part's first and last item.
    """
    start, end = content.find(b"<si>"), content.rfind(b"</si>") + len(b"</si>")
    if start < 0 or b"_x" in content or b"<!" in content or b"\r" in content:
        return None
    if b"&" in content and not set(_ENTITY.findall(content)) <= _ENTITIES:
        return None
    try:
        head, body, tail = content[:start].decode(), content[start:end].decode(), content[end:].decode()
    except UnicodeDecodeError:
        return None
    if not _PLAIN_HEAD.fullmatch(head) or not _PLAIN_TAIL.fullmatch(tail):
        return None
    texts = _PLAIN_ITEM.findall(body)
    used = sum(map(len, texts)) + len(texts) * len("<si><t></t></si>")
    used += body.count('<t xml:space="preserve">') * len(' xml:space="preserve"')
    is_whole = used == len(body) and len(texts) <= MAX_SHARED_STRINGS and "\0" not in body
    if not is_whole or max(map(len, texts), default=0) > MAX_TEXT_LENGTH:
        return None
    return [saxutils.unescape(t, _QUOTES) if "&" in t else t for t in texts]


def _read_notes(package: Package, part: str, budget: Budget, sheet: str) -> list[Finding]:
    notes: list[Finding] = []
    pieces: list[str] = []
    state = {"ref": "", "text": ""}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "comment":
            state["ref"] = attributes.get("ref", "")
            pieces.clear()
        state["text"] = tag

    def end(tag: str) -> None:
        state["text"] = ""
        if tag == "comment" and len(notes) < MAX_NOTES:
            row = re.search(r"\d+", state["ref"])
            notes.append(
                Finding(
                    "finding.cell_note",
                    sheet=sheet,
                    row_number=int(row.group()) if row else None,
                    cell=state["ref"],
                    found="".join(pieces).strip(),
                )
            )

    def text(data: str) -> None:
        if state["text"] == "t":
            pieces.append(data)

    read_part(package, part, budget, start, end, text)
    return notes


def scan(chunks: Iterable[bytes], mark: bytes, pattern: re.Pattern[bytes]) -> Iterator[str]:
    """Every first group of a pattern in a stream of bytes, without parsing it; each match holds the mark."""
    tail = b""
    for chunk in chunks:
        block = tail + chunk
        last = 0
        for match in pattern.finditer(block) if mark in block else ():
            yield match.group(1).decode()
            last = match.end()
        tail = block[max(last, len(block) - 256) :]
