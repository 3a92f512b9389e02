"""Whether a page says what the file that it names says: made again from that file, and compared figure by figure.

The number that a reader sees is held as well as the attributes; what is no figure (sentences, marks, drawings) is held
to what the same package makes of the same file.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Literal

Key = tuple[str, str, str]
ABOUT = ("report", "board", "language", "source", "release", "package")


class NotAReport(Exception):
    """The file is not a page of `rjh report`."""


@dataclass(frozen=True)
class Figure:
    """A figure as a page has it: which one, every digit of it, and the text that is read."""

    query: str
    key: str
    column: str
    value: str
    text: str

    @property
    def place(self) -> Key:
        return self.query, self.key, self.column


@dataclass(frozen=True)
class Difference:
    """What a page says and what the file says of one figure, or of a stretch of the page that is none."""

    kind: Literal["value", "text", "gone", "unknown", "page"]
    place: str
    found: str
    expected: str


@dataclass
class ReadPage(HTMLParser):
    """A page taken apart: what it is of, its figures, and everything else as a row of pieces."""

    about: dict[str, str] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: dict[str, str] | None = None
        self._text: list[str] | None = None

    @property
    def month(self) -> dt.date:
        """The first day of the month. Raises NotAReport."""
        try:
            return dt.date.fromisoformat(f"{self.about['report']}-01")
        except (KeyError, ValueError) as error:
            raise NotAReport from error

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "main":
            self.about = {name: told.get(f"data-{name}", "") for name in ABOUT}
        if "data-query" in told:
            self._open = told
        elif tag == "summary" and self._open is not None:
            self._text = []
        shown = " ".join(f'{k}="{v}"' for k, v in sorted(told.items()) if k != "data-value")
        self.pieces.append(f"<{tag} {shown}>" if shown else f"<{tag}>")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)
        elif data.strip():
            self.pieces.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "summary" and self._open is not None and self._text is not None:
            at = self._open
            place = (at.get("data-query", ""), at.get("data-key", ""), at.get("data-column", ""))
            self.figures.append(Figure(*place, at.get("data-value", ""), "".join(self._text)))
            self._open = self._text = None
        self.pieces.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.pieces.append(f"<!--{data}-->")


def read_page(text: str) -> ReadPage:
    """Take a page apart. Raises NotAReport."""
    page = ReadPage()
    page.feed(text)
    page.close()
    if not all(page.about.get(name) for name in ABOUT):
        raise NotAReport
    return page


def differences(page: ReadPage, again: ReadPage) -> list[Difference]:
    """Each figure of a page that is not what the file gives, then what differs beside the figures."""
    found = _figures(page, again)
    start, end = _apart(page.pieces, again.pieces)
    here, there = page.pieces[start : len(page.pieces) - end], again.pieces[start : len(again.pieces) - end]
    for name, a, b, c, d in SequenceMatcher(None, here, there).get_opcodes():
        if name != "equal":
            found.append(Difference("page", "", " ".join(here[a:b]), " ".join(there[c:d])))
    return found


def _apart(one: list[str], other: list[str]) -> tuple[int, int]:
    """How many pieces two pages have in common at their start, and at their end."""
    most = min(len(one), len(other))
    start = next((n for n in range(most) if one[n] != other[n]), most)
    end = next((n for n in range(most - start) if one[-1 - n] != other[-1 - n]), most - start)
    return start, end


def _figures(page: ReadPage, again: ReadPage) -> list[Difference]:
    expected: dict[Key, list[Figure]] = {}
    for figure in again.figures:
        expected.setdefault(figure.place, []).append(figure)
    found: list[Difference] = []
    for figure in page.figures:
        place = " ".join(figure.place)
        if not expected.get(figure.place):
            found.append(Difference("unknown", place, figure.text, ""))
            continue
        right = expected[figure.place].pop(0)
        if figure.value != right.value:
            found.append(Difference("value", place, figure.value, right.value))
        if figure.text != right.text:
            found.append(Difference("text", place, figure.text, right.text))
    left = Counter({figure: 1 for figures in expected.values() for figure in figures})
    return found + [Difference("gone", " ".join(f.place), "", f.text) for f in left]
