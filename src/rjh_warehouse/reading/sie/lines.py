"""The lines of a SIE file as records: a label, its fields, and the voucher that a row stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rjh_warehouse.reading.table.result import DeliveryError

MAX_FILE_BYTES = 256 << 20
MAX_LINE = 1 << 16
_HEAD = 4096
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*#FLAGGA\s+\"?[01]\b", re.IGNORECASE)
_SWEDISH_437 = re.compile(rb"[\x86\x84\x94\x8f\x8e\x99]")  # å ä ö Å Ä Ö in CP437
_SWEDISH_1252 = re.compile(rb"[\xe5\xe4\xf6\xc5\xc4\xd6]")
_QUOTED = r'"((?:\\.|[^"\\])*)"'
_TOKEN = re.compile(_QUOTED + r'|\{((?:"(?:\\.|[^"\\])*"|[^{}"])*)\}|([^\s"{}]+)')
Objects = dict[str, str]  # dimension → object


@dataclass(frozen=True, slots=True)
class SieRecord:
    """One line that begins with #: `fields` are its plain fields, `objects` what stands in its braces."""

    row_number: int
    label: str
    fields: tuple[str, ...]
    objects: Objects = field(default_factory=dict)
    voucher: SieRecord | None = None  # the #VER that the row stands in
    text: str = ""

    def at(self, index: int) -> str | None:
        """A field from 0, or None where the line is shorter."""
        return self.fields[index] if index < len(self.fields) else None


def is_sie(path: Path) -> bool:
    """Whether a file's content is SIE, whatever it is called. Raises OSError."""
    with path.open("rb") as file:
        return _BEGINS.match(file.read(_HEAD)) is not None


def sie_encoding(content: bytes) -> str:
    """CP437 as the standard demands, unless the letters show that the program wrote another."""
    if content.isascii():
        return "cp437"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        is_1252 = len(_SWEDISH_1252.findall(content)) > len(_SWEDISH_437.findall(content))
        return "cp1252" if is_1252 else "cp437"
    return "utf-8-sig"


def read_text(path: Path) -> tuple[str, str]:
    """The file's text and its encoding.

    Raises:
        DeliveryError: the file is larger than MAX_FILE_BYTES.
    """
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise DeliveryError(
            "error.json_too_large", file=path.name, found=f"{size:,} B", expected=f"{MAX_FILE_BYTES:,} B"
        )
    content = path.read_bytes()
    encoding = sie_encoding(content)
    return content.decode(encoding, "replace"), encoding


def records(text: str, file_name: str) -> Iterator[SieRecord]:
    """Each line with a label, in the file's order; blank lines and lone braces give none.

    Raises:
        DeliveryError: a line that is no record, or longer than MAX_LINE.
    """
    voucher: SieRecord | None = None
    is_inside = False
    for number, raw in enumerate(re.split("\r\n|\n|\r", text), start=1):
        line = raw.strip(" \t\x1a\x00")
        if line in ("{", "}"):
            is_inside = line == "{"
            continue
        if not line:
            continue
        if len(line) > MAX_LINE or not line.startswith("#"):
            raise DeliveryError("error.sie_line", file=file_name, row=number, found=line[:80])
        record = _record(number, line, voucher if is_inside else None)
        if record.label == "#VER":
            voucher, is_inside = record, False
        yield record


def _record(number: int, line: str, voucher: SieRecord | None) -> SieRecord:
    label, _, rest = line.partition(" ") if " " in line else line.partition("\t")
    fields: list[str] = []
    objects: Objects = {}
    for token in _TOKEN.finditer(rest):
        if token[2] is None:
            fields.append(_plain(token))
        else:
            parts = [_plain(t) for t in _TOKEN.finditer(token[2])]
            objects |= dict(zip(parts[::2], parts[1::2], strict=False))
    return SieRecord(number, label.upper(), tuple(fields), objects, voucher, line)


def _plain(token: re.Match[str]) -> str:
    """A field without its quotation marks, in which a backslash keeps the mark after it."""
    return re.sub(r"\\(.)", r"\1", token[1]) if token[1] is not None else token[3] or ""
