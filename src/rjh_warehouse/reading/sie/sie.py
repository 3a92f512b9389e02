"""A SIE 4 file and its contract in; the tables of accounts, objects, balances and vouchers out.

Each table's rows are laid as a grid under the contract's own headers (a column's first alias names the field:
`Konto`, `dim 1` …) and typed by the table engine, so that a faulty field rejects its row as in any other file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from rjh_warehouse.contract.contract import Contract, SieClosing, Table
from rjh_warehouse.contract.origin import Origin
from rjh_warehouse.reading.sie.lines import SieRecord, read_text, records
from rjh_warehouse.reading.sie.month import month_of, of_one_month
from rjh_warehouse.reading.sie.sums import sums_that_differ
from rjh_warehouse.reading.table.result import DeliveryError, Finding, NonData, ReadResult, RowSink
from rjh_warehouse.reading.table.table import GridRow, TableReader

_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
Row = dict[str, str | None]


def read_sie(
    path: Path, contract: Contract, origin: Origin | None, sink: RowSink, month: str | None = None
) -> ReadResult:
    """Read one SIE file, or one month of it, against its contract.

    Raises:
        DeliveryError: no SIE 4, too large, a line that is no record, or no board to book it on.
    """
    text, encoding = read_text(path)
    found = list(records(text, path.name))
    _refuse_other(path.name, found)
    closing = contract.sie_closing
    sums = sums_that_differ(found, closing)
    if month is not None:
        found = of_one_month(found, month, closing)
    reader = TableReader(contract, origin, sink, file_name=path.name)
    for table in contract.tables:
        reader.read_sheet(None, _grid(table, found, closing))
    result = reader.finish()
    result.encoding = encoding.removesuffix("-sig")
    if encoding != "cp437":
        result.findings.append(Finding("finding.sie_encoding", found=result.encoding, expected="CP437"))
    result.findings += sums
    _note_rest(found, result)
    return result


def _refuse_other(file_name: str, found: list[SieRecord]) -> None:
    stated = {r.label: r for r in found if r.label in ("#FLAGGA", "#SIETYP")}
    if "#FLAGGA" not in stated:
        raise DeliveryError("error.sie_line", file=file_name, row=1, found=found[0].text[:80] if found else "")
    kind = stated["#SIETYP"].at(0) if "#SIETYP" in stated else "1"
    if kind not in ("1", "2", "3", "4"):
        raise DeliveryError("error.sie_kind", file=file_name, found=kind, expected="4")


def _grid(table: Table, found: list[SieRecord], closing: SieClosing) -> Iterator[GridRow]:
    """The table's header as the contract words it, then a row per record; rows keep their line's number."""
    headers = [column.aliases[0] for column in table.columns if column.aliases]
    rows = [(r.row_number, row) for r in found if (row := _ROWS[table.name](r, closing)) is not None]
    if rows or not table.optional:
        yield 1, headers
    for number, row in rows:
        yield number, [row.get(header) for header in headers]


def _account(r: SieRecord, _: SieClosing) -> Row | None:
    return {"Konto": r.at(0), "Benämning": r.at(1)} if r.label == "#KONTO" else None


def _object(r: SieRecord, _: SieClosing) -> Row | None:
    if r.label in ("#DIM", "#UNDERDIM"):
        return {"Dimension": r.at(0), "Objekt": None, "Objektnamn": r.at(1)}
    return {"Dimension": r.at(0), "Objekt": r.at(1), "Objektnamn": r.at(2)} if r.label == "#OBJEKT" else None


def _balance(r: SieRecord, _: SieClosing) -> Row | None:
    """#IB #UB #RES year account amount; #OIB #OUB with objects; #PSALDO #PBUDGET year period account objects amount."""
    if r.label not in ("#IB", "#UB", "#OIB", "#OUB", "#RES", "#PSALDO", "#PBUDGET"):
        return None
    is_of_month = r.label in ("#PSALDO", "#PBUDGET")
    year, period, account, amount = (0, 1, 2, 3) if is_of_month else (0, -1, 1, 2)
    return {
        "Post": r.label[1:], "Årsnummer": r.at(year), "Saldoperiod": r.at(period) if is_of_month else None,
        "Saldokonto": r.at(account), "Saldo": r.at(amount), **_dimensions(r),
    }  # fmt: skip


def _posting(r: SieRecord, closing: SieClosing) -> Row | None:
    """#TRANS account {objects} amount transdate text, in its #VER serie number date text."""
    if r.label != "#TRANS":
        return None
    voucher = r.voucher
    day = (voucher.at(2) if voucher else None) or r.at(2)
    named = [part for part in (voucher.at(0), voucher.at(1)) if part] if voucher else []
    return {
        "Period": month_of(r, closing),
        "Konto": r.at(0),
        "Belopp": r.at(1),
        "Verifikat": " ".join(named) or None,
        "Verifikatdatum": _iso(r.at(2) or day),
        "Text": r.at(3) or (voucher.at(3) if voucher else None),
        **_dimensions(r),
    }


def _dimensions(r: SieRecord) -> Row:
    return {f"dim {dimension}": code for dimension, code in r.objects.items()}


def _iso(day: str | None) -> str | None:
    """20240131 as 2024-01-31; whatever else stands there is left for the engine to tell."""
    whole = _DAY.fullmatch(day or "")
    return "-".join(whole.groups()) if whole else day


_ROWS: dict[str, Callable[[SieRecord, SieClosing], Row | None]] = {
    "sie_account": _account, "sie_object": _object, "sie_balance": _balance, "ledger": _posting,
}  # fmt: skip
_READ = {"#KONTO", "#DIM", "#UNDERDIM", "#OBJEKT", "#TRANS"} | {
    f"#{name}" for name in ("IB", "UB", "OIB", "OUB", "RES", "PSALDO", "PBUDGET")
}


def _note_rest(found: list[SieRecord], result: ReadResult) -> None:
    """What gives no row: the head of the file, vouchers' own lines, and rows taken out of a voucher or put in it."""
    for record in found:
        if record.label not in _READ:
            kind = "sie_changed" if record.label in ("#RTRANS", "#BTRANS") else "sie_other"
            result.non_data.append(NonData(None, None, record.row_number, kind, record.text[:500]))
