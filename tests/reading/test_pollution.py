"""One delimiter or quote too many or too few, in every field of a clean file: what loads otherwise is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from text_files import MemorySink, make_contract, write

from rjh_warehouse.reading import DeliveryError, ReadResult, read_delivery

HEADER = ["Datum", "Konto", "Antal", "Text", "Beskrivning", "Belopp", "Not"]
ROWS = [
    ["2024-04-01", "4010", "2", "Läkemedel", '"Rekvisition; april"', "1234,50", ""],
    ["2024-04-02", "5010", "", '"Hyra; Östersund"', "Kvartal 2", "-99,00", "se bilaga"],
    ["2024-04-03", "6110", "7", "Rör 5 tum", '"Mått 3"" och 4"""', "12,00", ""],
    ["2024-04-04", "6120", "", "", "", "5,00", ""],
    ["2024-04-05", "6130", "1", "Papper", '"Lång; text; här"', "7,25", '"a; b"'],
    ["2024-04-06", "6140", "3", '"Kaffe; te"', '"Möte; styrelsen"', "8,75", ""],
]
CONTRACT = make_contract(
    [{"name": "entry", "columns": [
        {"name": "on", "type": "date", "aliases": ["Datum"]}, {"name": "account", "type": "code", "aliases": ["Konto"]},
        {"name": "count", "type": "integer", "aliases": ["Antal"], "required": False},
        {"name": "text", "aliases": ["Text"], "required": False},
        {"name": "about", "aliases": ["Beskrivning"], "required": False},
        {"name": "amount", "type": "amount", "unit": "kr", "aliases": ["Belopp"], "decimals": 2},
        {"name": "note", "aliases": ["Not"], "required": False},
    ]}]
)  # fmt: skip


def polluted() -> Iterator[tuple[str, list[str]]]:
    """Each pollution's name and the file's lines."""
    lines = [";".join(row) for row in ROWS]
    for at, row in enumerate(ROWS):
        for column in range(len(row)):
            more = ";".join([*row[:column], "", *row[column:]])
            quote = ";".join([*row[:column], f'"{row[column]}', *row[column + 1 :]])
            inside = ";".join([*row[:column], f'{row[column][:2]}"{row[column][2:]}', *row[column + 1 :]])
            forms = {"more": more, "quote": quote, "inside": inside}
            if column:
                forms["less"] = ";".join([*row[: column - 1], row[column - 1] + row[column], *row[column + 1 :]])
            for name, line in forms.items():
                yield f"{name} {at} {column}", [*lines[:at], line, *lines[at + 1 :]]
        yield f"blanks {at}", [*lines[:at], lines[at].replace(";", " "), *lines[at + 1 :]]
        yield f"split {at}", [*lines[:at], *lines[at].split(" ", 1), *lines[at + 1 :]]
        if at:
            yield f"joined {at}", [*lines[: at - 1], lines[at - 1] + lines[at], *lines[at + 1 :]]


def load(folder: Path, lines: list[str]) -> tuple[Counter[tuple[Any, ...]], ReadResult | None]:
    """The amounts and texts that load, whatever line they stand on; a line end inside quotes is a blank."""
    sink = MemorySink(CONTRACT)
    try:
        result = read_delivery(write(folder, "\n".join([";".join(HEADER), *lines, ""])), CONTRACT, None, sink)
    except DeliveryError:
        return Counter(), None
    plain = [{k: v.replace("\n", " ") if isinstance(v, str) else v for k, v in r.items()} for r in sink.rows("entry")]
    return Counter(tuple(v for k, v in r.items() if k != "row_number") for r in plain), result


def test_what_a_stray_delimiter_or_quote_changes_is_never_silent(tmp_path: Path) -> None:
    clean, _ = load(tmp_path, [";".join(row) for row in ROWS])
    silent, count = [], 0
    for name, lines in polluted():
        count += 1
        rows, result = load(tmp_path, lines)
        if result is not None and rows != clean and not result.rejections and not result.findings:
            silent.append(name)
    assert count > 150 and silent == []
