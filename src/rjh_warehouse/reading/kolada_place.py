"""Where a value of a saved Kolada answer stands: its line, the character in it, and its fields as written there."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?|[\[\]{}]')
_FIELD = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:\s*("(?:[^"\\]|\\.)*"|[^\s,\[\]{}]+)')
_VALUE = re.compile(r'"value"\s*:\s*')


@dataclass(frozen=True, slots=True)
class Place:
    """`line` and `place` (character of the line) of the value, from 1; `texts` is field → text, as written."""

    line: int
    place: int
    texts: dict[str, str]


def places(path: Path, rows: Collection[int]) -> dict[int, Place]:
    """Where the innermost values with these running numbers stand.

    Raises:
        OSError: the file cannot be read; also UnicodeError, and ValueError where it is no such answer.
    """
    text = path.read_bytes().decode("utf-8-sig")
    found: dict[int, Place] = {}
    inner: dict[int, tuple[int, int]] = {}  # the open group's values that are looked for: begin and end
    list_span = (0, 0)
    key, number = "", 0
    around: list[tuple[str, int, str]] = []  # mark, where it stands, the name it stands under
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark[0] == '"':
            key = token[1] if token[2] else key
        elif mark in "[{":
            around.append((mark, token.start(), key))
            key = ""
        elif not around:
            raise ValueError("a bracket closes that did not open")
        else:
            _, begin, name = around.pop()
            depth = sum(opened == "[" and under == "values" for opened, _, under in around)
            if mark == "]" and name == "values" and depth == 1:
                list_span = (begin, token.end())
            elif mark == "}" and depth == 2:
                number += 1
                if number in rows:
                    inner[number] = (begin, token.end())
            elif mark == "}" and depth == 1 and inner:
                group = text[begin : list_span[0]] + text[list_span[1] : token.end()]
                found |= {n: _place(text, *span, group) for n, span in inner.items()}
                inner = {}
                if len(found) == len(rows):
                    break
    return found


def _place(text: str, begin: int, end: int, group: str) -> Place:
    """The place of a value's number, or of the value where it has none; `group` is the text round its list."""
    named = _VALUE.search(text, begin, end)
    at = named.end() if named else begin
    before = text[:at].replace("\r\n", "\n").replace("\r", "\n")
    texts = dict(_FIELD.findall(group)) | dict(_FIELD.findall(text[begin:end]))
    return Place(before.count("\n") + 1, at - max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)), texts)
