"""docs/questions.md: its questions, their queries and printed outputs; run as a script it writes the outputs anew."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

DOCUMENT = Path(__file__).parents[1] / "docs" / "questions.md"
BLOCK = re.compile(r"### (\d+)\. ([^\n]+)\n([^\n]*)\n```sql\n(.*?)\n```(?:\n\n```text\n(.*?)\n```)?", re.DOTALL)


@dataclass(frozen=True)
class Question:
    """One question: its words, its query, its printed output (None before the first run), and what it asks."""

    number: int
    words: str
    sql: str
    output: str | None
    is_of_documents: bool


def questions() -> list[Question]:
    """Every question of the document, in its order."""
    text = DOCUMENT.read_text(encoding="utf-8")
    return [Question(int(m[1]), m[2], m[4], m[5], _is_of_documents(text, m.start())) for m in BLOCK.finditer(text)]


def _is_of_documents(text: str, place: int) -> bool:
    """Whether the heading of the part around a place says so."""
    return "(documents)" in text[text.rindex("\n## ", 0, place) + 1 :].partition("\n")[0]


def answer(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """A query's output as the document prints it."""
    result = connection.execute(sql)
    lines = [[column[0] for column in result.description], *[[_text(v) for v in row] for row in result.fetchall()]]
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    padded = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join(padded) if len(lines) > 1 else padded[0] + "\n(inga rader)"


def _text(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def rewrite(connection: duckdb.DuckDBPyConnection) -> int:
    """Put fresh outputs into the document.

    Returns:
        How many questions were answered.
    """
    text = DOCUMENT.read_text(encoding="utf-8")

    def fresh(match: re.Match[str]) -> str:
        head = f"### {match[1]}. {match[2]}\n{match[3]}\n```sql\n{match[4]}\n```"
        return f"{head}\n\n```text\n{answer(connection, match[4])}\n```"

    DOCUMENT.write_text(BLOCK.sub(fresh, text), encoding="utf-8")
    return len(questions())


if __name__ == "__main__":
    with duckdb.connect(sys.argv[1], read_only=True) as published:
        sys.stdout.write(f"{rewrite(published)} questions answered\n")
