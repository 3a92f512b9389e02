"""The plan documents as deliveries: complete, as printed, and taken by exactly one contract each."""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from rjh_warehouse.contract.contract import contracts_for, read_contracts
from rjh_warehouse.contract.names import ORIGIN_SUFFIX
from rjh_warehouse.contract.origin import Origin, read_origin
from rjh_warehouse.reading import read_delivery

ROOT = Path(__file__).parents[1]
DELIVERIES = ROOT / "deliveries"
FIXTURE = Path(__file__).parent / "fixtures" / "document_figures.csv"
CONTRACTS = read_contracts(ROOT / "contracts")
DOCUMENT_LINES = {
    "planeringsforutsattningar-2027-2029": 324,
    "rs-plan-budget-2026": 96,
    "inspel-2022-2024": 73,
    "rs-plan-budget-2024": 518,
}
FILES = sorted(
    p
    for folder in ("register", *DOCUMENT_LINES)
    for p in (DELIVERIES / folder).iterdir()
    if not p.name.startswith(".") and not p.name.endswith(ORIGIN_SUFFIX)
)
NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
PLAN_2024 = "rs-plan-budget-2024"


ROWS = {
    "document": 4,
    "frame_net": 6,
    "frame_by_year": 12,
    "frame_total": 1,
    "frame_change": 14,
    "budget_area_cost_type": 40,
    "budget_financing": 14,
    "measure_plan": 42,
    "measure_listed": 29,
    "investment": 16,
    "indicator": 36,
    "assignment": 37,
    "meeting_item": 57,
    "planning_condition": 81,
    "requirement": 2,
    "goal": 8,
    "proposal": 4,
    "document_figure": 372,
}


class Rows:
    """A sink that keeps the typed rows of one file by table."""

    def __init__(self) -> None:
        self.tables: dict[str, list[dict[str, object]]] = {}

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        self.tables.setdefault(table, []).extend(batch.to_pylist())


@pytest.fixture(scope="module")
def typed() -> dict[str, list[dict[str, object]]]:
    """Every document delivery read against its contract; a rejection or a finding fails."""
    tables: dict[str, list[dict[str, object]]] = {}
    for path in FILES:
        (contract,) = contracts_for(path.name, CONTRACTS)
        sink = Rows()
        result = read_delivery(path, contract, origin_of(path), sink)
        assert result.rejections == [], path.name
        assert result.findings == [], path.name
        for table in contract.tables:
            rows = sink.tables[table.name]
            assert len(rows) == result.tables[table.name].rows_read
            keys = [tuple(r[k] for k in table.key) for r in rows if r["row_kind"] == "data"]
            assert not table.key or len(keys) == len(set(keys)), path.name
            tables.setdefault(table.name, []).extend(rows)
    return tables


def test_nothing_of_the_documents_is_rejected(typed: dict[str, list[dict[str, object]]]) -> None:
    """Given all document deliveries, each table holds as many rows as were counted in the documents."""
    assert {name: len(rows) for name, rows in typed.items()} == ROWS


def test_stated_precision_is_that_of_the_print(typed: dict[str, list[dict[str, object]]]) -> None:
    """Given 5302,0 and 3739 in one row, the first states a decimal and the second none."""
    stated = {
        (r["label"], r["column_name"]): (r["amount"], r["amount_decimals"])
        for r in typed["budget_financing"]
        if r["amount"] is not None
    }
    assert stated["Finans-förvalt-ning", "Summa finansie-ring"] == (Decimal("5302.0"), 1)
    assert stated["Finans-förvalt-ning", "Skat-tein-täkter"] == (Decimal("3739"), 0)
    assert stated["Total", "Total netto-budget"] == (Decimal("3543.6"), 1)
    assert len(stated) == 7


def test_one_page_keeps_its_two_units(typed: dict[str, list[dict[str, object]]]) -> None:
    """Given the frame page, the list is in tkr with positive frames and the table in mkr with negative."""
    assert {(r["amount_unit"], r["amount_sign"]) for r in typed["frame_net"]} == {("tkr", -1)}
    assert {(r["amount_unit"], r["amount_sign"]) for r in typed["frame_by_year"]} == {("mkr", 1)}


def test_targets_keep_the_printed_unit_or_none(typed: dict[str, list[dict[str, object]]]) -> None:
    """Given the targets as printed, a unit is there only where the document prints one."""
    units = Counter(r["target_unit"] for r in typed["indicator"] if r["target"] is not None)
    assert units == {"%": 16, None: 5}
    negative = [text for r in typed["indicator"] if (text := str(r["target_text"])).startswith("-")]
    assert sorted(negative) == ["-0,5%", "-1%", "-15,8%", "-48%", "-6,5%"]


def csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a delivered text file by header, read without the project's own readers."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def figures(document: str) -> list[dict[str, str]]:
    return csv_rows(DELIVERIES / document / f"siffror_{document}.csv")


def origin_of(path: Path) -> Origin:
    origin = read_origin(path)
    assert origin is not None, f"{path.name} has no origin beside it"
    return origin


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_one_contract_takes_each_file(path: Path) -> None:
    """Given a delivered file, exactly one contract takes it and it names its document."""
    takers = contracts_for(path.name, CONTRACTS)
    assert len(takers) == 1, [c.contract for c in takers]
    assert (takers[0].match(path.name) or {})["document"] in DOCUMENT_LINES


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_each_file_has_its_origin(path: Path) -> None:
    """Given a delivered file, its origin names the document, a line range inside it and no decision."""
    origin = origin_of(path)
    assert origin.document_code is not None and origin.document_code in path.name
    assert origin.source_lines is not None and origin.heading and origin.source_file
    first, last = origin.source_lines
    assert 1 <= first <= last <= DOCUMENT_LINES[origin.document_code]
    assert origin.status == "draft", "none of the four documents carries a decision"
    assert origin.received_on == origin.dated


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix == ".csv"], ids=lambda p: p.name)
def test_rows_stand_inside_the_lines_of_the_origin(path: Path) -> None:
    """Given a text delivery, each row's source line is one of the lines its origin claims."""
    origin = origin_of(path)
    assert origin.source_lines is not None
    first, last = origin.source_lines
    rows = csv_rows(path)
    assert rows
    outside = [r["källrad"] for r in rows if not first <= int(r["källrad"]) <= last]
    assert outside == []


@pytest.mark.parametrize("document", DOCUMENT_LINES)
def test_every_number_of_the_document_is_delivered_once(document: str) -> None:
    """Given the numbers found by another extraction, the figures hold each of them, no more and no fewer."""
    with FIXTURE.open(encoding="utf-8") as lines:
        expected = Counter(
            (int(r["source_line"]), r["token"])
            for r in csv.DictReader(lines, delimiter=";")
            if r["document_code"] == document
        )
    found = Counter((int(r["källrad"]), number) for r in figures(document) for number in NUMBER.findall(r["siffra"]))
    assert expected
    assert found == expected


@pytest.mark.parametrize("document", DOCUMENT_LINES)
def test_figures_stand_in_their_wording(document: str) -> None:
    """Given a figure, the wording beside it holds it as printed."""
    for row in figures(document):
        assert row["siffra"] in row["ordalydelse"]


@pytest.mark.parametrize(
    ("stem", "spans", "count"),
    [
        ("nettobudgetramar", [(334, 340), (379, 381)], 6 + 12),
        ("kostnadsslag", [(414, 422)], 5 * 8 + 6 + 1),
        ("atgardsplan", [(348, 356), (360, 364)], 14 * 3),
        ("investeringar", [(437, 453)], 16),
    ],
)
def test_workbook_amounts_are_the_printed_ones(stem: str, spans: list[tuple[int, int]], count: int) -> None:
    """Given a workbook, its number cells are exactly the amounts printed on the lines that its rows name."""
    sheet = openpyxl.load_workbook(DELIVERIES / PLAN_2024 / f"{stem}_{PLAN_2024}.xlsx").active
    assert sheet is not None
    (line_column,) = {c.column for row in sheet.iter_rows() for c in row if c.value == "Källrad"}
    years = range(2023, 2027)
    in_sheet = Counter(
        (row[line_column - 1].value, Decimal(str(c.value)))
        for row in sheet.iter_rows()
        for c in row[: line_column - 1]
        if isinstance(c.value, int | float) and c.value not in years
    )
    printed = Counter(
        (int(r["källrad"]), Decimal(re.sub(r"\s", "", r["värde"]).replace(",", ".")))
        for r in figures(PLAN_2024)
        if r["slag"] == "belopp" and any(a <= int(r["källrad"]) <= b for a, b in spans)
    )
    assert printed.total() == count
    assert in_sheet == printed


def test_words_that_are_figures_are_delivered() -> None:
    """Given the number words found by reading the four documents whole, each is a figure with its value."""
    words = {
        (document, r["siffra"], r["värde"], r["enhet"], int(r["källrad"]))
        for document in DOCUMENT_LINES
        for r in figures(document)
        if r["slag"] in ("antal", "andel") and not NUMBER.search(r["siffra"])
    }
    assert words == {
        ("planeringsforutsattningar-2027-2029", "tre", "3", "", 252),
        ("rs-plan-budget-2026", "åtta", "8", "", 6),
        ("rs-plan-budget-2026", "tre", "3", "", 54),
        (PLAN_2024, "treårig", "3", "år", 270),
        (PLAN_2024, "halvera", "50", "%", 354),
        (PLAN_2024, "två", "2", "", 482),
    }


def test_printed_totals_are_kept_although_they_do_not_add_up() -> None:
    """Given the plan of measures, the printed total is delivered as printed and not corrected."""
    sheet = openpyxl.load_workbook(DELIVERIES / PLAN_2024 / f"atgardsplan_{PLAN_2024}.xlsx").active
    assert sheet is not None
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=6)]
    totals = [r[3:6] for r in rows if r[0] == "Totalt"]
    sums = [sum(Decimal(str(r[i])) for r in rows if r[0] != "Totalt") for i in (3, 4, 5)]
    assert totals == [[17.1, 17.6, 17.7]]
    assert sums == [Decimal("17.7"), Decimal("18.3"), Decimal("18.4")]


def test_indicators_and_assignments_are_counted_per_target_area() -> None:
    """Given the lists of indicators and assignments, their numbers are those of the document."""
    indicators = csv_rows(DELIVERIES / PLAN_2024 / f"nyckeltal_{PLAN_2024}.csv")
    assert Counter((r["målområde"], r["typ"]) for r in indicators) == {
        ("Hälso- och sjukvård", "Långsiktiga nyckeltal"): 3,
        ("Stödverksamhet", "Långsiktiga nyckeltal"): 10,
        ("Stödverksamhet", "Kortsiktiga nyckeltal"): 8,
        ("Ledningsprocesser", "Långsiktiga nyckeltal"): 1,
        ("Ledningsprocesser", "Kortsiktiga nyckeltal"): 7,
        ("Ledningsprocesser", "Finansiella mål"): 7,
    }
    assignments = csv_rows(DELIVERIES / PLAN_2024 / f"uppdrag_{PLAN_2024}.csv")
    assert Counter(r["målområde"] for r in assignments) == {
        "Hälso- och sjukvård": 8,
        "Tandvård": 5,
        "Regionalt utvecklingsansvar": 1,
        "Kultur": 1,
        "Stödverksamhet": 13,
        "Ledningsprocesser": 9,
    }
