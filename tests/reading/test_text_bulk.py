"""Large files column by column: nothing may differ from reading them line by line."""

from __future__ import annotations

import datetime as dt
import random
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from text_files import MemorySink, ledger_contract, make_contract

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.reading.table import bulk_cells, bulk_columns
from rjh_warehouse.reading.table.arrays import from_values
from rjh_warehouse.reading.table.bulk import BulkRegion
from rjh_warehouse.reading.table.bulk_cells import Stretch
from rjh_warehouse.reading.table.result import ReadResult
from rjh_warehouse.reading.text import bulk_rows as bulk_rows_module
from rjh_warehouse.reading.text import text
from rjh_warehouse.reading.text.encoding import find_encoding

WIDE = [
    {"name": "period", "type": "month", "aliases": ["Period"]},
    {"name": "code", "type": "code", "pattern": r"\d{2,4}", "required": False},
    {"name": "kind", "values": ["a", "b"], "required": False},
    {"name": "note", "required": False},
    {"name": "voucher", "type": "code", "pattern": r"[A-Z]?\d{1,6}", "required": False},
    {"name": "count", "type": "integer", "required": False},
    {"name": "on", "type": "date", "required": False},
    {"name": "is_open", "type": "boolean", "required": False},
    {"name": "share", "type": "percent", "required": False},
    {"name": "size", "type": "number", "unit": "st", "required": False, "decimals": 1, "nothing": ["–", "ej mätt"]},
    {"name": "amount", "type": "amount", "unit": "tkr", "decimals_from_cell": True},
    {"name": "absent", "type": "amount", "unit": "kr", "may_be_absent": True},
    {"name": "board", "from_file": "board"},
]
HEADER = "Period;code;kind;note;voucher;count;on;is_open;share;size;amount;okänd"
GOOD = ["202404", "12", "a", "text å", "V7", "3", "2024-04-30", "ja", "14,5", "2,5", "1234,56", ""]
ODD_CELLS = [
    "", " ", "–", "-", "1 234,5", "1\u00a0234", "1.234", "5-", "(7)", "12,5 tkr", "5 %", "3 mkr", "1e5", "x",
    " 12 ",
    "2024-02-30", "20240430", "nej", "202413", "april 2024", "a", '"q"', '"x', 'y"', '"a;b"',
    "99999999999999999999", "1,2345678", "Summa", "Anm 1", "Period", "Slut", "\u00a0\u00a0", "1;2", "\r",
    "\ufeff7", "0,00", "-0", "007",
    "\u2013", "\u2026", "\u20ac 5", "\u2212 7", "\x0b7", "7\x0c", "\x85", "\u20037", "\u2009x\u2009", "\ufffd",
    "\0", "Å", "ſumma",
    "a\x1fb", "\x7f", "''", '""', '"', '"a"b"', "1'234", "1 234 567,5", "+5", "5,", ",5", "-", "--5", "5 kr", "12;5",
    "NA", "ej mätt", "Ej mätt", "EJ MÄTT", "ej mätt 2",
    "NULL", "nan", "\ufeff", "-Period", "PERIOD", "per\u00adiod", "2024-04-01", "2024-04", "9" * 13, "9" * 14, "9" * 18,
    "9" * 19,
]  # fmt: skip
ODD_LINES = ["", ";;;;;;;;;;;", " ", ";", "x", ";;;;;;;;;;; ;", '"', "Summa", HEADER, " ;" + ";" * 10, "\u00a0;" * 11]


def wide_contract(rules: dict[str, str], *, lean: bool, quote: str = '"') -> Contract:
    table = {"name": "wide", "columns": WIDE, "rows": rules, "lean": lean}
    return make_contract([table], file_pattern=r"prov_(?P<board>[A-Z]+)\.csv", csv={"quote": quote})


def both_ways(path: Path, contract: Contract) -> list[tuple[ReadResult, list[dict[str, Any]]]]:
    """The file read line by line, and with its clean stretches in bulk."""
    decoding = find_encoding(path, contract.csv.encodings)
    outcomes = []
    for read in (text.read_carefully, text.read_in_bulk):
        sink = MemorySink(contract)
        result = read(path, contract, None, sink, decoding, ";")
        outcomes.append((result, sink.rows(contract.tables[0].name)))
    return outcomes


def assert_same(path: Path, contract: Contract) -> ReadResult:
    (careful, careful_rows), (bulk, bulk_rows) = both_ways(path, contract)
    assert bulk_rows == careful_rows
    assert bulk.tables == careful.tables
    assert bulk.rejections == careful.rejections
    assert bulk.non_data == careful.non_data
    assert bulk.findings == careful.findings
    return bulk


@pytest.fixture(autouse=True)
def _small_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_rows_module, "LARGEST_STRETCH", 1 << 12)
    monkeypatch.setattr(bulk_rows_module, "SMALLEST_STRETCH", 1 << 7)
    monkeypatch.setattr(bulk_cells, "OFTEN", bulk_cells.OFTEN)
    monkeypatch.setattr(bulk_columns, "FEW_ODD", bulk_columns.FEW_ODD)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 2**32),
    share=st.sampled_from([0.0, 0.002, 0.02, 0.2]),
    rules=st.sampled_from(
        [{}, {"total": "^Summa"}, {"total": "summa", "note": "^Anm"}, {"end": "^Slut"}, {"note": r"^Anm\b"}]
    ),
    lean=st.booleans(),
    line_end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "cp1252"]),
    quoted=st.sampled_from([0.0, 0.0, 0.3, 1.0]),
    often=st.sampled_from([0, 2, 10**9]),
    few_odd=st.sampled_from([0, 1_000]),
)
def test_the_same_rows_rejections_and_lists(
    tmp_path: Path,
    seed: int,
    share: float,
    rules: dict[str, str],
    lean: bool,
    line_end: str,
    encoding: str,
    quoted: float,
    often: int,
    few_odd: int,
) -> None:
    chance = random.Random(seed)
    bulk_cells.OFTEN, bulk_columns.FEW_ODD = often, few_odd
    lines = ["Rapport", HEADER]
    for number in range(chance.randint(1, 120)):
        good = GOOD if chance.random() < 0.5 else varied(chance, number)
        cells = [chance.choice(ODD_CELLS) if chance.random() < share else cell for cell in good]
        lines.append(";".join(f'"{cell}"' if chance.random() < quoted else cell for cell in cells))
        if chance.random() < share / 2:
            lines.append(chance.choice(ODD_LINES))
    ends = [line_end if chance.random() >= share / 10 else chance.choice(["\n", "\r\n", "\r"]) for _ in lines]
    content = "".join(map("".join, zip(lines, ends, strict=True)))
    content = content.removesuffix(ends[-1]) + line_end * chance.randint(0, 2)
    path = tmp_path / "prov_RS.csv"
    mark = b"\xef\xbb\xbf" if encoding == "utf-8" and chance.random() < 0.2 else b""
    path.write_bytes(mark + content.encode(encoding, errors="replace"))
    assert_same(path, wide_contract(rules, lean=lean))


def varied(chance: random.Random, number: int) -> list[str]:
    """A good row whose cells are like no other row's."""
    amount = f"{chance.randint(-(10**9), 10**9)}{chance.choice(['', ',5', ',25'])}"
    day = f"2024-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    share = f"{chance.randint(0, 99)},{chance.randint(0, 9)}"
    text = f"{chance.choice(['text', 'Köp', 'é –', ' x '])} {number}"
    return [
        "202404",
        f"{number:03d}",
        "b",
        text,
        f"A{number}",
        str(number),
        day,
        "nej",
        share,
        f"{number},5",
        amount,
        f"{number}",
    ]


def test_most_rows_are_read_in_bulk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guards the speed: without this a bulk path that refuses everything would pass the tests above."""
    taken: list[int] = []
    inner = BulkRegion.read

    def counted(self: BulkRegion, stretch: Stretch, first_row: int) -> int:
        taken.append(inner(self, stretch, first_row))
        return taken[-1]

    monkeypatch.setattr(BulkRegion, "read", counted)
    path = tmp_path / "prov_RS.csv"
    path.write_text("\n".join([HEADER, *[";".join(GOOD)] * 5_000, ""]), encoding="utf-8")
    assert_same(path, wide_contract({}, lean=True))
    assert sum(taken) == 5_000


def test_a_large_file_goes_the_bulk_way_with_its_last_line_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "BULK_FROM_BYTES", 1)
    path = tmp_path / "prov.csv"
    lines = ["Period;Konto;Text;Belopp", *["202404;5010;Hyra;1,50"] * 2_000, "202404;50"]
    path.write_text("\n".join(lines), encoding="utf-8")
    contract = ledger_contract()
    sink = MemorySink(contract)
    result = text.read_text(path, contract, None, sink)
    assert [(r.row_number, r.code) for r in result.rejections] == [(2002, "reject.truncated_row")]
    assert [r["row_number"] for r in sink.rows("entry")] == list(range(2, 2002))


def test_bytes_that_do_not_decode_are_found_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "BULK_FROM_BYTES", 1)
    path = tmp_path / "prov.csv"
    path.write_bytes(b"Period;Konto;Text;Belopp\n" + b"202404;5010;x;1\n" * 900 + b"202404;5010;\x81\xe5;1\n")
    contract = ledger_contract()
    with pytest.raises(text.DeliveryError) as error:
        text.read_text(path, contract, None, MemorySink(contract))
    assert (error.value.code, error.value.places["row"]) == ("error.encoding", 902)


def test_a_lone_carriage_return_before_the_end_of_the_file_ends_a_line(tmp_path: Path) -> None:
    path = tmp_path / "prov_RS.csv"
    path.write_text("\n".join([HEADER, *[";".join(GOOD)] * 50, "202404;\r;"]), encoding="utf-8", newline="")
    result = assert_same(path, wide_contract({}, lean=True))
    assert [(r.row_number, r.code) for r in result.rejections] == [(52, "reject.short_row")]
    assert [(n.row_number, n.kind) for n in result.non_data] == [(1, "header"), (53, "blank")]


PATTERN_PIECES = [
    "a",
    "b",
    "1",
    "-",
    ".",
    r"\d",
    r"\.",
    "(",
    ")",
    "|",
    "?",
    "*",
    "+",
    "{2}",
    "{1,}",
    "[a-c1]",
    r"[\d-]",
]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(PATTERN_PIECES), min_size=1, max_size=6).map("".join),
    st.lists(st.text("ab19-. c", max_size=5), min_size=1, max_size=20),
)
def test_a_pattern_is_read_as_python_reads_it_or_not_at_all(pattern: str, texts: list[str]) -> None:
    try:
        expected = [re.fullmatch(pattern, text) is not None for text in texts]
    except re.error:
        return
    found = bulk_columns.full_matches(from_values(texts, pa.string()), pattern)
    assert found is None or found.tolist() == expected


def test_patterns_of_codes_are_read_by_the_engine() -> None:
    """Guards the speed of columns whose codes are nearly all different."""
    texts = from_values(["1234", "12345", "AB12"], pa.string())
    for pattern, expected in ((r"\d{4}", [True, False, False]), (r"[A-Z]{2}\d+|", [False, False, True])):
        found = bulk_columns.full_matches(texts, pattern)
        assert found is not None and found.tolist() == expected
    assert bulk_columns.full_matches(texts, r"(?i)ab\d+") is None
    assert bulk_columns.full_matches(texts, r"a{2000}") is None


@given(st.lists(st.none() | st.text(max_size=5)), st.lists(st.none() | st.decimals(-(10**13), 10**13, places=4)))
def test_arrays_of_values_are_those_of_arrow(texts: list[str | None], numbers: list[Decimal | None]) -> None:
    days = [None if n is None else dt.date(2024, 1, 1) + dt.timedelta(int(n) % 90_000) for n in numbers]
    flags = [None if n is None else n > 0 for n in numbers]
    wholes = [None if n is None else int(n) for n in numbers]
    for values, kind in (
        (texts, pa.string()), (numbers, pa.decimal128(18, 4)), (days, pa.date32()), (flags, pa.bool_()),
        (wholes, pa.int64()),
    ):  # fmt: skip
        found = from_values(values, kind)
        found.validate(full=True)
        assert found.equals(pa.array(values, kind))
