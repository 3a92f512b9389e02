"""Workbooks whose bytes depend on their content only: no clock in the file."""

from __future__ import annotations

import io
import re
import zipfile

from openpyxl import Workbook

_STAMP = b"2024-01-01T00:00:00Z"
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms)")
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def workbook_bytes(book: Workbook) -> bytes:
    """The saved workbook with fixed time stamps, so that the same content gives the same bytes."""
    saved = io.BytesIO()
    book.save(saved)
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "docProps/core.xml":
                data = _DATES.sub(rb"\g<1>" + _STAMP + rb"\g<2>", data)
            info = zipfile.ZipInfo(entry.filename, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    return out.getvalue()
