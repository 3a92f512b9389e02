"""The bounds of a workbook, enforced before and while it is read, and what kind of file it is.

No part is ever extracted to disk, no macro run, no link followed and no XML entity expanded. The readers of zipped
workbooks stream, so a hostile file meets a bound below and cannot take the process with it; .xls is read in a process
of its own (`xls_child`). Whatever the file: an answer within MAX_SECONDS, and at most about 1.5 GB of memory.
"""

from __future__ import annotations

import lzma
import re
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from xml.parsers import expat

from rjh_warehouse.reading.table.result import DeliveryError

WorkbookKind = Literal["ooxml", "xlsb", "ods", "xls"]

MAX_FILE_BYTES = 256 << 20  # on disk
MAX_PART_BYTES = 1 << 30  # one part, unpacked
MAX_TOTAL_BYTES = 2 << 30  # all parts, unpacked
MAX_RATIO = 250  # unpacked to packed, for parts above RATIO_FROM_BYTES
RATIO_FROM_BYTES = 64 << 20
MAX_PARTS = 10_000
MAX_SMALL_PART_BYTES = 64 << 20  # styles, comments, workbook parts
MAX_SHEETS = 5_000
MAX_STYLES = 200_000  # spreadsheet programs stop at 65 490
MAX_FORMAT_LENGTH = 1_024  # of a number format's code; spreadsheet programs stop at 255
MAX_XML_DEPTH = 256  # elements inside each other
MAX_XML_TOKEN = 4 << 20  # bytes of one tag
MAX_MERGES = 200_000  # merged ranges of a sheet
MAX_NOTES = 10_000  # notes of a sheet that are told
MAX_SHARED_STRING_BYTES = 256 << 20
MAX_SHARED_STRINGS = 4_000_000
MAX_TEXT_LENGTH = 32_767  # of one cell: the limit of the format itself
MAX_GRID_CELLS = 50_000_000  # cells from column A to each row's last value, over all sheets
WIDE_ROW = 512  # columns; no table of a delivery is wider, but a stray cell may stand far to the right
MAX_WIDE_CELLS = 8_000_000  # the same in wider rows
MAX_XLS_BYTES = 64 << 20
MAX_XLS_MEMORY = 1536 << 20  # of the process that reads an .xls
MAX_XLS_SECONDS = 120  # CPU seconds of that process
MAX_SECONDS = 600.0  # from opening a file to its last row
MAX_MERGED_WIDTH = 512  # columns to which a merged value is repeated
CHUNK_BYTES = 1 << 18

_BROKEN_PART = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError,
    ValueError,
)  # fmt: skip
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_NAME = re.compile(
    b"|".join(f"{n}\0".encode("utf-16-le") for n in ("Workbook", "Book", "EncryptedPackage", "_VBA_PROJECT_CUR")),
    re.IGNORECASE,
)
_BIFF_MAGIC = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00")


class Budget:
    """What is left of time and cells for one file; going past a bound raises DeliveryError."""

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name
        self.ends_at = time.monotonic() + MAX_SECONDS
        self._cells = MAX_GRID_CELLS
        self._wide_cells = MAX_WIDE_CELLS

    def spend_rows(self, count: int, width: int, sheet: str) -> None:
        """Count the cells of some rows, from column A to their last value, as they are given out."""
        self._cells -= count * width
        if self._cells < 0:
            raise self.too_large(f"> {MAX_GRID_CELLS:,} cells", f"{MAX_GRID_CELLS:,}", sheet=sheet)
        if width > WIDE_ROW:
            self._wide_cells -= count * width
            if self._wide_cells < 0:
                found = f"> {MAX_WIDE_CELLS:,} cells (> {WIDE_ROW} columns)"
                raise self.too_large(found, f"{MAX_WIDE_CELLS:,}", sheet=sheet)
        self.check_time()

    def check_time(self) -> None:
        """Called once for every chunk that is read and every row that is given out."""
        if time.monotonic() > self.ends_at:
            raise self.too_slow()

    def too_slow(self, seconds: float | None = None) -> DeliveryError:
        seconds = MAX_SECONDS if seconds is None else seconds
        return DeliveryError("error.workbook_too_slow", file=self.file_name, expected=f"{seconds:.0f}")

    def too_large(self, found: str, expected: str, *, sheet: str | None = None) -> DeliveryError:
        return DeliveryError(
            "error.workbook_too_large", file=self.file_name, sheet=sheet, found=found, expected=expected
        )

    def corrupt(self, found: str, *, sheet: str | None = None) -> DeliveryError:
        return DeliveryError("error.workbook_corrupt", file=self.file_name, sheet=sheet, found=found)


def workbook_kind(path: Path, budget: Budget) -> WorkbookKind:
    """What kind of workbook the file's content is, whatever its name says.

    Raises:
        DeliveryError: too large, encrypted, corrupt or no workbook at all.
    """
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise budget.too_large(f"{size:,} B", f"{MAX_FILE_BYTES:,} B")
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        with open_package(path, budget) as package:
            return _package_kind(package, budget)
    if head.startswith(_OLE_MAGIC):
        return _ole_kind(path, budget)
    if _BIFF_MAGIC.match(head):
        return "xls"
    if not head:
        raise DeliveryError("error.empty_file", file=budget.file_name)
    raise DeliveryError("error.not_a_workbook", file=budget.file_name, found=head[:24].decode("latin-1").strip())


def _package_kind(package: Package, budget: Budget) -> WorkbookKind:
    names = {name.lower() for name in package.names()}
    if "meta-inf/manifest.xml" in names and "content.xml" in names:
        if b"encryption-data" in package.read("META-INF/manifest.xml"):
            raise DeliveryError("error.workbook_encrypted", file=budget.file_name)
        return "ods"
    if any(name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if any(name.endswith("workbook.xml") for name in names) or "[content_types].xml" in names:
        return "ooxml"
    raise DeliveryError("error.not_a_workbook", file=budget.file_name, found="zip")


def _ole_kind(path: Path, budget: Budget) -> WorkbookKind:
    if path.stat().st_size > MAX_XLS_BYTES:
        raise budget.too_large(f"{path.stat().st_size:,} B", f"{MAX_XLS_BYTES:,} B")
    streams = ole_streams(path)
    if "encryptedpackage" in streams:
        raise DeliveryError("error.workbook_encrypted", file=budget.file_name)
    if streams & {"workbook", "book"}:
        return "xls"
    raise DeliveryError("error.not_a_workbook", file=budget.file_name, found="OLE")


def ole_streams(path: Path) -> set[str]:
    """Which of the names that matter here stand in the directory of an OLE file, in small letters.

    An entry of the directory is 128 bytes at a multiple of 128, its name first and the name's length at byte 64.
    """
    content = path.read_bytes()
    found: set[str] = set()
    for entry in _OLE_NAME.finditer(content) if content.startswith(_OLE_MAGIC) else ():
        at, name = entry.start(), entry.group()
        if at % 128 == 0 and content[at + 64 : at + 66] == len(name).to_bytes(2, "little"):
            found.add(name.decode("utf-16-le").rstrip("\0").lower())
    return found


class Package:
    """The parts of a zipped workbook; every read is bounded and nothing touches the disk."""

    def __init__(self, archive: zipfile.ZipFile, budget: Budget) -> None:
        self._archive = archive
        self._budget = budget
        # Some writers use backslashes or other letter case in the names of parts.
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in archive.infolist():
            if self._parts.setdefault(_part_key(info.filename), info) is not info and not info.is_dir():
                raise budget.corrupt(f"{info.filename} × 2")

    def names(self) -> list[str]:
        return [i.filename.replace("\\", "/") for i in self._parts.values()]

    def has(self, part: str) -> bool:
        return _part_key(part) in self._parts

    def size(self, part: str) -> int:
        """Unpacked bytes, as the directory says."""
        return self._parts[_part_key(part)].file_size

    def read(self, part: str, limit: int = MAX_SMALL_PART_BYTES) -> bytes:
        """A whole part. Raises DeliveryError when it is missing, broken or larger than `limit`."""
        return b"".join(self.chunks(part, limit))

    def chunks(self, part: str, limit: int = MAX_PART_BYTES) -> Iterator[bytes]:
        """A part in chunks; the bound holds for what is unpacked, not for what the directory says."""
        info = self._parts.get(_part_key(part))
        if info is None:
            raise self._budget.corrupt(f"{part} missing")
        if info.file_size > limit:
            raise self._budget.too_large(f"{part}: {info.file_size:,} B", f"{limit:,} B")
        read = 0
        try:
            with self._archive.open(info) as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    read += len(chunk)
                    if read > limit:
                        raise self._budget.too_large(f"{part}: > {limit:,} B", f"{limit:,} B")
                    self._budget.check_time()
                    yield chunk
        except _BROKEN_PART as error:
            raise self._budget.corrupt(f"{part}: {error}") from error


def _part_key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


@contextmanager
def open_package(path: Path, budget: Budget) -> Iterator[Package]:
    """Open a zipped workbook after looking at its directory: counts, sizes and ratios.

    Raises:
        DeliveryError: no zip, truncated, encrypted, or larger than the bounds allow.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise budget.corrupt(str(error)) from error
    with archive:
        _check_directory(archive, budget)
        yield Package(archive, budget)


def _check_directory(archive: zipfile.ZipFile, budget: Budget) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_PARTS:
        raise budget.too_large(f"{len(entries):,} parts", f"{MAX_PARTS:,}")
    total = sum(e.file_size for e in entries)
    if total > MAX_TOTAL_BYTES:
        raise budget.too_large(f"{total:,} B", f"{MAX_TOTAL_BYTES:,} B")
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise DeliveryError("error.workbook_encrypted", file=budget.file_name)
        if entry.file_size > MAX_PART_BYTES:
            raise budget.too_large(f"{entry.filename}: {entry.file_size:,} B", f"{MAX_PART_BYTES:,} B")
        ratio = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > RATIO_FROM_BYTES and ratio > MAX_RATIO:
            raise budget.too_large(f"{entry.filename}: 1:{ratio:.0f}", f"1:{MAX_RATIO}")


def parse_xml(
    chunks: Iterator[bytes],
    budget: Budget,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], object],
    text: Callable[[str], None],
) -> Iterator[None]:
    """Feed an XML part through a parser, one step per chunk; the last step is after its end. Raises DeliveryError."""
    parser = XmlParser(budget, start, end, text)
    for chunk in chunks:
        parser.feed(chunk)
        yield
    parser.feed(b"", is_last=True)
    yield


class XmlParser:
    """Expat with these handlers, within bounds. Names come without their prefix."""

    def __init__(
        self,
        budget: Budget,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], object],
        text: Callable[[str], None],
    ) -> None:
        self._budget = budget
        self._depth = self._fed = 0
        self._start, self._end = start, end
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start_element
        parser.EndElementHandler = self._end_element
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, data: bytes, *, is_last: bool = False, sheet: str | None = None) -> None:
        """Parse more of the part.

        Raises:
            DeliveryError: the XML is broken, nested beyond all reason, has an endless tag, or declares a document type
                (no entity is ever expanded).
        """
        try:
            self._parser.Parse(data, is_last)
        except (expat.ExpatError, LookupError, ValueError, OverflowError) as error:
            raise self._budget.corrupt(f"XML: {error}", sheet=sheet) from error
        self._fed += len(data)
        if self._fed - self._parser.CurrentByteIndex > MAX_XML_TOKEN and not is_last:
            raise self._budget.too_large(f"XML tag > {MAX_XML_TOKEN:,} B", f"{MAX_XML_TOKEN:,} B", sheet=sheet)

    def _start_element(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_XML_DEPTH:
            raise self._budget.too_large(f"XML depth > {MAX_XML_DEPTH}", str(MAX_XML_DEPTH))
        self._start(name.rpartition(":")[2], attributes)

    def _end_element(self, name: str) -> None:
        self._depth -= 1
        self._end(name.rpartition(":")[2])

    def _refuse(self, *_: object) -> None:
        raise self._budget.corrupt("<!DOCTYPE")
