"""From rows with an address to the delivered cells: the typed row in the lake, the text as it stands in the file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from rjh_warehouse.contract.contract import NUMERIC_TYPES, Table, read_contracts
from rjh_warehouse.contract.person import read_person_columns
from rjh_warehouse.folders import stands
from rjh_warehouse.lake.store import DeliveryRecord, Lake
from rjh_warehouse.messages import say
from rjh_warehouse.reading import DeliveryError
from rjh_warehouse.reading.delivered import Standing, Wanted, standing_rows
from rjh_warehouse.settings import Project

_NOT_TYPED = {"delivery_id", "row_number"}


@dataclass(frozen=True)
class Cell:
    """One delivered cell (or row, or whole file) behind a published number."""

    delivery_id: str
    file_name: str
    archived_file: str
    sheet: str | None
    row_number: int | None
    lines: tuple[int, int] | None  # of the file as it stands; None where it can no longer be read
    place: int | None  # character of the line, where several records share it
    column_name: str | None  # as the file calls it
    cell: str | None
    delivered: dict[str, Any]  # the row's columns as read
    texts: dict[str, str]  # the row as it stands in the file: heading → text
    unit: str | None  # that the cell was read in
    document_code: str | None
    heading: str | None
    source_file: str | None
    source_lines: tuple[int, int] | None
    is_simulated: bool
    side: str | None = None
    amount_sek: Decimal | None = None


class Cells:
    """Finds the cells of a project's deliveries; each file is read once for all its rows."""

    def __init__(self, project: Project) -> None:
        self._lake = Lake(project.lake)
        self._contracts = read_contracts(project.contracts)
        self._shown = read_person_columns(project.root)

    def file_name(self, delivery_id: str) -> str:
        """What a delivery's file was called."""
        return self._lake.record(delivery_id).file_name

    def of(self, parts: list[dict[str, Any]]) -> list[Cell]:
        """The cell of each row with an address, in order.

        Args:
            parts: rows with `delivery_id`; `sheet`, `row_number`, `column_name`, `cell`, `side` and `amount_sek` where
                they have them. One without a row number is its whole file.
        """
        by_delivery: dict[str, list[int]] = {}
        for i, part in enumerate(parts):
            by_delivery.setdefault(part["delivery_id"], []).append(i)
        found: dict[int, Cell] = {}
        for delivery_id, places in by_delivery.items():
            record = self._lake.record(delivery_id)
            rows = self._typed(record, [parts[i] for i in places])
            placed = [
                {"sheet": typed.pop("sheet", None), **parts[i]} for i, (_, typed) in zip(places, rows, strict=True)
            ]
            standing = self._standing(record, [(part, table) for part, (table, _) in zip(placed, rows, strict=True)])
            for i, part, (table, typed) in zip(places, placed, rows, strict=True):
                at = (part["sheet"], part.get("row_number"))
                found[i] = self._cell(record, part, table, typed, standing.get(at))
        return [found[i] for i in range(len(parts))]

    def _cell(
        self, record: DeliveryRecord, part: dict[str, Any], table: Table | None, typed: dict[str, Any],
        standing: Standing | None,
    ) -> Cell:  # fmt: skip
        hidden: set[str] | None = None
        if record.contract_code in self._shown:
            typed = _as_published(typed, part, self._shown[record.contract_code])
            hidden = {name for name, value in typed.items() if value == say("trace.not_shown")}
        column = _heading(table, part.get("column_name"), typed)
        name = part.get("column_name")
        if standing is not None and name:
            column = standing.columns.get(name, column)
        elif standing is not None and table is not None and not table.across:
            numbers = [c.name for c in table.columns if c.type in NUMERIC_TYPES and c.name in typed]
            column = ", ".join(standing.columns[n] for n in numbers if n in standing.columns) or column
        origin = record.origin or {}
        lines = origin.get("source_lines")
        return Cell(
            delivery_id=record.delivery_id,
            file_name=record.file_name,
            archived_file=str(self._lake.archived_file(record.file_sha256, record.file_name)),
            sheet=part.get("sheet"),
            row_number=part.get("row_number"),
            lines=(standing.first_line, standing.last_line) if standing else None,
            place=standing.place if standing else None,
            column_name=column,
            cell=part.get("cell"),
            delivered=typed,
            texts=_texts(table, typed) if standing is None else _as_it_stands(standing, hidden),
            unit=_unit(table, name, typed),
            document_code=origin.get("document_code"),
            heading=origin.get("heading"),
            source_file=origin.get("source_file"),
            source_lines=(lines[0], lines[1]) if lines else None,
            is_simulated=record.is_simulated,
            side=part.get("side"),
            amount_sek=part.get("amount_sek"),
        )

    def _typed(self, record: DeliveryRecord, parts: list[dict[str, Any]]) -> list[tuple[Table | None, dict[str, Any]]]:
        """For each part its table and its typed row in the lake with the sheet, empty columns left out."""
        contract = self._contracts.get(record.contract_code)
        tables = [t for t in contract.tables if t.name in record.tables] if contract else []
        files = [(t, path) for t in tables if stands(path := self._lake.rows_file(t.name, record.delivery_id))]
        found: list[tuple[Table | None, dict[str, Any]]] = []
        with duckdb.connect() as connection:
            for part in parts:
                found.append(next(_typed_rows(connection, files, part), (None, {})))
        return found

    def _standing(
        self, record: DeliveryRecord, parts: list[tuple[dict[str, Any], Table | None]]
    ) -> dict[tuple[str | None, int | None], Standing]:
        """The parts' rows as they stand in the file; none where it cannot be read any more."""
        contract = self._contracts.get(record.contract_code)
        path = self._lake.archived_file(record.file_sha256, record.file_name)
        found: dict[tuple[str | None, int | None], Standing] = {}
        if contract is None or not stands(path):
            return found
        wanted: dict[tuple[str, str | None], tuple[Table, set[int]]] = {}
        for part, table in parts:
            if table is not None and part.get("row_number") is not None:
                wanted.setdefault((table.name, part.get("sheet")), (table, set()))[1].add(part["row_number"])
        for (name, sheet), (table, rows) in wanted.items():
            looked_for = Wanted(table, sheet, rows, self._headers(record, name, sheet))
            with contextlib.suppress(DeliveryError, OSError, ValueError):
                standing = standing_rows(path, contract, record.encoding, looked_for)
                found |= {(sheet, row): stood for row, stood in standing.items()}
        return found

    def _headers(self, record: DeliveryRecord, table: str, sheet: str | None) -> set[int]:
        """The rows that were the table's headers when the file was read."""
        path = self._lake.non_data_file(record.delivery_id)
        if not stands(path):
            return set()
        with duckdb.connect() as connection:
            rows = connection.execute(
                f"SELECT row_number FROM read_parquet('{_quoted(path)}') WHERE kind = 'header' AND table_name = ?"
                " AND sheet IS NOT DISTINCT FROM ?",
                [table, sheet],
            ).fetchall()
        return {row for (row,) in rows}


def _typed_rows(
    connection: duckdb.DuckDBPyConnection, files: list[tuple[Table, Path]], part: dict[str, Any]
) -> Iterator[tuple[Table, dict[str, Any]]]:
    """The first file's row with the part's address."""
    for table, path in files:
        conditions, values = ["row_number = ?"], [part.get("row_number")]
        if "sheet" in part:
            conditions.append("sheet IS NOT DISTINCT FROM ?")
            values.append(part["sheet"])
        if table.across and part.get("column_name"):
            conditions.append("column_name = ?")
            values.append(part["column_name"])
        result = connection.execute(
            f"SELECT * FROM read_parquet('{_quoted(path)}') WHERE {' AND '.join(conditions)}", values
        )
        names = [c[0] for c in result.description]
        if (row := result.fetchone()) is not None:
            typed = dict(zip(names, row, strict=True))
            yield table, {k: v for k, v in typed.items() if v is not None and k not in _NOT_TYPED}


def _as_published(typed: dict[str, Any], part: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    """A row about persons with its keys, and of the rest what the published row shows: it may be about too few."""
    of_value = {n: typed.get(n) for n in ("value_text", "value_decimals") if part.get("value") is not None}
    shown = {**of_value, **{name: value for name, value in part.items() if value is not None}}
    hidden = say("trace.not_shown")
    return {n: v if n in keys or n == "row_kind" else shown.get(n, hidden) for n, v in typed.items()}


def _as_it_stands(standing: Standing, hidden: set[str] | None) -> dict[str, str]:
    """The texts of the file.

    Args:
        hidden: of a row about persons the columns that are not shown; what no column reads is not shown either.
    """
    if hidden is None:
        return dict(standing.texts)
    shown = {heading for name, heading in standing.columns.items() if name not in hidden}
    return {h: text if h in shown or not text else say("trace.not_shown") for h, text in standing.texts.items()}


def _texts(table: Table | None, typed: dict[str, Any]) -> dict[str, str]:
    """The columns of a row in the lake under the headings of its contract, for a file that cannot be read again."""
    if table is None:
        return {}
    found = {}
    for column in table.value_columns:
        if column.name in typed:
            heading = column.aliases[0] if column.aliases else column.name
            if table.across and column.name == table.across.value.name:
                heading = typed.get("column_name", heading)
            found[heading] = str(typed.get(f"{column.name}_text", typed[column.name]))
    return found


def _unit(table: Table | None, column_name: str | None, typed: dict[str, Any]) -> str | None:
    """The unit that the cell's number was read in, where there is one cell."""
    if table is None:
        return None
    numbers = [c for c in table.value_columns if c.type in NUMERIC_TYPES and c.name in typed]
    if table.across:
        numbers = [table.across.value]
    elif column_name:
        numbers = [c for c in numbers if c.name == column_name]
    if len(numbers) != 1:
        return None
    unit = typed.get(f"{numbers[0].name}_unit", numbers[0].unit)
    return str(unit) if unit else None


def _heading(table: Table | None, column_name: str | None, typed: dict[str, Any]) -> str | None:
    """The column as the contract calls it; in a table of rows, the columns of the row that hold a number."""
    if table is None or table.across:
        return column_name
    headings = {c.name: c.aliases[0] if c.aliases else c.name for c in table.columns}
    if column_name:
        return headings.get(column_name, column_name)
    numbers = [c.name for c in table.columns if c.type in NUMERIC_TYPES and c.name in typed]
    return ", ".join(headings[n] for n in numbers) or None


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
