"""Each delivery-level audit: data that trips it, and near misses that do not."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
import yaml

from rjh_warehouse.cli.intake import has_trouble, load_line, load_summary
from rjh_warehouse.contract.contract import Contract, read_contract, read_contracts
from rjh_warehouse.intake import controls
from rjh_warehouse.intake.load import LoadOutcome, load_files
from rjh_warehouse.lake.store import DeliveryRecord, Lake

ROOT = Path(__file__).parents[1]
COST = """
contract: cost
title_sv: Kostnad
title_en: Cost
description: Costs by unit and account.
source: a test
file_pattern: 'cost(?:_(?P<board_code>RS|HSN))?_(?P<period>\\d{6})(?:_v\\d+)?\\.csv'
format: csv
tables:
  - name: cost
    rows: {subtotal: '^Delsumma', total: '^Summa'}
    columns:
      - {name: account_code, type: code, aliases: [konto]}
      - {name: unit_code, type: code, aliases: [ansvar], codes: unit_register, required: false}
      - {name: month, type: month, aliases: [månad], required: false}
      - {name: amount, type: amount, unit: header, decimals_from_cell: true, aliases: [belopp], required: false}
    key: [account_code, unit_code]
"""
REGISTER = """
contract: unit_register
title_sv: Enheter
title_en: Units
description: Units.
source: a test
file_pattern: 'enheter(?:_v\\d+)?\\.csv'
format: csv
tables:
  - name: unit_register
    columns:
      - {name: unit_code, type: code, aliases: [ansvar]}
    key: [unit_code]
"""
BUDGET = """
contract: budget
title_sv: Budget
title_en: Budget
description: A budget with months across.
source: a test
file_pattern: 'budget_(?P<fiscal_year>\\d{4})_(?P<version_label>draft|adopted)(?:_v\\d+)?\\.xlsx'
format: excel
tables:
  - name: budget
    layout: cross
    rows: {subtotal: '^Summa', total: '^Totalt'}
    columns:
      - {name: label, aliases: [Rad]}
    across:
      months: true
      total: '^Helår$'
      value: {name: amount, type: amount, unit: tkr, decimals: 0, required: false}
"""
HEADER = "konto;ansvar;månad;belopp (tkr)"
Load = Callable[..., LoadOutcome]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("cost", COST), ("unit_register", REGISTER), ("budget", BUDGET)):
        (tmp_path / "contracts").mkdir(exist_ok=True)
        (tmp_path / "contracts" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def lake(folder: Path) -> Lake:
    return Lake(folder / "lake")


def _contracts(folder: Path, extra: list[dict[str, Any]] | None = None, lean: bool = False) -> dict[str, Contract]:
    path = folder / "contracts" / "cost.yaml"
    content = yaml.safe_load(COST)
    content["controls"] = extra or []
    if lean:
        content["tables"][0]["lean"] = True
        content["tables"][0]["columns"][-1]["unit"] = "kr"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return read_contracts(folder / "contracts")


@pytest.fixture
def load(folder: Path, lake: Lake) -> Load:
    def _load(
        name: str,
        *rows: str,
        header: str = HEADER,
        control: list[dict[str, Any]] | None = None,
        origin: dict[str, Any] | None = None,
        lean: bool = False,
    ) -> LoadOutcome:
        path = folder / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        if origin is not None:
            about = {"title": "t", "producer": "p", "dated": "2024-05-01", **origin}
            Path(f"{path}.origin.yaml").write_text(yaml.safe_dump(about, default_flow_style=False), encoding="utf-8")
        (outcome,) = load_files([path], lake, _contracts(folder, control, lean))
        return outcome

    return _load


def _record(outcome: LoadOutcome) -> DeliveryRecord:
    assert outcome.record, outcome.error
    return outcome.record


def _failed(outcome: LoadOutcome) -> dict[str, dict[str, Any]]:
    return {c["check"]: c for c in _record(outcome).controls if c["state"] == "failed"}


def _unchecked(outcome: LoadOutcome) -> set[str]:
    return {c["check"] for c in _record(outcome).controls if c["state"] == "could_not_run"}


def test_a_key_that_stands_twice_blocks(load: Load) -> None:
    outcome = load("cost_202404.csv", "4010;01;202404;1", "4010;01;202404;2", "4010;02;202404;3")
    assert outcome.status == "blocked"
    found = _failed(outcome)["grain_unique"]
    assert (found["failed_count"], found["found"], found["row_numbers"]) == (1, "4010, 01", (2, 3))


def test_the_key_is_of_plain_rows_and_knows_empty_cells(load: Load) -> None:
    good = load("cost_202404.csv", "4010;01;;1", "4010;;;2", "Summa;;;3", "Summa;;;3")
    assert "grain_unique" not in _failed(good)
    bad = load("cost_202405.csv", "4010;;;1", "4010;;;2")
    assert _failed(bad)["grain_unique"]["found"] == "4010, –"


@pytest.mark.parametrize(
    ("bad", "limit", "is_blocked"),
    [(2, None, False), (3, None, True), (1, 0.25, False), (1, 0.24, True), (0, 0.0, False), (1, 0.0, True)],
)
def test_the_share_of_rejected_rows(load: Load, bad: int, limit: float | None, is_blocked: bool) -> None:
    rows = [f"40{n};01;202404;{'tolv' if n < bad else 12}" for n in range(4)]
    control = [{"check": "rejected_share", "limit": limit}] if limit is not None else []
    outcome = load("cost_202404.csv", *rows, control=control)
    assert ("rejected_share" in _failed(outcome)) is is_blocked
    assert outcome.status == ("blocked" if is_blocked else "loaded")


def test_a_file_of_which_nothing_is_left_is_blocked_and_kept(load: Load, lake: Lake) -> None:
    outcome = load("cost_202404.csv", "4010;01;202404;tolv", control=[{"check": "rejected_share", "limit": 1.0}])
    assert outcome.status == "blocked"
    record = _record(outcome)
    assert record.count("rows_rejected") == 1
    assert lake.rejections_file(record.delivery_id).exists()


def test_a_file_without_rows_is_blocked(load: Load) -> None:
    outcome = load("cost_202404.csv")
    assert outcome.status == "blocked"
    assert set(_failed(outcome)) == {"not_empty"}


@pytest.mark.parametrize("lean", [False, True])
def test_a_table_of_empty_amounts_breaks_no_check(load: Load, lean: bool) -> None:
    every = [{"check": c, "columns": ["amount", "month", "unit_code"]} for c in controls.CHECKS]
    for name in ("cost_202404.csv", "cost_202404_v2.csv", "cost_202405.csv"):
        rows = ["4010;01;;", f"40{name[5:11]};01;;", "Delsumma;;;", "Summa;;;"]
        header = HEADER.replace(" (tkr)", "") if lean else HEADER
        for control in every:
            control["columns"] = {
                "period_in_file": ["month"], "voucher_outside_period": ["month"], "period_complete": ["month"],
                "unknown_code": ["unit_code"],
            }.get(str(control["check"]), ["amount"])  # fmt: skip
        outcome = load(name, *rows, control=every, lean=lean, header=header)
        assert "control_error" not in _failed(outcome)


def test_a_check_that_crashes_is_told_and_costs_nothing(
    load: Load, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: Any) -> Iterator[Any]:
        raise ZeroDivisionError("by chance")

    monkeypatch.setitem(controls.CHECKS, "magnitude", crash)
    outcome = load("cost_202404.csv", "4010;01;202404;1")
    assert outcome.status == "blocked"
    assert "ZeroDivisionError: by chance" in _failed(outcome)["control_error"]["found"]
    assert lake.rows_file("cost", _record(outcome).delivery_id).exists()
    warned = load("cost_202405.csv", "4010;01;202405;1", control=[{"check": "magnitude", "severity": "warn"}])
    assert warned.status == "loaded"
    assert _failed(warned)["control_error"]["severity"] == "warn"


def test_an_engine_that_a_control_broke_is_asked_for_no_other_file(
    folder: Path, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fatal fault of the engine makes every later question to it fail."""

    def crash(e: Any) -> Iterator[Any]:
        if e.delivery.known.engine is not None:
            e.delivery.known.engine.close()
            raise duckdb.FatalException("the database is of no use any more")
        yield from ()

    monkeypatch.setitem(controls.CHECKS, "magnitude", crash)
    paths = [folder / f"cost_20240{n}.csv" for n in (4, 5)]
    for path in paths:
        path.write_text(f"{HEADER}\n4010;01;{path.stem[-6:]};1\n", encoding="utf-8")
    first, second = load_files(paths, lake, _contracts(folder))
    assert "control_error" in _failed(first)
    assert second.status == "loaded" and not _failed(second)


def test_a_control_that_does_not_exist_is_told(load: Load) -> None:
    outcome = load("cost_202404.csv", "4010;01;202404;1", control=[{"check": "magnitud"}])
    assert outcome.status == "blocked"
    assert "magnitud" in _failed(outcome)["control_error"]["found"]


def test_a_control_on_a_column_of_another_type_is_told(load: Load) -> None:
    control = [{"check": "voucher_outside_period", "severity": "warn", "columns": ["account_code"]}]
    outcome = load("cost_202404.csv", "4010;01;202404;1", control=control)
    assert "voucher_outside_period" in _failed(outcome)["control_error"]["found"]


CONTROL_TOTALS = [
    ({"control_rows": "3"}, True), ({"control_rows": "2"}, True),  # with and without the total row
    ({"control_rows": "4"}, False), ({"control_rows": "två"}, False),
    ({"control_sum_amount": "1 251,50"}, True), ({"control_sum_amount": "1251.5"}, True),
    ({"control_sum_amount": "1 251,49"}, False), ({"control_sum_amount": "cirka 1 250"}, False),
    ({"control_sum_cost_amount": "1251,5"}, True), ({"control_sum_cost_amount": "0"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("attributes", "is_right"), CONTROL_TOTALS)
def test_control_totals(load: Load, attributes: dict[str, str], is_right: bool) -> None:
    rows = ("4010;01;202404;1 250,50", "4011;01;202404;1,00", "Summa;;;1 251,50")
    outcome = load("cost_202404.csv", *rows, origin={"attributes": attributes})
    assert ("control_total" in _failed(outcome)) is not is_right
    assert outcome.status == ("loaded" if is_right else "blocked")


def test_rejected_rows_count_as_delivered_rows(load: Load) -> None:
    rows = ("4010;01;202404;1", "4011;01;202404;2", "4012;01;202404;tolv")
    assert not _failed(load("cost_202404.csv", *rows, origin={"attributes": {"control_rows": "3"}}))


def _rows(count: int) -> list[str]:
    return [f"{4000 + n};01;202404;{100 + n}" for n in range(count)]


@pytest.mark.parametrize(
    ("before", "after", "fails"), [(100, 50, True), (100, 67, False), (30, 61, True), (5, 20, False)]
)
def test_a_version_of_many_more_or_fewer_rows_warns(load: Load, before: int, after: int, fails: bool) -> None:
    load("cost_202404.csv", *_rows(before))
    outcome = load("cost_202404_v2.csv", *_rows(after))
    assert ("row_count" in _failed(outcome)) is fails
    assert outcome.status == "loaded"


def test_another_subject_is_no_version_to_count_against(load: Load) -> None:
    load("cost_202404.csv", *_rows(100))
    assert "row_count" not in _failed(load("cost_202405.csv", *_rows(10)))


STATED = [
    (["1;;;10", "2;;;20", "Summa;;;30"], 0),
    (["1;;;10", "2;;;20", "Summa;;;31"], 0),  # rounding: σ = √3/√12 = 0.5, 3σ = 1.5
    (["1;;;10", "2;;;20", "Summa;;;32"], 1),
    (["1;;;10,00", "2;;;20,00", "Summa;;;30,02"], 1),  # stated with two decimals: 3σ = 0.015
    (["1;;;10", "Delsumma;;;10", "2;;;20", "Delsumma;;;20", "Summa;;;30"], 0),
    (["1;;;10", "Delsumma;;;10", "2;;;20", "Delsumma;;;25", "Summa;;;30"], 1),
    (["1;;;10", "Delsumma;;;10", "2;;;20", "Delsumma;;;", "3;;;7", "Delsumma;;;7", "Summa;;;37"], 0),
    (["1;;;10", "Delsumma;;;10", "2;;;20", "Delsumma;;;20", "Delsumma båda;;;30", "Summa;;;30"], 0),
    (["1;;;10", "Delsumma;;;10", "2;;;20", "Delsumma;;;20", "Delsumma båda;;;40", "Summa;;;30"], 1),
    (["1;;;10", "Summa A;;;10", "2;;;20", "Summa B;;;20", "Summa;;;30"], 0),
    (["1;;;10", "Summa A;;;10", "2;;;20", "Summa B;;;44"], 1),
    (["1;;;10", "Summa A;;;10", "Summa annat;;;4"], 0),  # an amount of its own: no rows to compare with
    (["Summa;;;30", "1;;;10", "2;;;20"], 0),  # the total stands over its parts
    (["Summa;;;50", "1;;;10", "2;;;20"], 1),
    (["1;;;10", "2;;;", "Summa;;;10"], 0),
    (["1;;;10", "2;;;", "Summa;;;25"], 1),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "count"), STATED)
def test_stated_totals_against_their_parts(load: Load, rows: list[str], count: int) -> None:
    outcome = load("cost_202404.csv", *rows)
    assert _failed(outcome).get("stated_total", {"failed_count": 0})["failed_count"] == count
    assert outcome.status == "loaded"


def test_the_difference_is_told_in_the_unit_of_the_file(load: Load) -> None:
    found = _failed(load("cost_202404.csv", "1;;;10", "2;;;20", "Summa;;;99"))["stated_total"]
    assert (found["found"], found["expected"], found["row_numbers"]) == ("99", "30", (4,))


def test_ore_are_exact_however_many_rows(load: Load) -> None:
    rows = [f"{n};01;;1,00" for n in range(400)]
    header = HEADER.replace("(tkr)", "(kr)")
    assert "stated_total" not in _failed(load("cost_202404.csv", *rows, "Summa;;;400,00", header=header))
    assert "stated_total" in _failed(load("cost_202405.csv", *rows, "Summa;;;400,01", header=header))


def test_many_subtotals_are_placed_as_few_are(load: Load) -> None:
    rows = [row for n in range(80) for row in (f"{n}a;;;{n}", f"{n}b;;;5", f"Delsumma {n};;;{n + 5 + 9 * (n == 70)}")]
    found = _failed(load("cost_202404.csv", *rows))["stated_total"]
    assert (found["failed_count"], found["row_numbers"]) == (1, (214,))


def test_a_first_delivery_has_no_predecessor_and_says_so(load: Load) -> None:
    first = load("cost_202404.csv", "4010;;202404;1")
    assert {"row_count", "magnitude", "sign"} <= _unchecked(first)
    assert not has_trouble(first), "a first delivery is no fault"
    assert "4 granskningar kunde inte göras" in load_summary([first])
    assert "row_count" not in _unchecked(load("cost_202404_v2.csv", "4010;;202404;1", "4011;;202404;2"))


def test_totals_without_any_part_are_not_checked(load: Load) -> None:
    outcome = load("cost_202404.csv", "Summa;;;30", control=[{"check": "stated_total", "severity": "warn"}])
    assert "stated_total" not in _failed(outcome)
    assert "stated_total" in _unchecked(outcome)


def test_no_columns_turns_a_control_off_and_silence_takes_the_default(load: Load) -> None:
    rows = ("1;;;10", "Summa;;;99")
    off = [{"check": "stated_total", "severity": "warn", "columns": []}]
    assert "stated_total" not in _failed(load("cost_202404.csv", *rows, control=off))
    block = [{"check": "stated_total", "severity": "block"}]
    assert load("cost_202405.csv", *rows, control=block).status == "blocked"


def _budget(folder: Path, name: str, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(folder / name)
    return folder / name


def _year(factor: int = 1, months: int = 12) -> list[list[Any]]:
    names = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"][:months]
    first = [factor * (m + 1) for m in range(months)]
    second: list[int | None] = [None, *(factor * 2 for _ in range(months - 1))]
    both = [a + (b or 0) for a, b in zip(first, second, strict=True)]
    return [
        ["Rad", *names, "Helår"],
        ["Lön", *first, sum(first)],
        ["Hyra", *second, sum(b or 0 for b in second)],
        ["Summa enhet", *both, sum(both)],
        ["Totalt", *both, sum(both)],
    ]


def test_a_cross_table_adds_up_down_and_along(folder: Path, lake: Lake) -> None:
    known = _contracts(folder)
    (good,) = load_files([_budget(folder, "budget_2024_draft.xlsx", _year())], lake, known)
    assert good.status == "loaded"
    assert not _failed(good)
    down = _year()
    down[4][3] += 50
    (bad,) = load_files([_budget(folder, "budget_2025_draft.xlsx", down)], lake, known)
    found = _failed(bad)["stated_total"]
    assert (found["failed_count"], found["row_numbers"]) == (2, (5,))  # March, and the row's own year
    along = _year()
    along[1][13] += 50
    (bad,) = load_files([_budget(folder, "budget_2026_draft.xlsx", along)], lake, known)
    assert _failed(bad)["stated_total"]["row_numbers"][0] == 2


def test_a_missing_month_column_warns(folder: Path, lake: Lake) -> None:
    known = _contracts(folder)
    (whole,) = load_files([_budget(folder, "budget_2024_draft.xlsx", _year())], lake, known)
    assert "period_complete" not in _failed(whole)
    (part,) = load_files([_budget(folder, "budget_2025_draft.xlsx", _year(months=11))], lake, known)
    assert _failed(part)["period_complete"]["found"] == "12"


@pytest.mark.parametrize(
    ("months", "missing"),
    [
        (["202401", "202402", "202403"], "2024-04"),
        (["202401", "202402", "202403", "202404"], None),
        (["202401", "202402", "202404"], "2024-03"),
        (["202311", "202401", "202402", "202403", "202404"], "2023-01, 2023-02"),
    ],
)
def test_months_of_rows_are_complete_to_the_file_s_period(load: Load, months: list[str], missing: str | None) -> None:
    control = [{"check": "period_complete", "severity": "warn", "columns": ["month"]}]
    rows = [f"4010;{n:02};{m};1" for n, m in enumerate(months)]
    found = _failed(load("cost_202404.csv", *rows, control=control)).get("period_complete", {"found": None})["found"]
    assert (found or "")[: len(missing or "")] == (missing or "")
    assert (found is None) == (missing is None)


def test_the_period_of_the_rows_is_that_of_the_name(load: Load) -> None:
    control = [{"check": "period_in_file", "columns": ["month"]}]
    assert load("cost_202404.csv", "4010;01;202404;1", "4011;01;;1", control=control).status == "loaded"
    bad = load("cost_202405.csv", "4010;01;202405;1", "4011;01;202404;1", control=control)
    assert bad.status == "blocked"
    found = _failed(bad)["period_in_file"]
    assert (found["found"], found["expected"], found["row_numbers"]) == ("2024-04", "202405", (3,))
    rows = ("4010;01;202403;1", "4011;01;202404;1", "4012;01;202404;1")
    mixed = load("cost_202406.csv", *rows, control=control)
    found = _failed(mixed)["period_in_file"]  # every month is told, not the first row's for all of them
    assert (found["failed_count"], found["found"], found["row_numbers"]) == (3, "2024-04, 2024-03", (2, 3, 4))


def test_tkr_for_mkr_blocks_and_a_changed_unit_does_not(load: Load) -> None:
    rows = [f"40{n};01;202404;{1000 + n}" for n in range(5)]
    in_mkr = [f"40{n};01;202404;1,{n}0" for n in range(5)]
    assert load("cost_202404.csv", *rows).status == "loaded"
    same = load("cost_202404_v2.csv", *in_mkr, header=HEADER.replace("tkr", "mkr"))
    assert "magnitude" not in _failed(same)
    off = load("cost_202404_v3.csv", *rows, header=HEADER.replace("tkr", "mkr"))
    assert off.status == "blocked"
    assert _failed(off)["magnitude"]["found"] == "1 002 000 000 kr"


def test_a_doubled_budget_is_no_wrong_unit(load: Load) -> None:
    load("cost_202404.csv", "4010;01;202404;100")
    assert not _failed(load("cost_202404_v2.csv", "4010;01;202404;200"))
    assert _unchecked(load("cost_202404_v3.csv", "4010;01;202404;"))  # no amounts: nothing said, nothing broken


def test_the_size_is_compared_with_the_same_sender(load: Load) -> None:
    load("cost_RS_202403.csv", "4010;01;202403;100")
    load("cost_HSN_202403.csv", "4010;01;202403;90000")
    assert "magnitude" not in _failed(load("cost_RS_202404.csv", "4010;01;202404;110"))
    assert "magnitude" in _failed(load("cost_RS_202405.csv", "4010;01;202405;110000"))


def test_simulated_and_real_are_never_compared(load: Load) -> None:
    load("cost_202404.csv", "4010;01;202404;1", origin={"is_simulated": True})
    assert "magnitude" in _unchecked(load("cost_202405.csv", "4010;01;202405;90000"))


def test_a_turned_sign_warns(load: Load) -> None:
    for period in ("202401", "202402"):
        load(f"cost_{period}.csv", f"3010;01;{period};-50", f"3020;01;{period};-8", f"4010;01;{period};90")
    near = load("cost_202403.csv", "3010;01;202403;-48", "3020;01;202403;3", "4010;01;202403;91")
    assert "sign" not in _failed(near)  # a credit month of a small account
    turned = load("cost_202404.csv", "3010;01;202404;52", "3020;01;202404;-9", "4010;01;202404;92")
    assert _failed(turned)["sign"]["found"] == "3xxx"
    assert turned.status == "loaded"
    whole = load("cost_202405.csv", "3010;01;202405;52", "3020;01;202405;9", "4010;01;202405;-92")
    assert _failed(whole)["sign"]["found"] == "3xxx, 4xxx"  # the faulty file before it is no yardstick


def test_codes_are_those_of_the_current_register(load: Load, folder: Path, lake: Lake) -> None:
    unchecked = load("cost_202401.csv", "4010;09;202401;1")
    assert "unknown_code" in _unchecked(unchecked)
    assert has_trouble(unchecked), "somebody should look: the register is missing"
    said = "ansvar mot enhetsregistret, som inte är inläst"
    assert said in load_line(unchecked)
    (folder / "enheter.csv").write_text("ansvar\n01\n02\n", encoding="utf-8")
    load_files([folder / "enheter.csv"], lake, _contracts(folder))
    assert "unknown_code" not in _failed(load("cost_202402.csv", "4010;02;202402;1", "4011;;202402;1", "Summa;;;2"))
    bad = load("cost_202403.csv", "4010;01;202403;1", "4010;99;202403;1", "4011;99;202403;1")
    found = _failed(bad)["unknown_code"]
    assert (found["failed_count"], found["found"], found["row_numbers"]) == (2, "99", (3,))
    assert (found["column"], found["heading"]) == ("unit_code", "ansvar")  # as the sender knows it
    (folder / "enheter_v2.csv").write_text("ansvar\n01\n", encoding="utf-8")
    load_files([folder / "enheter_v2.csv"], lake, _contracts(folder))
    assert _failed(load("cost_202404.csv", "4010;02;202404;1"))["unknown_code"]["found"] == "02"


def test_registers_are_loaded_before_the_files_that_need_them(folder: Path, lake: Lake) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "cost_202404.csv").write_text(f"{HEADER}\n4010;99;202404;1\n", encoding="utf-8")
    (folder / "in" / "enheter.csv").write_text("ansvar\n01\n", encoding="utf-8")
    outcomes = load_files([folder / "in"], lake, _contracts(folder))
    assert [o.path.name for o in outcomes] == ["enheter.csv", "cost_202404.csv"]
    assert "unknown_code" in _failed(outcomes[1])


def test_last_month_s_file_sent_again_is_told(load: Load) -> None:
    first = load("cost_202404.csv", "4010;01;;1")
    again = load("cost_202405.csv", "4010;01;;1")
    assert _record(first).delivery_id != _record(again).delivery_id
    assert _failed(again)["same_content"]["found"] == "cost_202404.csv"
    assert "same_content" not in _failed(load("cost_202406.csv", "4010;01;;2"))


@pytest.mark.parametrize(("amounts", "is_told"), [((1, 2, 3, 0, 0), False), ((1, 2, 3, 4, 0), True)])
def test_so_few_figures_may_be_equal_by_chance(load: Load, amounts: tuple[int, ...], is_told: bool) -> None:
    """The days differ, so that it is not the same file: a short sheet may well say the same twice."""
    for month in ("202404", "202405"):
        found = load(f"cost_{month}.csv", *(f"401{n};0{n};{month};{amount}" for n, amount in enumerate(amounts)))
    assert ("same_content" in _failed(found)) == is_told


def test_an_adopted_budget_is_not_overwritten_in_silence(folder: Path, lake: Lake) -> None:
    budget = folder / "contracts" / "budget.yaml"
    with budget.open("a", encoding="utf-8") as end:
        end.write("controls:\n  - {check: adopted_changed, severity: warn}\n")
    contracts = read_contracts(folder / "contracts")
    (first,) = load_files([_budget(folder, "budget_2024_adopted.xlsx", _year())], lake, contracts)
    assert "adopted_changed" not in _failed(first)
    text = budget.read_text(encoding="utf-8")
    budget.write_text(text.replace("A budget with", "A budget that has"), encoding="utf-8")
    reread = read_contracts(folder / "contracts")
    (same,) = load_files([folder / "budget_2024_adopted.xlsx"], lake, reread)
    assert same.status == "loaded"
    assert "adopted_changed" not in _failed(same)
    (other,) = load_files([_budget(folder, "budget_2024_adopted_v2.xlsx", _year(3))], lake, contracts)
    assert _failed(other)["adopted_changed"]["found"] == "budget_2024_adopted.xlsx"
    drafts = [_budget(folder, f"budget_2025_draft{v}.xlsx", _year(f)) for v, f in (("", 1), ("_v2", 2))]
    assert all("adopted_changed" not in _failed(o) for o in load_files(drafts, lake, contracts))


def test_every_control_of_the_contracts_exists_and_looks_at_a_column() -> None:
    for path in (ROOT / "contracts").glob("*.yaml"):
        contract = read_contract(path)
        names = {c.name for t in contract.tables for c in t.value_columns}
        for control in contract.controls:
            assert control.check in controls.CHECKS, (path.name, control.check)
            assert set(control.columns) <= names | {"month_number"}, (path.name, control.check)


def test_a_sentence_says_one_and_many() -> None:
    from rjh_warehouse.messages import say

    assert say("check.bad", "sv", count=1) == "1 cell avvisas" and say("check.bad", "sv", count=2) == "2 celler avvisas"
    assert say("control.unknown_code", "en", count=1).startswith("1 row has ")


def test_every_control_has_its_sentence() -> None:
    from rjh_warehouse.messages import catalogue, say

    result = controls.ControlResult("x", "warn", "failed", "t", "c", 1, "f", "e", (1,))
    places = {**dataclasses.asdict(result), "count": 1, "rows": "1"}
    for check in (*controls.CHECKS, controls.FAILED_CONTROL):
        codes = [c for c in catalogue() if c == f"control.{check}" or c.startswith(f"control.{check}.")]
        assert codes, check
        for code in codes:
            assert not any("{" in say(code, language, **places) for language in ("sv", "en"))


@pytest.mark.parametrize(
    ("name", "rows", "unknown"),
    [
        ("verksamhet_2024.csv", "Område;Månad;Verksamhetsmått;Volym\nO1;202401;VISITS;5\nO9;202401;VISITS;5\n", "O9"),
        ("atgardsurval.csv",
         "Åtgärdskod;Slag;Ansvar;Konto från;Konto till;Startmånad;Registrerad\n"
         "M1;effect;31999;4000;4999;202401;2024-01-01\n", "31999"),
    ],
)  # fmt: skip
def test_a_code_that_its_register_lacks_is_told_whatever_the_delivery(
    tmp_path: Path, lake: Lake, name: str, rows: str, unknown: str
) -> None:
    contracts = read_contracts(ROOT / "contracts")
    register = (
        "Ansvar;Benämning;Avdelningskod;Avdelning;Områdeskod;Område;Nämnd;Giltig från;Giltig till\n"
        "31010;A;A1;A;O1;O;HSN;2015-01-01;\n"
    )
    origin = "title: t\nproducer: p\ndated: 2024-01-01\nreceived_on: 2024-02-01\n"
    for file, text in (("enhetsregister.csv", register), (name, rows)):
        (tmp_path / file).write_text(text, encoding="utf-8")
        (tmp_path / f"{file}.origin.yaml").write_text(origin, encoding="utf-8")
    outcome = load_files([tmp_path / "enhetsregister.csv", tmp_path / name], lake, contracts)[1]
    assert [c["found"] for c in _record(outcome).controls if c["check"] == "unknown_code" and c["found"]] == [unknown]


def test_every_code_with_a_list_is_held_against_it() -> None:
    for contract in read_contracts(ROOT / "contracts").values():
        for table in contract.tables:
            held = {c for k in controls.controls_of(contract, table) if k.check == "unknown_code" for c in k.columns}
            assert held >= {c.name for c in table.value_columns if c.codes}, contract.contract
