"""A ledger of several months in one file: each month is a delivery of its own, in SIE and CSV, and the closing too."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from rjh_warehouse.contract.contract import Contract, read_contracts
from rjh_warehouse.intake.check import check_files
from rjh_warehouse.intake.load import LoadOutcome, load_files
from rjh_warehouse.intake.repair import Repair
from rjh_warehouse.intake.report import render_check
from rjh_warehouse.lake.proof import prove
from rjh_warehouse.lake.store import Lake

ROOT = Path(__file__).parents[1]
CONTRACTS = read_contracts(ROOT / "contracts")
ORIGIN = "title: t\nproducer: p\ndated: {day}\nreceived_on: {day}\nattributes: {{{more}}}\n"
HEAD = "Period;Konto;Ansvar;Verksamhet;Projekt;Motpart;Verifikat;Verifikatdatum;Text;Belopp"
UNITS = ("01010", "01020", "01030")
Amounts = dict[tuple[str, str], Decimal]  # (month, unit) → kronor, debit positive


def _amounts(*months: str) -> Amounts:
    return {(m, u): Decimal(int(m) % 97 * 10 + n) + Decimal("0.25") for m in months for n, u in enumerate(UNITS)}


def _deliver(path: Path, text: str, day: str, encoding: str, more: str = "") -> Path:
    path.write_text(text, encoding=encoding)
    Path(f"{path}.origin.yaml").write_text(ORIGIN.format(day=day, more=more), encoding="utf-8")
    return path


def _day(month: str) -> str:
    return f"{month[:4]}{min(int(month[4:]), 12):02}15"


def _csv(path: Path, amounts: Amounts, day: str, *, extra: tuple[str, ...] = (), total: Decimal | None = None) -> Path:
    """The months' rows mixed, as a ledger sorted by unit gives them."""
    rows = [
        f"{m};4010;{u};;;;{n};{_day(m)[:4]}-{_day(m)[4:6]}-15;x;{str(a).replace('.', ',')}"
        for n, ((m, u), a) in enumerate(sorted(amounts.items(), key=lambda i: (i[0][1], i[0][0])), start=1)
    ]
    total = sum(amounts.values(), Decimal(0)) if total is None else total
    rows += [*extra, f"Summa;;;;;;;;;{str(total).replace('.', ',')}"]
    return _deliver(path, "\n".join([HEAD, *rows]) + "\n", day, "cp1252")


def _sie(path: Path, amounts: Amounts, day: str, *, more: str = "", rows: str = "") -> Path:
    by_month: dict[str, list[str]] = defaultdict(list)
    for (month, unit), amount in amounts.items():
        by_month[month].append(f'#TRANS 4010 {{1 "{unit}"}} {amount}')
    sums = [f"#PSALDO 0 {m} 4010 {{}} {sum(a for (n, _), a in amounts.items() if n == m)} 0" for m in by_month]
    vouchers = [
        f'#VER {"P13" if m.endswith("13") else "A"} {n} {_day(m)} "x"\n{{\n' + "\n".join(lines) + "\n}"
        for n, (m, lines) in enumerate(by_month.items(), start=1)
    ]
    head = ["#FLAGGA 0", "#SIETYP 4", "#RAR 0 20240101 20241231", '#KONTO 4010 "Lön"', *sums]
    return _deliver(path, "\n".join([*head, *vouchers, rows]) + "\n", day, "cp437", more)


def _booked(lake: Lake, outcomes: list[LoadOutcome]) -> Amounts:
    """(month of the delivery, unit) → kronor of its rows; a row of another month is told as such."""
    found: Amounts = defaultdict(Decimal)
    for outcome in outcomes:
        assert outcome.record is not None, outcome.error
        own = outcome.record.attributes["period"]
        for row in pq.read_table(lake.rows_file("ledger", outcome.record.delivery_id)).to_pylist():
            if row["row_kind"] == "data":
                said = f"{row['period']:%Y}13" if row["period"].day == 31 else f"{row['period']:%Y%m}"
                assert said == own
                found[own, row["unit_code"]] += row["amount"]
    return dict(found)


FORMS = {
    "csv_by_year": lambda folder, amounts: _csv(folder / "huvudbok_RS_2024.csv", amounts, "2025-02-01"),
    "csv_by_span": lambda folder, amounts: _csv(folder / "huvudbok_RS_202401-202413.csv", amounts, "2025-02-01"),
    "sie_by_year": lambda folder, amounts: _sie(folder / "sie_RS_2024.se", amounts, "2025-02-01"),
    "sie_by_origin": lambda folder, amounts: _sie(folder / "export.txt", amounts, "2025-02-01", more="board_code: RS"),
    "sie_to_date": lambda folder, amounts: _sie(folder / "sie_RS_202412.se", amounts, "2025-02-01"),
}
YEAR = tuple(f"2024{n:02}" for n in range(1, 14))


@pytest.mark.parametrize("form", FORMS)
def test_each_month_is_a_delivery_of_its_own_and_the_closing_too(tmp_path: Path, form: str) -> None:
    amounts = _amounts(*YEAR)
    lake = Lake(tmp_path / "lake")
    outcomes = load_files([FORMS[form](tmp_path, amounts)], lake, CONTRACTS)
    assert [(o.status, o.month) for o in outcomes] == [("loaded", month) for month in YEAR]
    assert _booked(lake, outcomes) == amounts
    subjects = {o.record.subject.split("/", 1)[1] for o in outcomes if o.record}
    assert subjects == {f"board_code=RS/period={m}" for m in YEAR}, "as of files of one month"
    again = load_files([tmp_path / o.path.name for o in outcomes[:1]], lake, CONTRACTS)
    assert {o.status for o in again} == {"known"}


@pytest.mark.parametrize("kind", ["csv", "sie"])
def test_a_later_file_is_a_newer_version_of_its_own_months_only(tmp_path: Path, kind: str) -> None:
    write = _csv if kind == "csv" else _sie
    name = "huvudbok_RS_{}.csv" if kind == "csv" else "sie_RS_{}.se"
    first, lake = _amounts("202401", "202402", "202403"), Lake(tmp_path / "lake")
    load_files([write(tmp_path / name.format("202401-202403"), first, "2024-04-05")], lake, CONTRACTS)
    then = _amounts("202403", "202404") | {("202403", "01010"): Decimal("999.99")}
    outcomes = load_files([write(tmp_path / name.format("202403-202404"), then, "2024-05-05")], lake, CONTRACTS)
    assert [(o.status, o.month) for o in outcomes] == [("loaded", "202403"), ("loaded", "202404")]
    newest = {r.subject: r for r in lake.records()}
    held = {r.attributes["period"]: r.attributes["months_of_file"] for r in newest.values()}
    assert held == {
        "202401": "202401, 202402, 202403", "202402": "202401, 202402, 202403",
        "202403": "202403, 202404", "202404": "202403, 202404",
    }  # fmt: skip


def test_a_month_that_lacks_units_is_held_back_and_no_other(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    whole = _amounts("202401", "202402")
    load_files([_csv(tmp_path / "huvudbok_RS_202401-202402.csv", whole, "2024-03-05")], lake, CONTRACTS)
    part = {k: a for k, a in _amounts("202402", "202403").items() if k[0] == "202403" or k[1] == "01010"}
    outcomes = load_files([_csv(tmp_path / "huvudbok_RS_202402-202403.csv", part, "2024-04-05")], lake, CONTRACTS)
    assert [(o.status, o.month) for o in outcomes] == [("blocked", "202402"), ("loaded", "202403")]


def test_what_is_read_of_the_months_is_what_is_read_of_the_file(tmp_path: Path) -> None:
    amounts = _amounts("202401", "202402")
    odd = (
        "202402;4010;01010;;;;8;2024-02-15;x;tolv",  # of its month
        "2024-99;4010;01010;;;;9;2024-02-15;x;1,00",  # of the line before it
        '202401;4010;01020;;;;10;2024-01-15;"två\nrader";0,00',
    )
    path = _csv(tmp_path / "huvudbok_RS_202401-202402.csv", amounts, "2024-03-05", extra=odd)
    lake = Lake(tmp_path / "lake")
    outcomes = load_files([path], lake, CONTRACTS)
    counts = {
        o.month: tuple(o.record.count(n) for n in ("rows_read", "rows_loaded", "rows_rejected"))
        for o in outcomes
        if o.record
    }
    assert counts == {"202401": (4, 4, 0), "202402": (5, 3, 2)}
    records = {r.attributes["period"]: r for r in lake.records()}
    rows = pq.read_table(lake.rows_file("ledger", records["202401"].delivery_id)).to_pylist()
    assert [r["row_number"] for r in rows] == [2, 4, 6, 10], "lines of the file as it came"
    report = check_files([path], CONTRACTS, lake=lake)
    assert any(line.startswith("huvudbok_RS_202401-202402.csv [202402]") for line in render_check(report))


def test_a_row_whose_month_cannot_be_read_is_of_one_month_wherever_it_stands(tmp_path: Path) -> None:
    rows = [f"{m};4010;01010;;;;1;2024-0{m[-1]}-15;x;1,00" for m in ("202401", "202402")]
    odd = "2024-99;4010;01010;;;;9;2024-02-15;x;1,00"
    text = "\n".join([HEAD, odd, rows[0], "", rows[1], "Summa;;;;;;;;;2,00", odd]) + "\n"
    path = _deliver(tmp_path / "huvudbok_RS_2024.csv", text, "2024-03-05", "cp1252")
    checked = check_files([path], CONTRACTS).files
    read = [c.result.tables["ledger"] for c in checked if c.result]
    counts = [(t.rows_read, t.rows_loaded, t.rows_rejected, t.non_data["blank"]) for t in read]
    assert [[r.row_number for r in c.result.rejections] for c in checked if c.result] == [[2], [7]]
    assert counts == [(2, 1, 1, 1), (2, 1, 1, 0)]


def test_a_voucher_without_a_day_is_of_one_month(tmp_path: Path) -> None:
    undated = '#VER A 9 "" "x"\n{\n#TRANS 4010 {1 "01010"} 7.00\n}\n'
    path = _sie(tmp_path / "sie_RS_2024.se", _amounts("202401", "202402"), "2024-03-05", rows=undated)
    checked = check_files([path], CONTRACTS).files
    assert [c.result.tables["ledger"].rows_read for c in checked if c.result] == [4, 3]
    assert [c.result.tables["ledger"].rows_rejected for c in checked if c.result] == [1, 0]


def test_the_total_is_of_the_whole_file(tmp_path: Path) -> None:
    amounts = _amounts("202401", "202402")
    right = check_files([_csv(tmp_path / "huvudbok_RS_2024.csv", amounts, "2024-03-05")], CONTRACTS)
    assert "stated_total" not in {c.check for f in right.files for c in f.failed}
    wrong = check_files([_csv(tmp_path / "huvudbok_RS_2024.csv", amounts, "2024-03-05", total=Decimal(1))], CONTRACTS)
    assert ["stated_total" in {c.check for c in f.failed} for f in wrong.files] == [True, True]


@pytest.mark.parametrize("word", ["Summa", "SUMMA", " summa "])
def test_a_stated_total_is_of_no_month_however_it_is_written(tmp_path: Path, word: str) -> None:
    path = _csv(tmp_path / "huvudbok_RS_2024.csv", _amounts("202401", "202402"), "2024-03-05")
    path.write_text(path.read_text(encoding="cp1252").replace("Summa", word), encoding="cp1252")
    lake = Lake(tmp_path / "lake")
    ids = [o.record.delivery_id for o in load_files([path], lake, CONTRACTS) if o.record]
    kinds = [pq.read_table(lake.rows_file("ledger", i))["row_kind"].to_pylist() for i in ids]
    assert kinds == [["data"] * 3] * 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"months_apart": "amount"},
        {"months_apart": "month"},
        {"format": "excel"},
        {"rows": {"end_at_blank": True}},
        {"header_rows": 2},
    ],
)
def test_a_contract_whose_months_cannot_be_told_apart_is_refused(wrong: dict[str, object]) -> None:
    fields = yaml.safe_load((ROOT / "contracts" / "ledger.yaml").read_text(encoding="utf-8"))
    fields["file_pattern"] = fields["file_pattern"].replace("@boards", "RS")
    Contract.model_validate(fields)
    (table,) = fields["tables"]
    (table if {"rows", "header_rows"} & wrong.keys() else fields).update(wrong)
    with pytest.raises(ValueError, match="months_apart"):
        Contract.model_validate(fields)


def test_a_name_of_one_month_holds_no_other(tmp_path: Path) -> None:
    stray = _amounts("202403", "202305")
    for path in (
        _csv(tmp_path / "huvudbok_RS_202403.csv", stray, "2024-04-05"),
        _sie(tmp_path / "sie_RS_202403.se", stray, "2024-04-05"),
    ):
        (judged,) = check_files([path], CONTRACTS).files
        assert (judged.state, judged.month) == ("blocked", None)
        assert "period_in_file" in {c.check for c in judged.failed}


def test_a_file_without_a_month_is_told(tmp_path: Path) -> None:
    (judged,) = check_files([_csv(tmp_path / "huvudbok_RS_2024.csv", {}, "2024-04-05")], CONTRACTS).files
    assert judged.error is not None
    assert (judged.error.code, judged.error.places["expected"]) == ("error.no_months", "period")


def test_rows_of_one_month_can_be_read_again_from_the_file(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    amounts = _amounts("202401", "202402", "202413")
    outcomes = load_files([_sie(tmp_path / "sie_RS_2024.se", amounts, "2025-02-05")], lake, CONTRACTS)
    record = next(o.record for o in outcomes if o.month == "202402")
    assert record is not None
    file = lake.rows_file("ledger", record.delivery_id)
    before = file.read_bytes()
    file.write_bytes(before[:-5] + b"\0" * 5)
    (damage,) = prove(lake)
    assert Repair(lake, CONTRACTS, tmp_path).heal(damage)
    assert file.read_bytes() == before
