"""Delivered files that nobody should send, of every kind that has cost a reader time: in any size, for tests and bench.

Each is for the contract `cost` of the harness (a text file or a workbook) or for Kolada's. `n` is how much of it there
is: 1 000 000 as somebody who means harm would send, a few thousand in a test.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).parent / "reading"))

from workbook_files import sheet_xml, write_xlsx

HEADER = b"ansvar;belopp\n"
LINE_ENDS = (b"\r", b"\n", b"\r\n")
ROWS_AT_THE_EDGE = 300  # of a workbook, by 100 000 of n


@dataclass(frozen=True)
class HostileKind:
    """One kind: the file's name, its content (or a writer of it), and the refusal, None where it is loaded.

    `rows` are the rows that are read of each n; what is refused has none. `latest`: the line by which it is, of each n.
    """

    name: str
    make: Callable[[int, Path], None]
    refusal: str | None
    rows: float = 0
    latest: float | None = None


def _text(content: Callable[[int], bytes], name: str = "cost_202501.csv") -> tuple[str, Callable[[int, Path], None]]:
    return name, lambda n, path: path.write_bytes(content(n)) and None


def _kolada(content: Callable[[int], str]) -> tuple[str, Callable[[int, Path], None]]:
    return _text(lambda n: content(n).encode(), "kolada_rjh_2024-05-01.json")


def _edge(*, header: bool, data: bool) -> tuple[str, Callable[[int, Path], None]]:
    """A workbook with rows that have a value in the last column."""

    def write(n: int, path: Path) -> None:
        rows = [_row(1, {"A": "ansvar", "B": "belopp"})] if header else []
        for r in range(2, 2 + n * ROWS_AT_THE_EDGE // 100_000):
            rows.append(_row(r, {**({"A": f"k{r}", "B": 1} if data else {}), "XFD": 1}))
        write_xlsx(path, {"Blad1": sheet_xml("".join(rows))})

    return "cost_202501.xlsx", write


def _row(number: int, cells: dict[str, object]) -> str:
    inside = "".join(
        f'<c r="{c}{number}" t="inlineStr"><is><t>{v}</t></is></c>'
        if isinstance(v, str)
        else f'<c r="{c}{number}"><v>{v}</v></c>'
        for c, v in cells.items()
    )
    return f'<row r="{number}">{inside}</row>'


def _lines(line: bytes) -> Callable[[int], bytes]:
    """The header and n lines, `#` in them standing for the line's number."""
    return lambda n: HEADER + b"".join(line.replace(b"#", b"%d" % i) for i in range(n))


KINDS: dict[str, HostileKind] = {
    "fields: a line of n too many": HostileKind(
        *_text(lambda n: HEADER + b"01;1" + b";" * n + b"\n"), "error.too_many_fields"
    ),
    "fields: one too many in n lines": HostileKind(*_text(_lines(b"#;1;x\n")), "error.too_many_rejections"),
    "fields: lines of n / 10": HostileKind(
        *_text(lambda n: HEADER + (b"01" + b";" * (n // 10) + b"\n") * 200), "error.too_many_fields"
    ),
    "fields: lines of n / 10 without a header": HostileKind(
        *_text(lambda n: (b"a;" * (n // 10) + b"\n") * 200), "error.too_many_fields"
    ),
    "header: of n columns": HostileKind(
        *_text(lambda n: b"ansvar;belopp;" + b";".join(b"k%d" % i for i in range(n)) + b"\n01;1\n"),
        "error.line_too_long",
    ),
    "header: a cell of n marks": HostileKind(
        *_text(lambda n: b"ansvar" + b" ," * n + b";belopp\n01;1\n"), "error.missing_column"
    ),
    "NUL: n of them": HostileKind(*_text(lambda n: HEADER + b"\0" * (100 * n) + b"\n"), "error.line_too_long"),
    "NUL: one in each of n lines": HostileKind(*_text(_lines(b"#;1\0\n")), "error.too_many_rejections"),
    "quotes: opened in each of n lines": HostileKind(*_text(_lines(b'"#;1\n')), "error.too_many_stray_quotes"),
    "quotes: opened in each of n amounts": HostileKind(*_text(_lines(b'#;"1\n')), "error.too_many_stray_quotes"),
    "quotes: opened once before n lines": HostileKind(
        *_text(lambda n: HEADER + b'"01;1\n' + _lines(b"#;1\n")(n)[14:]), None, 1
    ),
    "quotes: nothing but n": HostileKind(*_text(lambda n: HEADER + b'"' * (50 * n) + b"\n"), "error.line_too_long"),
    "line: one of 500 n bytes": HostileKind(*_text(lambda n: HEADER + b"x" * (500 * n)), "error.line_too_long"),
    "line: one of 500 n delimiters": HostileKind(*_text(lambda n: HEADER + b";" * (500 * n)), "error.line_too_long"),
    "empty: n lines": HostileKind(*_text(lambda n: HEADER + b"\n" * n), None),
    "empty: n lines of delimiters": HostileKind(*_text(_lines(b" ; \n")), None),
    "empty: 10 n lines before the header": HostileKind(
        *_text(lambda n: b"\n" * (10 * n) + HEADER), "error.too_many_other_rows", latest=0.1
    ),
    "header: n times again": HostileKind(*_text(lambda n: HEADER * n), "error.too_many_other_rows", latest=0.1),
    "line ends: all three": HostileKind(
        *_text(lambda n: HEADER + b"".join(b"%d;1%s" % (i, LINE_ENDS[i % 3]) for i in range(n))), None, 1
    ),
    "line ends: CR": HostileKind(*_text(lambda n: _lines(b"#;1\n")(n).replace(b"\n", b"\r")), None, 1),
    "BOM: in each of n lines": HostileKind(*_text(_lines(b"\xef\xbb\xbf#;1\n")), None, 1),
    "encoding: UTF-16": HostileKind(*_text(lambda n: _lines(b"#;1\n")(n).decode().encode("utf-16")), None, 1),
    "encoding: bytes of none": HostileKind(*_text(_lines(b"\xff\xc3#;1\n")), None, 1),
    "cells: n that are no number": HostileKind(*_text(_lines(b"#;x#\n")), "error.too_many_rejections"),
    "workbook: rows at XFD": HostileKind(*_edge(header=True, data=True), "error.workbook_too_large"),
    "workbook: rows at XFD and nothing else": HostileKind(*_edge(header=True, data=False), "error.workbook_too_large"),
    "workbook: rows at XFD without a header": HostileKind(*_edge(header=False, data=True), "error.workbook_too_large"),
    "JSON: lists n deep": HostileKind(
        *_kolada(lambda n: '{"values":' + "[" * n + "]" * n + "}"), "error.json_too_large"
    ),
    "JSON: lists n / 2 deep": HostileKind(*_kolada(lambda n: "[" * (n // 2)), "error.json_too_deep"),
    "JSON: n values": HostileKind(
        *_kolada(lambda n: '{"values":[' + ",".join(["{}"] * n) + "]}"), "error.json_too_large"
    ),
    "JSON: a text of 30 n": HostileKind(
        *_kolada(lambda n: '{"values":["' + "x" * (30 * n) + '"]}'), "error.json_too_large"
    ),
    "JSON: n unknown fields": HostileKind(
        *_kolada(lambda n: '{"values":[],' + ",".join(f'"k{i}":1' for i in range(n)) + "}"), None
    ),
    "JSON: a number of n digits": HostileKind(*_kolada(lambda n: '{"values":[' + "1" * n + "]}"), "error.not_json"),
}
