"""Delivery-level audits, before the commit point: is this file what it claims to be?

Each check gives a result that is kept in the delivery's record. A failed check of severity `block`
makes the delivery blocked: it is kept, with its reasons, and counts for nothing until it is
corrected by a newer file or accepted by a person. Contracts override severity and limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from rjh_warehouse.contract import NUMERIC_TYPES, Contract, Control, Table
from rjh_warehouse.lake import DeliveryRecord, Lake

SAMPLE = 5
HISTORY = 3  # earlier deliveries of other subjects that a new one is compared with


@dataclass(frozen=True)
class ControlResult:
    """One check on one table. `state`: passed, failed, or not_checked (nothing to compare with)."""

    check: str
    severity: str
    state: str
    table: str
    column: str | None = None
    failed_count: int = 0
    found: str | None = None
    expected: str | None = None
    row_numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Delivery:
    """A read delivery that is not committed yet, and what it may be compared with."""

    contract: Contract
    record: DeliveryRecord
    files: dict[str, Path]  # table → its parquet file in the work folder
    lake: Lake
    earlier: list[DeliveryRecord]  # accepted deliveries of the contract, oldest first

    @property
    def previous_version(self) -> DeliveryRecord | None:
        same = [r for r in self.earlier if r.subject == self.record.subject]
        return same[-1] if same else None

    def compared_files(self, table: str) -> list[Path]:
        """The previous version's rows, else those of the latest other deliveries."""
        previous = self.previous_version
        chosen = [previous] if previous else self.earlier[-HISTORY:]
        paths = [self.lake.rows_file(table, r.delivery_id) for r in chosen]
        return [p for p in paths if p.exists()]


Check = Callable[[Delivery, Table, Control, duckdb.DuckDBPyConnection], Iterator[ControlResult]]


def run_controls(delivery: Delivery) -> list[ControlResult]:
    """Every control of the contract, and those that hold for all contracts, on every table."""
    results: list[ControlResult] = []
    with duckdb.connect() as connection:
        for table in delivery.contract.tables:
            if table.name not in delivery.files:
                continue
            connection.execute(f"CREATE OR REPLACE VIEW delivered AS FROM {_parquet([delivery.files[table.name]])}")
            for control in _controls_of(delivery.contract, table):
                results += CHECKS[control.check](delivery, table, control, connection)
    return results


def _controls_of(contract: Contract, table: Table) -> list[Control]:
    """The contract's controls, and the defaults that it does not name."""
    codes = tuple(c.name for c in table.columns if c.codes)
    amounts = tuple(c.name for c in table.value_columns if c.type == "amount")
    defaults = [
        Control(check="grain_unique", severity="block"),
        Control(check="rejected_share", severity="block", limit=0.5),
        Control(check="control_total", severity="block"),
        Control(check="stated_total", severity="warn", columns=amounts),
        Control(check="magnitude", severity="block", limit=300, columns=amounts),
        Control(check="unknown_code", severity="warn", columns=codes),
    ]
    named = {c.check for c in contract.controls}
    return [*contract.controls, *(d for d in defaults if d.check not in named)]


def _grain_unique(d: Delivery, t: Table, c: Control, db: duckdb.DuckDBPyConnection) -> Iterator[ControlResult]:
    if not t.key:
        return
    key = ", ".join(f'"{k}"' for k in t.key)
    data = "row_kind = 'data'" + (" AND column_kind = 'data'" if t.across else "")
    twice = db.execute(
        f"SELECT {key}, COUNT(*), MIN(row_number), MAX(row_number) FROM delivered WHERE {data}"
        f" GROUP BY {key} HAVING COUNT(*) > 1 ORDER BY MIN(row_number) LIMIT 1000"
    ).fetchall()
    first = ", ".join(str(v) for v in twice[0][: len(t.key)]) if twice else None
    rows = tuple(n for row in twice[:SAMPLE] for n in row[-2:])
    yield _result(c, t, ", ".join(t.key), len(twice), found=first, rows=rows)


def _rejected_share(d: Delivery, t: Table, c: Control, _: duckdb.DuckDBPyConnection) -> Iterator[ControlResult]:
    counts = d.record.tables[t.name]
    share = counts["rows_rejected"] / counts["rows_read"] if counts["rows_read"] else 0.0
    limit = c.limit if c.limit is not None else 0.5
    over = counts["rows_rejected"] if share > limit else 0
    yield _result(c, t, None, over, found=f"{share:.1%}", expected=f"≤ {limit:.1%}")


def _control_total(d: Delivery, t: Table, c: Control, db: duckdb.DuckDBPyConnection) -> Iterator[ControlResult]:
    """What the sender states in the origin's attributes: control_rows, control_sum_<column>."""
    stated = d.record.attributes
    if "control_rows" in stated and len(d.contract.tables) == 1:
        read = d.record.tables[t.name]["rows_read"]
        wrong = int(str(read) != stated["control_rows"].strip())
        yield _result(c, t, None, wrong, found=str(read), expected=stated["control_rows"])
    for column in (x for x in t.value_columns if x.type in NUMERIC_TYPES):
        wanted = stated.get(f"control_sum_{column.name}")
        if wanted is not None:
            total = db.execute(f'SELECT COALESCE(SUM("{column.name}"), 0) FROM delivered WHERE {_data(t)}').fetchone()
            same = db.execute("SELECT ?::DECIMAL(38, 6) = ?::DECIMAL(38, 6)", [str(total[0]), wanted.replace(",", ".")])
            yield _result(c, t, column.name, int(not same.fetchone()[0]), found=str(total[0]), expected=wanted)


def _stated_total(d: Delivery, t: Table, c: Control, db: duckdb.DuckDBPyConnection) -> Iterator[ControlResult]:
    """Stated totals against their parts: |difference| ≤ 3σ of the stated decimals (DOMAIN: rounding rule)."""
    names = db.execute("SELECT * FROM delivered LIMIT 0").description
    present = {n[0] for n in names}
    for column in c.columns:
        if column not in present:
            continue
        step = f'POWER(10::DOUBLE, -COALESCE("{column}_decimals", 0))' if f"{column}_decimals" in present else "0.01"
        across = ", column_name" if t.across else ""
        found = db.execute(
            f"""
            WITH cell AS (
                SELECT row_number, row_kind{across}, "{column}" AS amount, {step} AS step,
                       COUNT(*) FILTER (row_kind = 'subtotal') OVER (
                           PARTITION BY sheet{across} ORDER BY row_number DESC) AS block,
                       COUNT(*) FILTER (row_kind = 'total') OVER (
                           PARTITION BY sheet{across} ORDER BY row_number DESC) AS page, sheet
                FROM delivered WHERE "{column}" IS NOT NULL
            ), stated AS (
                SELECT *, CASE row_kind WHEN 'subtotal' THEN block ELSE page END AS part FROM cell
                WHERE row_kind <> 'data'
            ), compared AS (
                SELECT s.row_number, ANY_VALUE(s.amount) AS stated, SUM(p.amount) AS computed,
                       3 * SQRT((SUM(p.step * p.step) + ANY_VALUE(s.step * s.step)) / 12) AS tolerance
                FROM stated AS s JOIN cell AS p ON p.row_kind = 'data' AND p.sheet IS NOT DISTINCT FROM s.sheet
                     {"AND p.column_name = s.column_name" if t.across else ""}
                     AND CASE s.row_kind WHEN 'subtotal' THEN p.block ELSE p.page END = s.part
                GROUP BY s.row_number, s.row_kind, s.sheet{", s.column_name" if t.across else ""}
            )
            SELECT row_number, stated, computed FROM compared
            WHERE ABS(stated - computed) > tolerance ORDER BY row_number
            """
        ).fetchall()
        yield _result(
            c, t, column, len(found),
            found=str(found[0][1]) if found else None,
            expected=str(found[0][2]) if found else None,
            rows=tuple(r[0] for r in found[:SAMPLE]),
        )  # fmt: skip


def _magnitude(d: Delivery, t: Table, c: Control, db: duckdb.DuckDBPyConnection) -> Iterator[ControlResult]:
    """Thousands for millions: the mean size against the previous version or the latest deliveries."""
    files = d.compared_files(t.name)
    limit = c.limit or 300
    group = t.key[0] if t.key and t.name == "indicator_outcome" else None
    by = f'"{group}"' if group else "'all'"
    for column in c.columns:
        if column not in {x.name for x in t.value_columns}:
            continue
        if not files:
            yield _result(c, t, column, 0, state="not_checked")
            continue
        size = f'SELECT {by} AS what, AVG(ABS("{column}"))::DOUBLE AS size FROM {{}} WHERE {_data(t)} GROUP BY 1'
        off = db.execute(
            f"SELECT n.what, n.size, b.size FROM ({size.format('delivered')}) AS n"
            f" JOIN ({size.format(_parquet(files))}) AS b ON n.what = b.what"
            f" WHERE b.size > 0 AND n.size > 0 AND (n.size / b.size > {limit} OR b.size / n.size > {limit})"
            " ORDER BY 1"
        ).fetchall()
        found = f"{off[0][0]}: {off[0][1]:.6g}" if off else None
        yield _result(c, t, column, len(off), found=found, expected=f"≈ {off[0][2]:.6g}" if off else None)


def _unknown_code(d: Delivery, t: Table, c: Control, db: duckdb.DuckDBPyConnection) -> Iterator[ControlResult]:
    for column in (x for x in t.columns if x.name in c.columns):
        register = column.codes or REGISTERS.get(column.name)
        files = _register_files(d.lake, register) if register else []
        if not files:
            yield _result(c, t, column.name, 0, state="not_checked", expected=register)
            continue
        unknown = db.execute(
            f'SELECT "{column.name}", COUNT(*), MIN(row_number) FROM delivered WHERE "{column.name}" IS NOT NULL'
            f' AND {_data(t)} AND "{column.name}" NOT IN (SELECT "{column.name}" FROM {_parquet(files)}'
            f' WHERE "{column.name}" IS NOT NULL) GROUP BY 1 ORDER BY 3'
        ).fetchall()
        yield _result(
            c, t, column.name, sum(u[1] for u in unknown),
            found=", ".join(u[0] for u in unknown[:SAMPLE]) or None, expected=register,
            rows=tuple(u[2] for u in unknown[:SAMPLE]),
        )  # fmt: skip


REGISTERS = {"unit_code": "unit_register", "account_code": "account_plan", "measure_code": "measure_register"}


def _register_files(lake: Lake, table: str) -> list[Path]:
    records = [r for r in lake.records() if r.state == "accepted" and table in r.tables]
    return [p for r in records if (p := lake.rows_file(table, r.delivery_id)).exists()]


def _period_in_file(d: Delivery, t: Table, c: Control, db: duckdb.DuckDBPyConnection) -> Iterator[ControlResult]:
    """The period of every row is the period in the file's name."""
    period = d.record.attributes.get("period", "")
    for column in c.columns:
        other = db.execute(
            f"SELECT COUNT(*), MIN(row_number), ANY_VALUE(strftime(\"{column}\", '%Y%m')) FROM delivered"
            f" WHERE {_data(t)} AND strftime(\"{column}\", '%Y%m') <> ?",
            [period],
        ).fetchone()
        yield _result(c, t, column, other[0], found=other[2], expected=period, rows=(other[1],) if other[1] else ())


def _voucher_outside_period(
    d: Delivery, t: Table, c: Control, db: duckdb.DuckDBPyConnection
) -> Iterator[ControlResult]:
    """Dates outside the file's month: late postings, or a wrong date."""
    period = d.record.attributes.get("period", "")
    for column in c.columns:
        rows = db.execute(
            f"SELECT row_number, \"{column}\" FROM delivered WHERE strftime(\"{column}\", '%Y%m') <> ? ORDER BY 1",
            [period],
        ).fetchall()
        yield _result(
            c, t, column, len(rows), found=str(rows[0][1]) if rows else None, expected=period,
            rows=tuple(r[0] for r in rows[:SAMPLE]),
        )  # fmt: skip


def _sign(d: Delivery, t: Table, c: Control, db: duckdb.DuckDBPyConnection) -> Iterator[ControlResult]:
    """A class of accounts whose sums have turned against the latest deliveries of the same sender."""
    sender = d.record.attributes.get("board_code")
    others = [r for r in d.earlier if r.attributes.get("board_code") == sender and r.subject != d.record.subject]
    files = [p for r in others[-HISTORY:] if (p := d.lake.rows_file(t.name, r.delivery_id)).exists()]
    for column in c.columns:
        if not files or "account_code" not in {x.name for x in t.columns}:
            yield _result(c, t, column, 0, state="not_checked")
            continue
        sums = f'SELECT account_code, SUM("{column}")::DOUBLE AS total FROM {{}} WHERE {_data(t)} GROUP BY 1'
        turned = db.execute(
            f"SELECT LEFT(n.account_code, 1), COUNT(*) FROM ({sums.format('delivered')}) AS n"
            f" JOIN ({sums.format(_parquet(files))}) AS b ON n.account_code = b.account_code"
            " GROUP BY 1 HAVING SUM(CASE WHEN SIGN(n.total) <> SIGN(b.total) THEN ABS(n.total) ELSE 0 END)"
            " > 0.5 * SUM(ABS(n.total)) ORDER BY 1"
        ).fetchall()
        classes = ", ".join(f"{x[0]}xxx" for x in turned)
        yield _result(c, t, column, sum(x[1] for x in turned), found=classes or None)


def _adopted_changed(d: Delivery, t: Table, c: Control, _: duckdb.DuckDBPyConnection) -> Iterator[ControlResult]:
    """An adopted budget is delivered again with other content: it should have been a revision."""
    adopted = d.record.attributes.get("version_label") == "adopted"
    previous = d.previous_version if adopted else None
    yield _result(c, t, None, int(previous is not None), found=previous.file_name if previous else None)


def _same_content(d: Delivery, t: Table, c: Control, _: duckdb.DuckDBPyConnection) -> Iterator[ControlResult]:
    """The same bytes under another subject: last month's file sent again."""
    twin = [r for r in d.earlier if r.file_sha256 == d.record.file_sha256 and r.subject != d.record.subject]
    yield _result(c, t, None, len(twin), found=twin[0].file_name if twin else None)


CHECKS: dict[str, Check] = {
    "grain_unique": _grain_unique,
    "rejected_share": _rejected_share,
    "control_total": _control_total,
    "stated_total": _stated_total,
    "magnitude": _magnitude,
    "unknown_code": _unknown_code,
    "period_in_file": _period_in_file,
    "voucher_outside_period": _voucher_outside_period,
    "sign": _sign,
    "adopted_changed": _adopted_changed,
    "same_content": _same_content,
}


def _result(
    control: Control,
    table: Table,
    column: str | None,
    failed: int,
    *,
    found: str | None = None,
    expected: str | None = None,
    rows: tuple[int, ...] = (),
    state: str | None = None,
) -> ControlResult:
    return ControlResult(
        check=control.check,
        severity=control.severity,
        state=state or ("failed" if failed else "passed"),
        table=table.name,
        column=column,
        failed_count=failed,
        found=found,
        expected=expected,
        row_numbers=rows,
    )


def _data(table: Table) -> str:
    return "row_kind = 'data'" + (" AND column_kind = 'data'" if table.across else "")


def _parquet(files: list[Path]) -> str:
    names = ", ".join("'" + str(f).replace("'", "''") + "'" for f in files)
    return f"read_parquet([{names}], union_by_name = true)"


def blocks(results: list[ControlResult]) -> bool:
    """Whether a delivery with these results must not count."""
    return any(r.severity == "block" and r.state == "failed" for r in results)
