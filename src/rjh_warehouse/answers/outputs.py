"""Tables and texts of what is handed out: published files, parquet, text tables, workbooks, pages, pictures, logs."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from rjh_warehouse.folders import files_below, is_folder

Record = dict[str, Any]
PERSONS = ("indicator_code", "activity_code", "own_fte")  # columns of the tables that tell of persons
ABOUT = ("core.indicator_definition", "core.unit")
TEXTS = {".html", ".htm", ".svg", ".txt", ".json", ".jsonl", ".md", ".log", ".yaml", ".csv", ".tsv"}
_TAGS = re.compile(r"<[^>]*>")
_FIGURE = re.compile(r"<[a-z]+[^>]*\bdata-key=[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z-]+)=("[^"]*"|'[^']*')""", re.IGNORECASE)
_BLOCK = re.compile(r"</(?:tr|p|li|h\d|figcaption|caption|title|text|div)>|\n", re.IGNORECASE)
_PICTURE = re.compile(r"<(figure|svg)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
_MARK = re.compile(r"""aria-label=("[^"]*"|'[^']*')""", re.IGNORECASE)
_WORDS = re.compile(r">([^<>]*[^\W\d_]{3}[^<>]*)<")
_CELLS = re.compile(
    r"xl/(?:worksheets/sheet\d+|sharedStrings|styles|theme/.*)\.xml|.*\.rels"
)  # read as cells, or no data
_CHART = re.compile(r"xl/charts/chart\d+\.xml")
_POINT = re.compile(r'<c:pt idx="(\d+)"><c:v>([^<]*)</c:v></c:pt>')
_TITLE = re.compile(r"<a:t>([^<]*)</a:t>")
_SAID = re.compile(r'>([^<>]+)<|\b(?:descr|title|name)="([^"]*)"')
_LABEL = re.compile(r"""(?:aria-label|alt|title|data-[a-z-]+)=("[^"]*"|'[^']*')""", re.IGNORECASE)


def files_of(paths: list[Path]) -> list[Path]:
    """Files, and those below folders, in the order of their names."""
    return [f for path in paths for f in (files_below(path) if is_folder(path) else [path])]


def tables(path: Path) -> list[tuple[str, list[Record]]]:
    """The tables of a file that tell of persons, by name. A file of no such kind has none.

    Raises:
        duckdb.Error: a published file or parquet cannot be read.
    """
    kind = path.suffix.lower()
    if kind in (".duckdb", ".db"):
        return _published(path)
    if kind == ".parquet":
        with duckdb.connect() as connection:
            return [(path.stem, _records(connection, "read_parquet(?)", [str(path)]))]
    if kind in (".csv", ".tsv"):
        return [(path.stem, _text_table(path))]
    if kind == ".xlsx":
        return [(name, _below_header(rows)) for name, rows in sheets(path)]
    if kind in (".html", ".htm"):
        return [(path.stem, list(_page_figures(path.read_text(encoding="utf-8", errors="replace"))))]
    return []


def passages(path: Path) -> Iterator[tuple[str, str]]:
    """What can be read in one glance, and where: a table's row, a line, a paragraph, a label of a picture."""
    kind = path.suffix.lower()
    if kind == ".xlsx":
        for name, rows in sheets(path):
            yield from ((f"{name} {n}", _joined(row)) for n, row in enumerate(rows, 1))
        yield from _beside_cells(path)
    elif kind == ".ipynb":
        yield from _shown_by_notebook(path)
    elif kind in (".duckdb", ".db", ".parquet"):
        yield from _texts_of_tables(path)
    elif kind in TEXTS:
        text = path.read_text(encoding="utf-8", errors="replace")
        if kind in (".html", ".htm", ".svg"):
            yield from _of_page(text, path.stem)
        else:
            yield from ((str(n), line) for n, line in enumerate(text.splitlines(), 1))


def _of_page(text: str, name: str) -> Iterator[tuple[str, str]]:
    """A page's blocks and labels; of a picture each mark with what the picture is called and the words in it."""
    for n, part in enumerate(_BLOCK.split(text), 1):
        yield str(n), html.unescape(_TAGS.sub(" ", part))
        yield from ((str(n), html.unescape(m[1][1:-1])) for m in _LABEL.finditer(part))
    for n, picture in enumerate(_PICTURE.finditer(text), 1):
        about = html.unescape(" | ".join([name, *dict.fromkeys(_WORDS.findall(picture[0]))]))
        marks = dict.fromkeys(html.unescape(m[1][1:-1]) for m in _MARK.finditer(picture[0]))
        yield from ((f"picture {n}", f"{about} | {mark}") for mark in marks)


def _beside_cells(path: Path) -> Iterator[tuple[str, str]]:
    """What a workbook says outside its cells: properties, names, and the values that a chart keeps of its own."""
    with zipfile.ZipFile(path) as package:
        for part in (name for name in package.namelist() if not _CELLS.fullmatch(name)):
            text = package.read(part).decode("utf-8", "replace")
            if _CHART.fullmatch(part):
                title, points = " ".join(_TITLE.findall(text)), dict[str, list[str]]()
                for place, value in _POINT.findall(text):
                    points.setdefault(place, []).append(value)
                yield from ((part, html.unescape(" | ".join([title, *told]))) for told in points.values())
            else:
                yield part, html.unescape(" | ".join(a or b for a, b in _SAID.findall(text)))


def _shown_by_notebook(path: Path) -> Iterator[tuple[str, str]]:
    """The outputs of a notebook's cells: texts line by line, tables and pictures as on a page."""
    for n, cell in enumerate(json.loads(path.read_text(encoding="utf-8")).get("cells", []), 1):
        for output in cell.get("outputs", []):
            shown = {"text/plain": output.get("text", ""), **output.get("data", {})}
            for kind, told in shown.items():
                text = told if isinstance(told, str) else "".join(map(str, told))
                if kind in ("text/html", "image/svg+xml"):
                    yield from ((f"cell {n}", said) for _, said in _of_page(text, path.stem))
                elif kind.startswith("text/"):
                    yield from ((f"cell {n}", line) for line in text.splitlines())


def sheets(path: Path) -> list[tuple[str, list[list[Any]]]]:
    """The values of each sheet of a workbook, row by row."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    return [(s.title, [list(row) for row in s.iter_rows(values_only=True)]) for s in book.worksheets]


def _published(path: Path) -> list[tuple[str, list[Record]]]:
    named = (
        "SELECT DISTINCT schema_name || '.' || table_name FROM duckdb_columns() WHERE NOT internal"
        " AND schema_name IN ('core', 'mart') AND (column_name IN (SELECT UNNEST(?))"
        " OR schema_name || '.' || table_name IN (SELECT UNNEST(?))) ORDER BY 1"
    )
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [name for (name,) in connection.execute(named, [list(PERSONS), list(ABOUT)]).fetchall()]
        return [(name, _records(connection, name, [])) for name in names]


def _texts_of_tables(path: Path) -> Iterator[tuple[str, str]]:
    """The texts of each row of every table; its numbers are read as numbers (`tables`)."""
    with duckdb.connect() as connection:
        if path.suffix == ".parquet":
            connection.execute(f"CREATE VIEW \"{path.stem}\" AS SELECT * FROM read_parquet('{_quoted(path)}')")
        else:
            connection.execute(f"ATTACH '{_quoted(path)}' AS published (READ_ONLY)")
        named = (
            "SELECT database_name, schema_name, table_name, list(column_name ORDER BY column_index)"
            " FROM duckdb_columns() WHERE NOT internal AND data_type = 'VARCHAR' AND schema_name <> 'meta'"
            " AND NOT column_name LIKE 'target_%' GROUP BY ALL ORDER BY ALL"
        )
        for database, schema, table, columns in connection.execute(named).fetchall():
            texts = ", ".join(f'"{column}"' for column in columns)
            source = f'"{database}"."{schema}"."{table}"'
            for (text,) in connection.execute(f"SELECT DISTINCT CONCAT_WS(' | ', {texts}) FROM {source}").fetchall():
                yield f"{schema}.{table}", text


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _records(connection: duckdb.DuckDBPyConnection, source: str, values: list[Any]) -> list[Record]:
    answer = connection.execute(f"SELECT * FROM {source}", values)
    names = [c[0] for c in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _text_table(path: Path) -> list[Record]:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    head = text.split("\n", 1)[0]
    return list(csv.DictReader(io.StringIO(text), delimiter=max(";\t,", key=head.count)))


def _below_header(rows: list[list[Any]]) -> list[Record]:
    """The rows below the first that names a column of the warehouse."""
    for n, row in enumerate(rows):
        names = [str(cell) for cell in row]
        if {*PERSONS} & {*names}:
            return [dict(zip(names, below, strict=True)) for below in rows[n + 1 :]]
    return []


def _page_figures(page: str) -> Iterator[Record]:
    """The figures of a page that carry key, column and value."""
    for tag in _FIGURE.finditer(page):
        said = {name.lower(): html.unescape(text[1:-1]) for name, text in _ATTRIBUTE.findall(tag[0])}
        if "data-column" in said and "data-value" in said:
            try:
                yield {**json.loads(said["data-key"]), said["data-column"]: said["data-value"]}
            except ValueError:
                continue


def _joined(cells: list[Any]) -> str:
    return " | ".join("" if cell is None else str(cell) for cell in cells)
