"""How a text file's bytes become characters: byte order mark, UTF-16, then the contract's encodings in
order."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from rjh_warehouse.reading.table.result import DeliveryError, Finding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHUNK = 1 << 22
_HEAD = 4096
# å, ä and ö inside words, as older systems write them; bytes that stand in no word of cp1252.
_OLDER = {
    "cp437": re.compile(rb"[A-Za-z][\x86\x84\x94][a-z]|[\s;,][\x8f\x8e\x99][a-z]"),
    "mac_roman": re.compile(rb"[A-Za-z][\x8c\x8a\x9a][a-z]"),
}
_IN_CP1252 = re.compile(rb"[A-Za-z][\xe5\xe4\xf6\xe9][a-z]")
# Swedish letters of UTF-8 read as cp1252: a file of mixed encodings.
_MOJIBAKE = frozenset(letter.encode() for letter in "åäöÅÄÖé")


@dataclass(frozen=True, slots=True)
class Decoding:
    """An encoding that decodes the whole file, and the bytes of the mark before the text."""

    encoding: str
    mark_bytes: int = 0
    finding: Finding | None = None


def find_encoding(path: Path, candidates: tuple[str, ...]) -> Decoding:
    """The encoding of a text file. A byte order mark decides; without one the first candidate that fits.

    The last candidate is not tried: whether it decodes shows when the file is read (see `encoding_error`).

    Raises:
        DeliveryError: `error.empty_file`.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise DeliveryError("error.empty_file", file=path.name)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return Decoding(encoding, len(mark))
    if (encoding_16 := _unmarked_utf16(head)) is not None:
        return Decoding(encoding_16)
    for encoding in candidates[:-1]:
        if fault_of(path, encoding, 0) is None:
            return Decoding(_plain_name(encoding), 0, _mixture(path, encoding))
    last = candidates[-1]  # nothing else is left to try: a fault shows while the file is read
    if _plain_name(last) == "cp1252" and (older := _older_encoding(path)):
        return Decoding(older, 0, Finding("finding.other_encoding", found=older, expected=last))
    return Decoding(_plain_name(last), 0, _mixture(path, last))


def _older_encoding(path: Path) -> str | None:
    """CP437 or Mac Roman where the file's first letters show it, and nothing in them is cp1252."""
    with path.open("rb") as file:
        chunk = file.read(_CHUNK)
    if chunk.isascii() or _IN_CP1252.search(chunk):
        return None
    counts = {encoding: len(pattern.findall(chunk)) for encoding, pattern in _OLDER.items()}
    best = max(counts, key=lambda encoding: counts[encoding])
    return best if counts[best] else None


def encoding_error(path: Path, decoding: Decoding) -> DeliveryError:
    """What to say of a file that its encoding did not decode: the line and the bytes of the first fault."""
    line, found = fault_of(path, decoding.encoding, decoding.mark_bytes) or (1, "")
    return DeliveryError("error.encoding", file=path.name, row=line, found=found, expected=decoding.encoding)


def fault_of(path: Path, encoding: str, skip: int) -> tuple[int, str] | None:
    """The line of the first bytes that do not decode, and those bytes in hexadecimal; None when all do."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    begin = skip
    with path.open("rb") as file:
        file.seek(skip)
        while True:
            chunk = file.read(_CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                at = begin + error.start
                return _line_at(path, at, encoding), error.object[error.start : error.start + 4].hex(" ")
            if not chunk:
                return None
            begin = file.tell() - len(decoder.getstate()[0])


def _line_at(path: Path, place: int, encoding: str) -> int:
    """The physical line in which a byte stands."""
    lines, left = 1, place
    with path.open("rb") as file:
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            lines += chunk.count("\n".encode(encoding)) if "16" not in encoding else chunk.count(b"\n")
            left -= len(chunk)
    return lines


def _unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark shows as a zero byte beside nearly every letter."""
    half = len(head) // 2
    if half >= 8 and head[1::2].count(0) > 0.7 * half and head[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if half >= 8 and head[0::2].count(0) > 0.7 * half and head[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _plain_name(encoding: str) -> str:
    return "utf-8" if codecs.lookup(encoding).name in ("utf-8", "utf-8-sig") else codecs.lookup(encoding).name


def _mixture(path: Path, encoding: str) -> Finding | None:
    """Letters in UTF-8 inside a file that only decodes as a one-byte encoding."""
    if _plain_name(encoding) == "utf-8":
        return None
    begin = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if not chunk.isascii():
                at = chunk.find(b"\xc3")  # begins å, ä, ö and é in UTF-8; a rare capital by itself
                while at >= 0:
                    if (letter := chunk[at : at + 2]) in _MOJIBAKE:
                        row = _line_at(path, begin + at, encoding)
                        return Finding("finding.mixed_encoding", row_number=row, found=letter.decode(encoding))
                    at = chunk.find(b"\xc3", at + 1)
            begin += len(chunk)
    return None
