"""Large sheets are read in bulk, with the very rows, rejections, counts and findings of the careful path."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbook_files import sheet_xml, text_cell, write_xlsx

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.reading import DeliveryError, ReadResult
from rjh_warehouse.reading.table.bulk import BulkRegion
from rjh_warehouse.reading.table.bulk_cells import Stretch
from rjh_warehouse.reading.workbook import bulk_stream, workbook, xlsx
from rjh_warehouse.reading.workbook import sheet as workbook_sheet
from rjh_warehouse.reading.workbook.bulk_numbers import decimals_of, scaled, shown_numbers
from rjh_warehouse.reading.workbook.bulk_regular import take_regular
from rjh_warehouse.reading.workbook.format import exact
from rjh_warehouse.reading.workbook.workbook import read_workbook

CONTRACT = r"""
contract: ledger
title_sv: x
title_en: x
description: x
source: x
file_pattern: '.*'
format: excel
tables:
  - name: posting
    lean: LEAN
    rows: RULES
    columns:
      - {name: period, type: month}
      - {name: account_code, type: code, pattern: '\d{4}'}
      - {name: unit_code, type: code}
      - {name: label, required: false}
      - {name: amount, type: amount, unit: kr, decimals: 2}
      - {name: rate, type: number, required: false, decimals_from_cell: true}
      - {name: share, type: percent, required: false}
      - {name: count, type: integer, required: false}
      - {name: booked_on, type: date, required: false}
"""
RULES = "{total: '^Summa', note: '^Not'}"
COLUMNS = "ABCDEFGHI"
NAMES = ("period", "account_code", "unit_code", "label", "amount", "rate", "share", "count", "booked_on")


class Rows:
    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.batches = 0

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        self.rows += batch.to_pylist()
        self.batches += 1


def number(address: str, value: object, style: int = 0) -> str:
    return f'<c r="{address}" s="{style}"><v>{value}</v></c>'


def good_row(row: int) -> dict[str, str]:
    return {
        "A": number(f"A{row}", 202401 + row % 12),
        "B": text_cell(f"B{row}", str(4000 + row % 900)),
        "C": f'<c r="C{row}" t="s"><v>{row % 3}</v></c>',
        "D": text_cell(f"D{row}", f" Köp & sälj {row} "),
        "E": number(f"E{row}", repr((row * 7919 % 100_000) / 100)),
        "F": number(f"F{row}", row / 8, 4),
        "G": number(f"G{row}", "0.14499999999999999", 2),
        "H": number(f"H{row}", row),
        "I": number(f"I{row}", 45_000 + row % 400, 1),
    }


def blank_row(row: int) -> str:
    return "".join(f'<c r="{c}{row}" s="1"/>' for c in COLUMNS)


ODD = (
    lambda r: number(f"{r}", "1e400"), lambda r: number(r, "0.1234567"), lambda r: number(r, "-0"),
    lambda r: number(r, "1234567890123456"), lambda r: number(r, "0.30000000000000004"), lambda r: text_cell(r, "–"),
    lambda r: text_cell(r, "1 234,5"), lambda r: text_cell(r, "se not"), lambda r: text_cell(r, ""),
    lambda r: number(r, "45412", 1), lambda r: number(r, "0.5", 2), lambda r: number(r, "12", 3),
    lambda r: f'<c r="{r}" t="e"><v>#REF!</v></c>', lambda r: f'<c r="{r}"><f>1+1</f></c>',
    lambda r: f'<c r="{r}"><f>1+1</f><v>2</v></c>', lambda r: f'<c r="{r}" t="b"><v>1</v></c>',
    lambda r: f'<c r="{r}" s="1"/>', lambda r: "", lambda r: text_cell(r, "Summa"), lambda r: text_cell(r, "Not 1"),
    lambda r: text_cell(r, "a&#10;b"), lambda r: text_cell(r, "_x0041_"), lambda r: number(r, "202413"),
    lambda r: text_cell(r, "period"), lambda r: f'<c r="{r}" t="s"><v>2</v></c>', lambda r: number(r, "-1", 1),
    lambda r: text_cell(r, "hidden"), lambda r: number(r, "17.5", 4), lambda r: text_cell(r, "10 %"),
    lambda r: text_cell(r, "Ko\u0308p"), lambda r: text_cell(r, "Slut"), lambda r: text_cell(r, "\u00a0"),
)  # fmt: skip


def read(path: Path, contract: Contract) -> tuple[list[dict[str, Any]], ReadResult] | tuple[str, None]:
    sink = Rows()
    try:
        result = read_workbook(path, contract, None, sink)
    except DeliveryError as error:
        return error.code, None
    return sorted(sink.rows, key=lambda r: r["row_number"]), result


def both(
    path: Path, monkeypatch: pytest.MonkeyPatch, *, lean: bool = False, rules: str = RULES
) -> tuple[tuple[Any, ReadResult | None], tuple[Any, ReadResult | None], int]:
    """The careful and the bulk reading, and how many stretches the latter read in bulk."""
    contract = Contract.model_validate(
        yaml.safe_load(CONTRACT.replace("LEAN", str(lean).lower()).replace("RULES", rules))
    )
    done = 0
    real = BulkRegion.read

    def counted(self: BulkRegion, stretch: Stretch, first_row: int) -> int:
        nonlocal done
        done += 1
        return real(self, stretch, first_row)

    with monkeypatch.context() as patched:
        patched.setattr(workbook, "BULK_FROM_BYTES", 1 << 40)
        careful = read(path, contract)
    with monkeypatch.context() as patched:
        patched.setattr(workbook, "BULK_FROM_BYTES", 0)
        patched.setattr(bulk_stream, "FIRST_STRETCH", 600)
        patched.setattr(bulk_stream, "STRETCH", 4000)
        patched.setattr("rjh_warehouse.reading.workbook.bounds.CHUNK_BYTES", 700)
        patched.setattr(BulkRegion, "read", counted)
        bulk = read(path, contract)
    return careful, bulk, done


def write(path: Path, rows: dict[int, str], end: str = "", **more: Any) -> Path:
    header = '<row r="1">' + "".join(text_cell(f"{c}1", n) for c, n in zip(COLUMNS, NAMES, strict=True)) + "</row>"
    body = header + "".join(f'<row r="{r}" spans="1:9">{cells}</row>{end}' for r, cells in sorted(rows.items()))
    strings = "<si><t>0012</t></si><si><t>A &amp; B</t></si><si><t xml:space='preserve'> 7 </t></si>"
    return write_xlsx(path, {"Blad1": sheet_xml(body, **more)}, strings=strings)


def same(careful: tuple[Any, ReadResult | None], bulk: tuple[Any, ReadResult | None]) -> None:
    assert careful[0] == bulk[0]
    if careful[1] is None or bulk[1] is None:
        assert careful[1] is bulk[1]
        return
    assert careful[1].tables == bulk[1].tables
    key = lambda r: (r.row_number or 0, r.column_name or "", r.cell or "", r.code if hasattr(r, "code") else "")  # noqa: E731
    assert sorted(careful[1].rejections, key=key) == sorted(bulk[1].rejections, key=key)
    assert sorted(careful[1].findings, key=key) == sorted(bulk[1].findings, key=key)
    assert careful[1].non_data == bulk[1].non_data


@pytest.mark.parametrize("lean", [False, True])
def test_clean_rows_are_read_in_bulk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lean: bool) -> None:
    path = write(tmp_path / "a.xlsx", {r: "".join(good_row(r).values()) for r in range(2, 200)})
    careful, bulk, done = both(path, monkeypatch, lean=lean)
    same(careful, bulk)
    assert done > 5 and len(bulk[0]) == 198


@pytest.mark.parametrize("end", ["\n", "", " \n\t"])
@pytest.mark.parametrize("is_regular", [True, False])
def test_rows_of_one_form_and_of_many_are_read_in_bulk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, is_regular: bool
) -> None:
    """White space between rows, blanks, formulas with their values and other styles are no reason to go slowly."""
    rows = {r: good_row(r) for r in range(2, 200)}
    for r in range(2, 200, 1 if is_regular else 3):
        rows[r]["H"] = f'<c r="H{r}"><f>ROW()</f><v>{r}</v></c>' if not is_regular else rows[r]["H"]
        rows[r]["F"] = f'<c r="F{r}" s="1"/>' if not is_regular else rows[r]["F"]
    path = write(tmp_path / "a.xlsx", {r: "".join(c.values()) for r, c in rows.items()}, end=end)
    careful, bulk, done = both(path, monkeypatch)
    same(careful, bulk)
    assert done > 5 and len(bulk[0]) == 198


def test_only_rows_of_one_form_are_taken_by_one_pattern() -> None:
    row = '<row r="{r}"><c r="A{r}" t="n"><v>{v}</v></c><c r="C{r}" s="1" t="s"><v>0</v></c></row>'
    rows = [row.format(r=r, v=r * 7) for r in range(9, 30)]
    found = take_regular("".join(rows), 9)
    assert found is not None and (found[0], list(found[1])) == (21, [1, 3])
    assert found[2].to_list()[:2] == ["63", "70"] and set(found[2].to_list()[21:]) == {"0"}
    for change in (("C12", "D12"), ('r="12"', 'r="13"'), ("84", "8<4"), ('s="1"', 's="2"'), ("</row>", "</row>x")):
        other = [text.replace(*change) if "A12" in text else text for text in rows]
        assert take_regular("".join(other), 9) is None, change
    assert take_regular("".join(rows), 8) is None and take_regular("".join(rows[:3]), 9) is not None


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 10**9),
    st.integers(0, 12),
    st.booleans(),
    st.sampled_from([RULES, "{}", "{end: '^Slut'}", "{end_at_blank: true}"]),
)
def test_bulk_and_careful_reading_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, odd: int, lean: bool, rules: str
) -> None:
    chosen = random.Random(seed)
    cells = {r: good_row(r) for r in range(2, 90)}
    for _ in range(odd):
        row, column = chosen.randrange(2, 90), chosen.choice(COLUMNS + "J")
        cells[row][column] = chosen.choice(ODD)(f"{column}{row}")
    rows = {r: "".join(c[k] for k in sorted(c)) for r, c in cells.items()}
    if chosen.random() < 0.3:
        del rows[chosen.randrange(2, 90)]
    for r in range(chosen.randrange(2, 90), 200) if chosen.random() < 0.2 else ():
        rows[r] = blank_row(r)
        if chosen.random() < 0.1:
            break
    more = {}
    if chosen.random() < 0.2:
        more["after"] = '<mergeCells><mergeCell ref="D40:E41"/></mergeCells>'
    path = write(tmp_path / "a.xlsx", rows, **more)
    careful, bulk, _ = both(path, monkeypatch, lean=lean, rules=rules)
    same(careful, bulk)


def test_a_table_that_ends_within_a_stretch_ends_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands after the end is read as the careful path reads it."""
    rows = {r: "".join(good_row(r).values()) for r in range(2, 200)}
    for rules, end in (("{end: '^Slut'}", text_cell("A150", "Slut")), ("{end_at_blank: true}", blank_row(150))):
        path = write(tmp_path / "a.xlsx", rows | {150: end})
        careful, bulk, done = both(path, monkeypatch, rules=rules)
        same(careful, bulk)
        assert done > 5 and len(bulk[0]) == 148


def test_texts_are_one_text_however_their_letters_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {r: good_row(r) | {"D": text_cell(f"D{r}", f"Ko\u0308p {r}")} for r in range(2, 100)}
    path = write(tmp_path / "a.xlsx", {r: "".join(cells.values()) for r, cells in rows.items()})
    careful, bulk, done = both(path, monkeypatch)
    same(careful, bulk)
    assert done > 2 and {row["label"][:3] for row in bulk[0]} == {"Köp"}


def test_rows_that_are_only_formatted_are_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those after the last value are not there, and many on end are told as one gap."""
    rows = {r: "".join(good_row(r).values()) for r in range(2, 100)}
    for last in (100 + workbook_sheet.MAX_BLANK_RUN + 50, 160):
        gap = {r: blank_row(r) for r in range(100, last)}
        for more in ({}, {last: "".join(good_row(last).values())}):
            path = write(tmp_path / "a.xlsx", rows | gap | more)
            careful, bulk, _ = both(path, monkeypatch)
            same(careful, bulk)


@given(st.lists(st.decimals(-(10**9), 10**9, places=4), min_size=1, max_size=20), st.sampled_from([2, 4, 6]))
def test_numbers_in_bulk_are_those_of_the_careful_path(numbers: list[Any], scale: int) -> None:
    doubles = np.array([float(n) for n in numbers])
    doubles = np.concatenate([doubles, np.nextafter(doubles, np.inf), doubles / 3])
    whole, is_sure = scaled(doubles, scale)
    decimals, shown = decimals_of(whole, scale), shown_numbers(whole, scale)
    for i in np.flatnonzero(is_sure):
        expected = exact(float(doubles[i]))
        assert expected == expected.__class__(int(whole[i])).scaleb(-scale)
        assert str(expected or abs(expected)) == shown[int(i)]
        assert max(0, -int(expected.as_tuple().exponent)) == decimals[i]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "strings",
    [
        '<si><t>a</t></si><si><t xml:space="preserve"> b &amp; c </t></si><si><t></t></si>',
        "<si><t>a</t></si>\n<si><t>b</t></si>",
        "<si><r><t>a</t></r><r><t>b</t></r></si><si><t>c</t></si>",
        "<si><t>a&#10;b</t></si>",
        "<si><t>_x0041_</t></si>",
        "<si/><si><t>c</t></si>",
    ],
)
def test_shared_texts_are_the_parsers(strings: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"B": sheet_xml("")}, strings=strings)
    with workbook.open_workbook(path, workbook.Budget("a")) as quick:
        monkeypatch.setattr(xlsx, "MAX_PLAIN_STRINGS_BYTES", 0)
        with workbook.open_workbook(path, workbook.Budget("a")) as parsed:
            assert quick.shared.strings == parsed.shared.strings  # type: ignore[attr-defined]
