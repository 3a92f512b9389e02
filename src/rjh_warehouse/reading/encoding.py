"""How a text file's bytes become characters: byte order mark, UTF-16, then the contract's encodings in order."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from rjh_warehouse.reading.result import DeliveryError, Finding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHUNK = 1 << 22
_HEAD = 4096
# Swedish letters of UTF-8 read as cp1252: a file of mixed encodings.
_MOJIBAKE = tuple(letter.encode() for letter in "åäöÅÄÖé")


@dataclass(frozen=True, slots=True)
class Decoding:
    """An encoding that decodes the whole file, and the bytes of the mark before the text."""

    encoding: str
    mark_bytes: int = 0
    finding: Finding | None = None


def find_encoding(path: Path, candidates: tuple[str, ...]) -> Decoding:
    """The encoding of a text file. A byte order mark decides; without one the first candidate that fits.

    Raises:
        DeliveryError: `error.encoding` with the first line that no candidate can decode, `error.empty_file`.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise DeliveryError("error.empty_file", file=path.name)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            _demand(path, encoding, len(mark))
            return Decoding(encoding, len(mark))
    if (encoding_16 := _unmarked_utf16(head)) is not None:
        _demand(path, encoding_16, 0)
        return Decoding(encoding_16)
    for encoding in candidates:
        if _first_fault(path, encoding, 0) is None:
            return Decoding(_plain_name(encoding), 0, _mixture(path, encoding))
    _demand(path, candidates[-1], 0)
    raise AssertionError("a candidate that fits was refused")


def _demand(path: Path, encoding: str, skip: int) -> None:
    fault = _first_fault(path, encoding, skip)
    if fault is not None:
        line, found = fault
        raise DeliveryError("error.encoding", file=path.name, row=line, found=found, expected=encoding)


def _first_fault(path: Path, encoding: str, skip: int) -> tuple[int, str] | None:
    """The line of the first bytes that do not decode, and those bytes in hexadecimal."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines = 1
    with path.open("rb") as file:
        file.seek(skip)
        while True:
            chunk = file.read(_CHUNK)
            try:
                if chunk.isascii() and chunk and decoder.getstate()[0] == b"" and "16" not in encoding:
                    lines += chunk.count(b"\n")
                    continue
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                data = error.object if isinstance(error.object, bytes) else chunk
                return lines + data[: error.start].count(b"\n"), data[error.start : error.start + 4].hex(" ")
            lines += chunk.count(b"\n")
            if not chunk:
                return None


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
    lines = 1
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if not chunk.isascii():
                for letter in _MOJIBAKE:
                    if (at := chunk.find(letter)) >= 0:
                        row = lines + chunk[:at].count(b"\n")
                        return Finding("finding.mixed_encoding", row_number=row, found=letter.decode(encoding))
            lines += chunk.count(b"\n")
    return None
