"""A plan's own sentences: a text that repeats one must repeat its numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from rjh_warehouse.answers.say.mentions import content_words
from rjh_warehouse.answers.say.passage import Passage, sentences
from rjh_warehouse.answers.say.stated import Stated, numbers, without_numbers

ENOUGH = 4  # words that tell a sentence from any other; with fewer, its heading must stand above too
_SHARP = re.compile(
    r"\b(inte|ej|minst|högst|regionstyrelse\w*|\w*nämnd\w*|öka\w*|minsk\w*|ned|upp|(?:19|20)\d\d)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Line:
    """A sentence or table row of a document with its numbers, and the published row of each (None: of none)."""

    words: tuple[str, ...]
    sharp: tuple[str, ...]
    heading: frozenset[str]
    figures: tuple[Stated, ...]
    rows: tuple[dict[str, Any] | None, ...]


def lines(connection: duckdb.DuckDBPyConnection) -> list[Line]:
    """Every sentence of the documents that has a number in the file."""
    result = connection.execute(
        "SELECT figure_code, document_code, document_name, board_code, heading, figure_text, value, unit, wording,"
        " source_file, source_line, row_number, cell, column_name, is_simulated FROM ("
        " SELECT *, FALSE AS is_simulated FROM mart.document_figure) AS figure"
        " WHERE value IS NOT NULL ORDER BY document_code, source_line, row_number, cell, column_name, figure_code"
    )
    names = [c[0] for c in result.description]
    grouped: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for values in result.fetchall():
        row = dict(zip(names, values, strict=True))
        grouped[row["document_code"], row["source_line"], row["wording"]].append(row)
    return [line for rows in grouped.values() for line in _of_wording(rows)]


def same_lines(passage: Passage, found: list[Stated], known: list[Line]) -> Iterator[tuple[Line, list[int | None]]]:
    """The documents' sentences that a passage repeats, and whose numbers' places its own stand in."""
    bare = without_numbers(passage.text, found)
    own = content_words(bare)
    above = set(content_words(" ".join(passage.headings) + " " + passage.text))
    for line in known:
        if not _is_in_order(line.words, own) or len(own) - len(line.words) > max(2, 0.3 * len(line.words)):
            continue
        if _sharp(bare) != line.sharp or (len(line.words) < ENOUGH and not line.heading <= above):
            continue
        yield line, _places(line, found)


def _of_wording(rows: list[dict[str, Any]]) -> Iterator[Line]:
    wording = rows[0]["wording"]
    parts = [wording] if "|" in wording else [text for _, text in sentences(wording)]
    for text in parts:
        figures = numbers(text)
        left = list(rows)
        owners: list[dict[str, Any] | None] = []
        for figure in figures:
            mine = next((r for r in left if abs(r["value"]) == abs(figure.printed) or _is_text(r, figure)), None)
            owners.append(mine)
            if mine:
                left.remove(mine)
        if any(owners):
            bare = without_numbers(text, figures)
            heading = frozenset(content_words(str(rows[0]["heading"]).split("/")[-1]))
            yield Line(tuple(content_words(bare)), _sharp(bare), heading, tuple(figures), tuple(owners))


def _is_text(row: dict[str, Any], figure: Stated) -> bool:
    return str(row["figure_text"]).strip().lower() == figure.text.lower()


def _sharp(text: str) -> tuple[str, ...]:
    """The words that turn a sentence round, in their order."""
    return tuple(word.lower() for word in _SHARP.findall(text))


def _is_in_order(words: tuple[str, ...], own: list[str]) -> bool:
    rest = iter(own)
    return bool(words) and all(word in rest for word in words)


def _places(line: Line, found: list[Stated]) -> list[int | None]:
    """Which number of the document's sentence each of a passage's numbers stands for."""
    if len(found) == len(line.figures):
        return list(range(len(found)))
    left = dict(enumerate(line.figures))
    places: list[int | None] = []
    for stated in found:
        same = next((n for n, f in left.items() if (f.printed, f.kind) == (stated.printed, stated.kind)), None)
        places.append(same)
        left.pop(same, None) if same is not None else None
    return places
