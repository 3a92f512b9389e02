"""What a check is given: a read delivery, one of its tables as SQL, and what it may be compared with."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from rjh_warehouse.contract.contract import MONEY, Column, Contract, Control, Table
from rjh_warehouse.contract.month_name import MONTH_GROUPS, is_year_end
from rjh_warehouse.folders import stands
from rjh_warehouse.lake.details import DELIVERY_FIELD
from rjh_warehouse.lake.known import KnownDeliveries
from rjh_warehouse.lake.store import DeliveryRecord
from rjh_warehouse.reading.table.result import Rejection
from rjh_warehouse.reading.table.schema import table_schema

SAMPLE = 5  # rows and codes that a result names
HISTORY = 3  # earlier deliveries of other subjects that a new one is compared with
ENOUGH_ROWS = 500_000
NOTED = "noted"  # right as it is, and told
COULD_NOT_RUN = "could_not_run"  # neither passed nor failed
VALIDITY = ("valid_from", "valid_to", "effective_on")  # columns of a row's own validity
TIMES = ("date", "month", "year")  # types of what a period is told in
PERIOD_TEXT = "period_text"  # a period in words
PERIODS = tuple(g for g in MONTH_GROUPS if g != "forecast_period")  # a forecast is of years to come
SENDER = "board_code"  # the attribute (from the file's name or origin) that says who sent a file


@dataclass(frozen=True)
class ControlResult:
    """One check on one table.

    `state`: passed, failed, noted (no question, but to be known) or could_not_run (nothing to compare with).

    `expected` of one that could not run names the register that is missing; without it, nothing earlier is known.
    """

    check: str
    severity: str
    state: str
    table: str
    column: str | None = None
    failed_count: int = 0
    found: str | None = None
    expected: str | None = None
    row_numbers: tuple[int, ...] = ()
    heading: str | None = None  # the column as the file heads it
    places: dict[str, str] = field(default_factory=dict)  # what else its sentence names

    @property
    def lacks_register(self) -> bool:
        """Whether the check could not run because a register has not been delivered: somebody should look."""
        return self.state == COULD_NOT_RUN and self.expected is not None


@dataclass(frozen=True)
class Delivery:
    """A read delivery that is not committed yet, and what the lake knows."""

    contract: Contract
    record: DeliveryRecord
    files: dict[str, Path]  # table → its parquet file in the work folder; none for a table without rows
    known: KnownDeliveries
    rejections: list[Rejection] = field(default_factory=list)

    @cached_property
    def earlier(self) -> list[DeliveryRecord]:
        """Accepted other deliveries of the contract, oldest knowledge first.

        Real and simulated never meet, nor do months and the closings of years.
        """
        known = self.known.of_contract(self.contract.contract, self.record.is_simulated)
        alike = [r for r in known if _is_year_end(r) == self.is_year_end]
        return [r for r in alike if r.delivery_id != self.record.delivery_id]  # a checked file may be loaded already

    @property
    def is_year_end(self) -> bool:
        """Whether the file is a year's closing (period 13)."""
        return _is_year_end(self.record)

    @property
    def versions(self) -> list[DeliveryRecord]:
        """The other accepted versions of the same subject."""
        return [r for r in self.earlier if r.subject == self.record.subject]

    @property
    def family(self) -> list[DeliveryRecord]:
        """The other accepted versions of one thing, also of other subjects (adopted, rev1), oldest knowledge first.

        A draft is a version of nothing but drafts: it replaces nothing that is decided.
        """
        versions = self.contract.replaces.versions
        if not versions:
            return self.versions
        own = self.contract.family(self.record.file_name)
        same = [r for r in self.earlier if self.contract.family(r.file_name) == own]
        return [r for r in same if is_draft(r) == is_draft(self.record)]

    @property
    def previous_version(self) -> DeliveryRecord | None:
        """The version known before this one, or, for one that arrives late, the first known after it."""
        return next(iter(self._nearest(self.versions, 1)), None)

    def others(self, check: str) -> list[DeliveryRecord]:
        """The latest deliveries of other subjects, of the same sender or else of anyone.

        Those that failed the same check are no yardstick, unless all did.
        """
        others = [r for r in self.earlier if r.subject != self.record.subject]
        sender = self.record.attributes.get(SENDER)
        same = [r for r in others if r.attributes.get(SENDER) == sender]
        nearest = self._nearest(same or others, HISTORY)
        return _enough([r for r in nearest if not _failed(r, check)] or nearest)

    def siblings(self, check: str) -> list[DeliveryRecord]:
        """The latest deliveries of the same sender about other periods, but those that failed the same check."""
        own = _apart_from_time(self.record)
        same = [r for r in self.earlier if r.subject != self.record.subject and _apart_from_time(r) == own]
        same = [r for r in same if r.known_on <= self.record.known_on and not _failed(r, check)]
        return _enough(same[-HISTORY:])

    def _nearest(self, records: list[DeliveryRecord], most: int) -> list[DeliveryRecord]:
        before = [r for r in records if r.known_on <= self.record.known_on]
        return before[-most:] if before else records[:most]

    def rows_files(self, table: str, records: list[DeliveryRecord], *columns: str) -> list[Path]:
        """Committed rows of a table that have these columns (older contracts may have had others)."""
        paths = [self.known.lake.rows_file(table, r.delivery_id) for r in records]
        return [p for p in paths if stands(p) and set(columns) <= self.columns_of(p)]

    def columns_of(self, file: Path) -> set[str]:
        """The columns of committed rows."""
        return set(self.known.remembered.of(file, lambda: pq.read_schema(file).names))


class DeliveredRows:
    """The view `delivered` of a table: its columns, and `file_position`, the place in the file's order.

    Made once for the table, when its first check asks; until it can be made there is none.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: Table, file: Path | None) -> None:
        self._connection, self._table, self._file = connection, table, file
        self._is_shown = False
        connection.execute("DROP VIEW IF EXISTS delivered")

    def show(self) -> None:
        """Make the view, if it is not there."""
        if self._is_shown:
            return
        if self._file:
            source = f"FROM read_parquet([{quoted(str(self._file))}], file_row_number = true)"
            rows = f"SELECT * EXCLUDE (file_row_number), file_row_number AS file_position {source}"
        else:
            self._connection.register("nothing", table_schema(self._table).insert(0, DELIVERY_FIELD).empty_table())
            rows = "SELECT *, 0::BIGINT AS file_position FROM nothing"
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW delivered AS {rows}")
        self._is_shown = True


@dataclass(frozen=True)
class Examination:
    """One check on one table. Its rows are the view `delivered`, in the order of the file."""

    delivery: Delivery
    table: Table
    control: Control
    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        found: list[tuple[Any, ...]] = self.connection.execute(query, list(values)).fetchall()
        return found

    def row(self, query: str, *values: object) -> tuple[Any, ...]:
        """The one row of a query that aggregates."""
        return self.rows(query, *values)[0]

    def own(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query over the delivery's own rows (`{}` in it).

        They are remembered: the files that are compared with this one ask the same of it.
        """
        return self._remembered(query, "delivered", self.delivery.record.delivery_id)

    def each(self, query: str, records: list[DeliveryRecord], *columns: str) -> list[list[tuple[Any, ...]]]:
        """What a query gives of each committed delivery's rows of the table; those without these columns have none."""
        files = self.delivery.rows_files(self.table.name, records, *columns)
        return [self._remembered(query, parquet([file]), file.stem) for file in files]

    def kept(self, query: str, files: list[Path]) -> list[tuple[Any, ...]]:
        """The rows of a query over committed rows (`{}` in it), such as a register's."""
        return self._remembered(query, parquet(files), tuple(files))

    def once(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query over what stands still while a load goes on, such as a seed."""
        return self._remembered(query, "", "")

    def _remembered(self, query: str, rows: str, whose: Hashable) -> list[tuple[Any, ...]]:
        asked = (self.table.name, query, whose)
        return self.delivery.known.remembered.of(asked, lambda: self.rows(query.replace("{}", rows)))

    @property
    def names(self) -> set[str]:
        """The columns that the lake has for this table."""
        return set(table_schema(self.table).names)

    @property
    def columns(self) -> list[str]:
        """The control's columns that this table has."""
        return [c for c in self.control.columns if c in self.names]

    def column(self, name: str) -> Column | None:
        """The contract's column of this name."""
        return next((c for c in self.table.value_columns if c.name == name), None)

    def heading(self, columns: str | None) -> str | None:
        """How a file heads the columns (names with commas between); a name that no header has is left as it is."""
        headers = {c.name: c.aliases[0] for c in self.table.columns if c.aliases}
        return ", ".join(headers.get(name, name) for name in columns.split(", ")) if columns else None

    @property
    def data(self) -> str:
        """Condition: a plain row, and in a cross-table a plain column."""
        return "row_kind = 'data'" + (" AND column_kind = 'data'" if self.table.across else "")

    @property
    def counts(self) -> dict[str, Any]:
        return self.delivery.record.tables[self.table.name]

    def kronor(self, name: str) -> str:
        """SQL: the column as a double, in kronor where a money unit is stated: units may differ between rows and files.

        For sizes only; sums that must be right are computed in decimals.
        """
        if f"{name}_unit" in self.names:
            return f'("{name}"::DOUBLE * {factor_sql(f"{name}_unit")}::DOUBLE)'
        column = self.column(name)
        unit = (column.unit if column else None) or ""
        factor = MONEY.get(unit, MONEY.get(self.counts.get("unit") or "", 1))
        return f'("{name}"::DOUBLE{f" * {factor}" if factor != 1 else ""})'

    def with_unit(self, name: str) -> list[str]:
        """The column and those beside it that say its unit and sign."""
        return [n for n in (name, f"{name}_unit", f"{name}_sign") if n in self.names]

    def result(
        self,
        failed: int,
        *,
        column: str | None = None,
        found: str | None = None,
        expected: str | None = None,
        rows: tuple[int, ...] = (),
    ) -> ControlResult:
        """Passed, or failed so many times."""
        state = "failed" if failed else "passed"
        check, severity = self.control.check, self.control.severity
        heading = self.heading(column)
        return ControlResult(check, severity, state, self.table.name, column, failed, found, expected, rows, heading)

    def not_checked(self, column: str | None = None, expected: str | None = None) -> ControlResult:
        """There is nothing to compare with: `expected` is the register that is missing, if it is one."""
        check, severity = self.control.check, self.control.severity
        heading = self.heading(column)
        return ControlResult(
            check, severity, COULD_NOT_RUN, self.table.name, column, expected=expected, heading=heading
        )


def _enough(records: list[DeliveryRecord]) -> list[DeliveryRecord]:
    """The latest records, as few as hold ENOUGH_ROWS: one huge file is yardstick enough."""
    before = 0
    chosen = []
    for record in reversed(records):
        if before < ENOUGH_ROWS:
            chosen.append(record)
        before += record.count("rows_loaded")
    return chosen[::-1]


def _apart_from_time(record: DeliveryRecord) -> dict[str, str]:
    """What a file's name says, but for its period and its version."""
    return {k: v for k, v in record.attributes.items() if k in ("board_code", "selection", "document")}


def _is_year_end(record: DeliveryRecord) -> bool:
    return any(is_year_end(record.attributes.get(name, "")) for name in PERIODS)


def _failed(record: DeliveryRecord, check: str) -> bool:
    return any(c["check"] == check and c["state"] == "failed" for c in record.controls)


def is_draft(record: DeliveryRecord) -> bool:
    """Whether a version of a plan or budget is a draft, by its name or its origin."""
    return record.attributes.get("version_label") == "draft" or (record.origin or {}).get("status") == "draft"


Check = Callable[[Examination], Iterator[ControlResult]]


def factor_sql(unit: str) -> str:
    """SQL: how many kronor one of the unit in this column is; 1 for anything but money."""
    cases = " ".join(f"WHEN '{name}' THEN {size}" for name, size in MONEY.items())
    return f'(CASE "{unit}" {cases} ELSE 1 END)::DECIMAL(7, 0)'


def readable(number: Decimal) -> str:
    """A number as people write it: spaces between thousands, decimal comma, no zeros at the end."""
    return f"{number:,f}".replace(",", " ").replace(".", ",")


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def parquet(files: list[Path]) -> str:
    """SQL: the rows of several files, columns by name."""
    return f"read_parquet([{', '.join(quoted(str(f)) for f in files)}], union_by_name = true)"
