"""What a file's first bytes say that it is, whatever it is called."""

from __future__ import annotations

import codecs
import re
import zipfile
from pathlib import Path

_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00")
_PACKED = {
    b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!": "rar",
    b"\x28\xb5\x2f\xfd": "zstd", b"%PDF": "pdf", b"PAR1": "parquet",
}  # fmt: skip
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|table|meta|style)", re.I | re.S
)
_XML = re.compile(r"\s*<\?xml|\s*<[A-Za-z][\w:.-]*(?:\s[^<>]*)?>")


def content_of(path: Path) -> str:
    """What a file holds: "text", "workbook", "html", "xml", "zip", or the name of another kind ("gzip", "pdf" ...).

    An empty file is text. A workbook may still be broken or encrypted.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"PK"):
        return "workbook" if _is_book(path) else "zip"
    if head.startswith(_OLE) or _BIFF.match(head):
        return "workbook"
    packed = next((name for mark, name in _PACKED.items() if head.startswith(mark)), None)
    if packed:
        return packed
    text = _text(head)
    if _HTML.match(text):
        return "html"
    return "xml" if _XML.match(text) and "\n<" in text.replace("><", ">\n<") and text.count("<") > 3 else "text"


def _is_book(path: Path) -> bool:
    """Whether a zip archive holds what a workbook does; one that cannot be opened is left to the workbook reader."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {n.lower() for n in archive.namelist()[:10_000]}
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return True
    return "[content_types].xml" in names or "content.xml" in names or any("workbook." in n for n in names)


def _text(head: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
