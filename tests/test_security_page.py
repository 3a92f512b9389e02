"""The bounds that SECURITY.md states are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from rjh_warehouse import yaml_text
from rjh_warehouse.answers import bounds as answers
from rjh_warehouse.reading import kolada
from rjh_warehouse.reading.table import account
from rjh_warehouse.reading.text import lines, text
from rjh_warehouse.reading.workbook import bounds as workbook

PAGE = (Path(__file__).parents[1] / "SECURITY.md").read_text(encoding="utf-8")
STATED = {
    "an origin or a contract": (yaml_text.MOST_CHARACTERS, yaml_text.MOST_DEPTH, yaml_text.MOST_VALUES),
    "a line of a text file": (lines.MAX_LINE, lines.MAX_FIELDS),
    "a quoted field of a text file": (lines.MAX_QUOTED_LINES, lines.MAX_QUOTED),
    "rejected cells of a file": (account.MAX_REJECTIONS,),
    "lines of a text file that are no data": (account.MAX_BLANK, account.MAX_OTHER, account.MAX_STRAY),
    "stray quotes of a text file": (text.MAX_STRAY_LINES,),
    "Kolada's JSON": (kolada.MAX_FILE_BYTES, kolada.MAX_BRACKETS),
    "a workbook": (
        workbook.MAX_FILE_BYTES, workbook.MAX_TOTAL_BYTES, workbook.MAX_GRID_CELLS, workbook.MAX_WIDE_CELLS,
        workbook.WIDE_ROW, int(workbook.MAX_SECONDS),
    ),
    "an .xls workbook": (workbook.MAX_XLS_MEMORY, workbook.MAX_XLS_SECONDS),
    "a question": (answers.SECONDS, answers.MEMORY_MB, answers.THREADS, answers.MOST_ROWS),
}  # fmt: skip


@pytest.mark.parametrize("what", STATED)
def test_a_stated_bound_is_the_codes(what: str) -> None:
    (row,) = (line for line in PAGE.splitlines() if line.startswith(f"| {what} |"))
    for number in STATED[what]:
        assert f" {number:,} ".replace(",", " ") in row.replace(",", " ,"), (number, row)


def test_every_row_is_held_to_the_code_and_names_a_file() -> None:
    rows = [line.split("|")[1:4] for line in PAGE.splitlines() if line.startswith("| ") and "`" in line]
    assert {r[0].strip() for r in rows} == set(STATED)
    for _, _, place in rows:
        assert (Path(__file__).parents[1] / "src" / "rjh_warehouse" / place.strip(" `")).is_file()
