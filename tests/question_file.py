"""docs/questions.md: its questions, their queries and printed outputs; run as a script it writes the outputs anew."""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from pathlib import Path

import duckdb

from rjh_warehouse.answers.question_list import BLOCK, Question, read_questions

DOCUMENT = Path(__file__).parents[1] / "docs" / "questions.md"


def questions() -> list[Question]:
    """Every question of the document, in its order."""
    return read_questions(DOCUMENT.read_text(encoding="utf-8"))


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
