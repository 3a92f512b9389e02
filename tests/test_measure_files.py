"""A tiny invented region as files, whose measures are computed by hand: levels, overlaps, ends, moved starts."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import plain_models
import pytest
from openpyxl import Workbook

from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.store import Lake

# seventy files are loaded and built: with `pytest -m slow`, which CI runs
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("measure_files")]

ROOT = Path(__file__).parents[1]
TARGETS = frozenset((
    "mart.measure_effect", "mart.measure_evaluation", "mart.measure_cost_shift", "mart.measure_status",
    "mart.balance_gap", "core.slice_overlap", "core.measure_slice_cell", "core.measure_end",
))  # fmt: skip
MONTHS = [dt.date(2023 + n // 12, n % 12 + 1, 1) for n in range(30)]  # to June 2025
UNITS = {f"01{n:03d}": "RS" for n in range(1, 41)} | {"02001": "HSN", "02002": "HSN"}
CUT = {"01001": (24, 30, 0.8), "01002": (6, 12, 0.7), "02001": (24, 30, 1.3)}  # from, to, what is left
REGISTER = (
    "Åtgärdskod;Typ;Benämning;Nämnd;Program;Beskrivning;Konsekvens;Risk;Basår;Helårseffekt (tkr);Startmånad;"
    "Infasning månader;Beslutad;Diarienummer"
)
MEASURES = {  # code: full-year effect in tkr, start, ramp
    "RAMPS": ("1200,0", "2025-01", 2),  # a cut of a fifth on 01001
    "NEVER": ("600,0", "2025-01", 0),  # on the cell of RAMPS, cancelled before it began
    "ENDED": ("240,0", "2023-07", 0),  # 01002, cancelled in December 2023
    "AFTER": ("120,0", "2025-01", 0),  # the same cell, a year later
    "THREE-1": ("120,0", "2025-01", 0),  # 01003 with the two others, and 01004 alone
    "THREE-2": ("120,0", "2025-02", 0),  # 01003, and 01005 with the third
    "THREE-3": ("120,0", "2025-03", 0),
    "CHOSEN": ("120,0", "2025-01", 0),  # its slice is registered when the outcome is known
    "DELAYED": ("120,0", "2025-01", 0),  # first registered for October 2024
    "FITTED": ("120,0", "2025-02", 0),  # moved from October 2024 when the outcome was known
    "DATED-BACK": ("120,0", "2025-01", 0),  # said in May 2025 to have been cancelled in 2024
    "RESUMED": ("120,0", "2025-01", 0),  # cancelled in February 2025, taken up again in April
    "EMPTY": ("", "2025-01", 0),  # no amount, no slice, no risk
}
SLICES = [  # code, kind, unit, registered
    ("RAMPS", "effect", "01001", "2024-11-01"),
    ("RAMPS", "counter", "02001", "2024-11-01"),
    ("NEVER", "effect", "01001", "2024-11-01"),
    ("ENDED", "effect", "01002", "2023-05-01"),
    ("AFTER", "effect", "01002", "2024-11-01"),
    ("AFTER", "counter", "01001", "2024-11-01"),
    ("DELAYED", "counter", "02001", "2024-09-01"),  # the same cell as RAMPS
    ("THREE-1", "effect", "01003", "2024-11-01"),
    ("THREE-1", "effect", "01004", "2024-11-01"),
    ("THREE-2", "effect", "01003", "2024-11-01"),
    ("THREE-2", "effect", "01005", "2024-11-01"),
    ("THREE-3", "effect", "01003", "2024-11-01"),
    ("THREE-3", "effect", "01005", "2024-11-01"),
    ("CHOSEN", "effect", "01006", "2025-03-10"),
    ("DELAYED", "effect", "01007", "2024-09-01"),
    ("FITTED", "effect", "01008", "2024-09-01"),
    ("DATED-BACK", "effect", "01010", "2024-11-01"),
    ("RESUMED", "effect", "01011", "2024-11-01"),
]
STATUSES = [
    *((code, "beslutad", "2024-06-01") for code in MEASURES if code != "ENDED"),
    ("ENDED", "beslutad", "2023-05-01"),
    ("ENDED", "påbörjad", "2023-07-01"),
    ("ENDED", "avbruten", "2023-12-12"),
    ("NEVER", "avbruten", "2024-12-20"),
    ("RESUMED", "påbörjad", "2025-01-01"),
]
FIRST_START = {"DELAYED": "2024-10", "FITTED": "2024-10"}
Row = dict[str, Any]


def cost(unit: str, n: int) -> Decimal:
    """What a unit books on 6210 in month number n: dearer by 3 % each April, a wave of its own, and its measures."""
    size = 100_000 + 1_000 * int(unit)
    wave = 1 + ((7 * n * n + 13 * int(unit) * n + int(unit)) % 29 - 14) / 1000
    first, end, left = CUT.get(unit, (0, 0, 1.0))
    amount = size * 1.03 ** ((n + 9) // 12) * wave * (left if first <= n < end else 1)
    return Decimal(f"{amount:.2f}")


def text(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


class Folder:
    """Files as they are delivered, each with its origin beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: list[Path] = []

    def csv(self, name: str, known: str, lines: Sequence[str], unit: str = "", encoding: str = "utf-8") -> None:
        (self.path / name).write_text("\n".join([*lines, ""]), encoding=encoding)
        self.origin(name, known, unit)

    def origin(self, name: str, known: str, unit: str = "") -> None:
        told = f"title: {name}\nproducer: Påhittad region\ndated: {known}\nreceived_on: {known}\nstatus: adopted\n"
        (self.path / f"{name}.origin.yaml").write_text(told + (f"unit: {unit}\n" if unit else ""), encoding="utf-8")
        self.files.append(self.path / name)


def registered(starts: dict[str, str]) -> list[str]:
    rows = [
        f"{code};Typ;Åtgärd {code};RS;;;{'' if code == 'EMPTY' else 'Lägre nivå'};{'' if code == 'EMPTY' else 'Låg'};"
        f"2024;{effect};{starts.get(code, start)};{ramp};2024-06-01;R/{n}"
        for n, (code, (effect, start, ramp)) in enumerate(MEASURES.items())
    ]
    return [REGISTER, *rows]


def written(path: Path) -> list[Path]:
    """Every file of the region."""
    box = Folder(path)
    accounts = ["6210;Lokaler;OTHER_EXT", "3010;Avgifter;EXT_REV"]
    box.csv("kontoplan.csv", "2022-12-01", ["Konto;Benämning;Kostnadsslag", *accounts])
    head = "Ansvar;Benämning;Avdelningskod;Avdelning;Områdeskod;Område;Nämnd;Giltig från;Giltig till"
    units = [f"{unit};Enhet {unit};A{b};Avdelning;O{b};Område;{b};2015-01-01;" for unit, b in UNITS.items()]
    box.csv("enhetsregister.csv", "2022-12-01", [head, *units])
    box.csv("atgardsregister.csv", "2023-05-01", registered(FIRST_START), "tkr")
    box.csv("atgardsregister_v2.csv", "2025-01-20", registered({"FITTED": "2024-10"}), "tkr")
    box.csv("atgardsregister_v3.csv", "2025-05-10", registered({}), "tkr")
    head = "Åtgärdskod;Slag;Ansvar;Konto från;Konto till;Startmånad;Registrerad"
    slices = [f"{code};{kind};{unit};6200;6299;{MEASURES[code][1]};{day}" for code, kind, unit, day in SLICES]
    box.csv("atgardsurval.csv", "2025-03-20", [head, *slices])
    status = ["Åtgärdskod;Status;Datum;Kommentar", *(f"{';'.join(row)};" for row in STATUSES)]
    box.csv("atgardsstatus.csv", "2025-01-05", status)
    status += ["RESUMED;avbruten;2025-02-10;", "RESUMED;påbörjad;2025-04-01;"]
    box.csv("atgardsstatus_v2.csv", "2025-04-02", status)
    box.csv("atgardsstatus_v3.csv", "2025-05-20", [*status, "DATED-BACK;avbruten;2024-11-15;"])
    for period, told in (("202501", [("RAMPS", 30, None), ("THREE-1", 10, None)]), ("202502", [("RAMPS", 60, 50)])):
        sheet = (book := Workbook()).worksheets[0]
        sheet.title = "Uppföljning"
        sheet.append(["Åtgärdskod", "Månad", "Genomförd effekt (tkr)", "Verifierad effekt (tkr)", "Kommentar"])
        for code, carried_out, verified in told:
            sheet.append([code, f"{period[:4]}-{period[4:]}", carried_out, verified])
        book.save(path / f"atgardsuppfoljning_{period}.xlsx")
        box.origin(f"atgardsuppfoljning_{period}.xlsx", f"2025-0{int(period[-1]) + 1}-12")
    head = "Period;Konto;Ansvar;Verksamhet;Projekt;Motpart;Verifikat;Verifikatdatum;Text;Belopp"
    for n, month in enumerate(MONTHS):
        closed = (month + dt.timedelta(days=35)).replace(day=5).isoformat()
        for board in ("RS", "HSN"):
            lines = [
                f"{month:%Y%m};6210;{unit};;;;{n}-{unit};{month:%Y-%m}-15;Hyra;{text(cost(unit, n))}"
                for unit, at in UNITS.items()
                if at == board
            ]
            box.csv(f"huvudbok_{board}_{month:%Y%m}.csv", closed, [head, *lines], "kr", "cp1252")
    for file in (ROOT / "deliveries" / "rs-plan-budget-2024").glob("krav_*"):
        shutil.copy(file, path / file.name)
    return [*box.files, path / "krav_rs-plan-budget-2024.csv"]


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("measure_files")
    lake = Lake(folder / "lake")
    (folder / "files").mkdir()
    for found in load_files(written(folder / "files"), lake, read_contracts(ROOT / "contracts")):
        assert found.status == "loaded", found
    plain_models.build(folder / "warehouse.duckdb", lake, plain_models.rendered(TARGETS))
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


def rows(region: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    cursor = region.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def one(region: duckdb.DuckDBPyConnection, sql: str) -> Row:
    (row,) = rows(region, sql)
    return row


def evaluated(region: duckdb.DuckDBPyConnection, code: str) -> Row:
    return one(region, f"SELECT * FROM mart.measure_evaluation WHERE is_default AND measure_code = '{code}'")


def test_level_new_effect_and_cash_by_start_and_ramp(region: duckdb.DuckDBPyConnection) -> None:
    """1 200 tkr a year from January 2025 over two months' ramp: 1/3 + 2/3 + 10 months of 100 tkr."""
    columns = "level_sek, new_effect_sek, cumulative_cash_sek, within_year_sek, cumulative_within_year_sek"

    def years(code: str) -> list[tuple[Any, ...]]:
        return region.execute(
            f"SELECT fiscal_year, {columns} FROM mart.measure_effect WHERE measure_code = '{code}' ORDER BY 1"
        ).fetchall()

    assert years("RAMPS")[:2] == [
        (2025, 1_200_000, 1_200_000, 1_200_000, 1_100_000, 1_100_000),
        (2026, 1_200_000, 0, 2_400_000, 1_200_000, 2_300_000),
    ]
    assert years("FITTED")[:2] == [
        (2025, 120_000, 120_000, 120_000, 110_000, 110_000),
        (2026, 120_000, 0, 240_000, 120_000, 230_000),
    ]
    assert years("ENDED")[:3] == [
        (2023, 240_000, 240_000, 240_000, 120_000, 120_000),
        (2024, 0, -240_000, 240_000, 0, 120_000),
        (2025, 0, 0, 240_000, 0, 120_000),
    ]
    assert {row[1:] for row in years("NEVER")} == {(0, 0, 0, 0, 0)}
    assert {row[1:] for row in years("EMPTY")} == {(None,) * 5}


def test_the_three_steps_and_what_is_booked_stand_side_by_side(region: duckdb.DuckDBPyConnection) -> None:
    row = one(region, "SELECT * FROM mart.measure_effect WHERE measure_code = 'RAMPS' AND fiscal_year = 2025")
    assert (row["decided_to_date_sek"], row["carried_out_sek"], row["verified_sek"]) == (100_000, 90_000, 50_000)
    assert row["booked_change_sek"] == sum(cost("01001", n - 12) - cost("01001", n) for n in range(24, 30))
    ended = rows(region, "SELECT * FROM mart.measure_effect WHERE measure_code = 'ENDED'")
    assert {row["booked_change_sek"] for row in ended} == {None}  # nothing is booked before its base year's months


def test_the_required_reduction_is_covered_over_the_same_months(region: duckdb.DuckDBPyConnection) -> None:
    """3.2 % of January and February 2024; of 2025's base only six months are booked, so 2026 is read on six."""

    def steps(year: int) -> dict[str, Row]:
        found = rows(
            region,
            "SELECT * FROM mart.balance_gap WHERE board_code = 'RS'"
            f" AND basis_code = 'EXTERNAL/WITH_ELECTED/MONTHS' AND fiscal_year = {year}",
        )
        return {row["step_code"]: row for row in found}

    base = sum(cost(unit, n) for unit, board in UNITS.items() if board == "RS" for n in (12, 13))
    new = {"decided": 220_000, "carried_out": 100_000, "verified": 50_000}
    for step, row in steps(2025).items():
        assert (row["month_count"], row["gross_cost_base_sek"], row["new_effect_sek"]) == (2, base, new[step])
        assert row["required_reduction_sek"] == round(base * Decimal("0.032"), 2)
        assert row["gap_sek"] == row["required_reduction_sek"] - new[step]
    decided = steps(2026)["decided"]
    assert (decided["month_count"], decided["gross_cost_base_sek"]) == (
        6,
        sum(cost(unit, n) for unit, board in UNITS.items() if board == "RS" for n in range(24, 30)),
    )
    # of January–June: RAMPS 600 less 500 (its ramp), FITTED and THREE-2 10 each (January), THREE-3 20; RESUMED 10
    assert decided["new_effect_sek"] == 150_000
    assert decided["level_effect_sek"] == 600_000 + 8 * 60_000


def test_overlaps_three_ways_stand_once_and_take_no_krona(region: duckdb.DuckDBPyConnection) -> None:
    found = {row["unit_code"]: row for row in rows(region, "SELECT * FROM core.slice_overlap")}
    assert found.keys() == {"01003", "01005"}
    assert found["01003"]["measure_codes"] == "THREE-1, THREE-2, THREE-3"
    assert found["01003"]["booked_sek"] == -sum(cost("01003", n) for n in range(25, 30))
    assert found["01005"]["booked_sek"] == -sum(cost("01005", n) for n in range(26, 30))
    alone = evaluated(region, "THREE-1")
    assert (alone["own_cell_count"], alone["shared_cell_count"], alone["months_before"]) == (1, 1, 24)
    assert {evaluated(region, code)["verdict_code"] for code in ("THREE-2", "THREE-3")} == {"slice_shared"}


def test_a_cancelled_measure_claims_until_it_was_cancelled(region: duckdb.DuckDBPyConnection) -> None:
    assert evaluated(region, "NEVER")["verdict_code"] == "cancelled"
    ramps = evaluated(region, "RAMPS")
    assert (ramps["verdict_code"], ramps["shared_cell_count"], ramps["control_count"]) == ("lower", 0, 30)
    ended, after = evaluated(region, "ENDED"), evaluated(region, "AFTER")
    assert (ended["months_before"], ended["months_after"], ended["last_month"]) == (6, 6, dt.date(2023, 12, 1))
    assert (after["months_before"], after["months_after"], after["shared_cell_count"]) == (18, 6, 0)
    back = evaluated(region, "DATED-BACK")
    assert (back["verdict_code"], back["months_after"], back["is_cancelled_late"]) == ("cancelled_late", 6, True)


def test_a_measure_taken_up_again_is_without_the_months_between(region: duckdb.DuckDBPyConnection) -> None:
    row = evaluated(region, "RESUMED")
    assert (row["months_after"], row["last_month"], row["is_resumed_late"]) == (5, MONTHS[-1], False)
    assert "avbröts 2025-02-10 och återupptogs 2025-04-01" in row["wording"]
    of = "measure_code = 'RESUMED'"
    status = one(region, f"SELECT * FROM mart.measure_status WHERE {of}")
    assert (status["status_code"], status["is_status_in_order"]) == ("STARTED", True)
    assert (status["cancelled_on"], status["resumed_on"]) == (dt.date(2025, 2, 10), dt.date(2025, 4, 1))
    year = one(region, f"SELECT * FROM mart.measure_effect WHERE {of} AND fiscal_year = 2025")
    assert year["within_year_sek"] == 110_000
    history = region.execute(
        f"SELECT status_code, is_resumed FROM core.measure_status_history WHERE {of} ORDER BY status_from"
    )
    assert history.fetchall() == [("DECIDED", False), ("STARTED", False), ("CANCELLED", False), ("STARTED", True)]


def test_slices_and_starts_that_came_late_claim_nothing(region: duckdb.DuckDBPyConnection) -> None:
    assert evaluated(region, "CHOSEN")["verdict_code"] == "slice_registered_late"
    delayed, fitted = evaluated(region, "DELAYED"), evaluated(region, "FITTED")
    for row, known, start in ((delayed, dt.date(2025, 1, 20), 1), (fitted, dt.date(2025, 5, 10), 2)):
        assert row["start_month"] == dt.date(2025, start, 1)
        assert (row["first_start_month"], row["start_known_from"]) == (dt.date(2024, 10, 1), known)
        assert f"{known:%Y-%m-%d}" in row["wording"]
    assert (delayed["is_start_moved_late"], delayed["months_before"]) == (False, 24)
    assert fitted["verdict_code"] == "start_moved_late"


def test_a_moved_cost_is_sought_where_no_measure_saves(region: duckdb.DuckDBPyConnection) -> None:
    found = {row["measure_code"]: row for row in rows(region, "SELECT * FROM mart.measure_cost_shift")}
    assert found["RAMPS"]["verdict_code"] == "shift_rise"
    for code, other in (("RAMPS", "DELAYED"), ("DELAYED", "RAMPS")):  # one rise, seen by both: one krona
        row = found[code]
        assert (row["counter_also_cell_count"], row["counter_also_codes"], row["attributed_sek"]) == (1, other, None)
        assert row["effect_sek"] < 0 and f"({other})" in row["wording"]
    assert (found["AFTER"]["verdict_code"], found["AFTER"]["counter_shared_cell_count"]) == ("counter_shared", 1)
    assert "RAMPS" in found["AFTER"]["wording"]


def test_what_is_missing_is_listed(region: duckdb.DuckDBPyConnection) -> None:
    missing = dict(region.execute("SELECT measure_code, missing_text FROM mart.measure_status").fetchall())
    assert missing.pop("EMPTY") == "belopp, konsekvensbeskrivning, riskbedömning, urval i huvudboken"
    assert set(missing.values()) == {None}
