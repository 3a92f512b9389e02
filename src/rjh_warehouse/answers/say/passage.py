"""A text as sentences and table rows under headings. Places in the text stay what they were: marks become spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rjh_warehouse.answers.say.stated import numbers

LONGEST_HEADING = 110  # characters
PLAIN = 2  # the level of a heading without a mark
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_MARK = re.compile(r"[*`\\]|^[ ]{0,3}>+", re.MULTILINE)
_BULLET = re.compile(r"^\s*(?:[•◦▪·]|[-–*](?=\s))\s*", re.MULTILINE)
_HASHES = re.compile(r"^\s*(#{1,6})\s+")
_SHORTENED = re.compile(
    r"\b(?:ca|t\.?ex|bl\.?a|d\.?v\.?s|m\.?m|milj|mdr|kap|kl|nr|resp|inkl|exkl|f\.?n|s\.?k|st|jfr|avs|prel|sid)\.$", re.I
)
_END = re.compile(r"[.!?](?=[\s\"”»)]*\s+[\"”«(]?[A-ZÅÄÖ0-9−–-])|[.!?](?=\s*$)")


@dataclass(frozen=True)
class Passage:
    """A sentence or a table row: where it starts in the text, where its paragraph does, the headings above it, and the
    table's head."""

    text: str
    start: int
    paragraph: int
    headings: tuple[str, ...]
    head: str = ""
    is_row: bool = False


@dataclass
class _Above:
    """The headings that stand over a line, by their level; the text's first line of its own counts as its title."""

    levels: dict[int, str] = field(default_factory=dict)

    def put(self, level: int, text: str) -> None:
        level = level if self.levels else 0
        self.levels = {n: t for n, t in self.levels.items() if n < level} | {level: text}

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(self.levels[n] for n in sorted(self.levels))


def passages(text: str) -> list[Passage]:
    """The sentences and rows of a text, in order; headings are passages too, for what they state."""
    plain = _BULLET.sub(_blank, _MARK.sub(_blank, _TAG.sub(_blank, text)))
    above, head = _Above(), ""
    found: list[Passage] = []
    for start, block in _blocks(plain):
        level = _heading_level(text[start : start + len(block)], block)
        if "\t" in block or block.count("|") > 1:
            if not numbers(block):
                is_second = bool(found) and found[-1].is_row and not numbers(found[-1].text)
                head = f"{head}\t{block}" if is_second else block
            found.append(Passage(block, start, start, above.texts, head, True))
            continue
        head = ""
        if level is not None:
            if level == PLAIN and above.levels and found and found[-1].text.split() == above.texts[-1].split():
                level = 1  # a second line of the title
            found.append(Passage(block, start, start, above.texts))
            above.put(level, " ".join(block.lstrip(" #").split()))
            continue
        found += [Passage(s, start + at, start, above.texts) for at, s in sentences(block)]
    return found


def sentences(block: str) -> Iterator[tuple[int, str]]:
    """A paragraph's sentences with their places in it; a full stop in a number or after a short form ends none."""
    at = 0
    for end in _END.finditer(block):
        if _SHORTENED.search(block[at : end.end()]) or re.search(r"(^|\s)\d{1,2}\.$", block[at : end.end()]):
            continue
        yield at, block[at : end.end()]
        at = end.end()
    if block[at:].strip():
        yield at, block[at:]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Paragraphs, and single lines where a line is a heading or a table row."""
    at, lines = 0, list[int]()
    for line in text.splitlines(keepends=True):
        alone = "\t" in line or line.count("|") > 1 or _HASHES.match(line)
        if lines and (alone or not line.strip() or _starts_item(text, at)):
            yield lines[0], text[lines[0] : at]
            lines = []
        if alone:
            yield at, line.rstrip("\r\n")
        elif line.strip():
            lines = lines or [at]
        at += len(line)
    if lines:
        yield lines[0], text[lines[0] :]


def _starts_item(text: str, at: int) -> bool:
    """Whether a line is an item of a list: its mark was made to spaces."""
    return text[at : at + 1] in (" ", "\u00a0") and bool(re.match(r"[ \u00a0]+\S", text[at : at + 12]))


def _heading_level(raw: str, block: str) -> int | None:
    """The level of a heading, or None: a marked one, or a short line that ends as no sentence does."""
    if marked := _HASHES.match(raw):
        return len(marked[1])
    line = block.strip()
    if _BULLET.match(raw):
        return None
    is_short = 0 < len(line) <= LONGEST_HEADING and len(line.splitlines()) == 1
    if not is_short or line[-1] in ".!?,;" or line[0].islower() or any(n.has_unit for n in numbers(line)):
        return None
    return PLAIN + 1 if line[-1] == ":" else PLAIN
