"""Notes that prove themselves: JSON files that end with the digest of all that stands before it.

A note of before there were seals has none, and is taken as it is.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from rjh_warehouse.folders import Unreadable

_MARK = b',\n "digest": "'
_END = b'"\n}'


class Damaged(Exception):
    """A note that is not what was written: cut off, overwritten or with a changed byte."""

    def __init__(self, path: Path, found: str) -> None:
        super().__init__(f"{path}: {found}")
        self.path = path
        self.found = found


def seal(value: dict[str, Any]) -> bytes:
    """The note's JSON (not an empty one) with its digest as the last key."""
    text = json.dumps(value, ensure_ascii=False, indent=1, default=str).encode("utf-8", "backslashreplace")
    body = text.removesuffix(b"\n}")
    return body + _MARK + hashlib.sha256(body).hexdigest().encode() + _END


def unseal(data: bytes, path: Path) -> dict[str, Any]:
    """The note without its digest. Raises Damaged when it is no JSON object or differs from its digest."""
    body, mark, digest = data.rpartition(_MARK)
    if mark and digest != hashlib.sha256(body).hexdigest().encode() + _END:
        raise Damaged(path, "the digest differs")
    try:
        value = json.loads(data)
    except ValueError as error:
        raise Damaged(path, str(error)) from error
    if not isinstance(value, dict):
        raise Damaged(path, "no JSON object")
    value.pop("digest", None)
    return value


def is_sealed(data: bytes) -> bool:
    """Whether a note has a digest (right or not)."""
    return _MARK in data


def read_note(path: Path) -> dict[str, Any]:
    """A note from its file.

    Raises:
        FileNotFoundError: there is none.
        Unreadable: it may not be read.
        Damaged: it is not what was written, or the disk does not give it back.
    """
    try:
        return unseal(path.read_bytes(), path)
    except FileNotFoundError:
        raise
    except PermissionError as error:
        raise Unreadable(path, error) from error
    except OSError as error:
        raise Damaged(path, error.strerror or str(error)) from error
