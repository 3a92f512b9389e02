"""Text files as systems and people write them: encodings, delimiters, quotes, ragged rows, and what is not
data."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from text_files import MemorySink, ledger_contract, make_contract, write

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.contract.origin import Origin
from rjh_warehouse.messages import say
from rjh_warehouse.reading import DeliveryError, ReadResult, read_delivery

HEADER = "Period;Konto;Text;Belopp\n"
LINE = "202404;5010;Hyra Östersund;1 234,50\n"
FEW = [
    {"name": "label", "aliases": ["Namn"]},
    {"name": "amount", "type": "amount", "aliases": ["Belopp"], "unit": "kr", "required": False},
]


def read(path: Path, contract: Contract) -> tuple[ReadResult, list[dict[str, Any]]]:
    """Read a file; the account must balance for every table."""
    sink = MemorySink(contract)
    result = read_delivery(path, contract, None, sink)
    for name, counts in result.tables.items():
        assert counts.rows_read == counts.rows_loaded + counts.rows_rejected
        assert counts.rows_loaded == len(sink.rows(name))
    return result, sink.rows(contract.tables[0].name)


def few(**more: Any) -> Contract:
    return make_contract([{"name": "thing", "columns": FEW, **more.pop("table", {})}], **more)


def codes(result: ReadResult) -> list[tuple[int, str]]:
    return [(r.row_number, r.code.removeprefix("reject.")) for r in result.rejections]


def kinds(result: ReadResult) -> list[tuple[int, str]]:
    return [(n.row_number, n.kind) for n in result.non_data]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "cp1252"), ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"),
    ],
)  # fmt: skip
def test_encodings(tmp_path: Path, encoding: str, name: str) -> None:
    result, rows = read(write(tmp_path, HEADER + LINE, encoding=encoding), ledger_contract())
    assert result.encoding == name
    assert rows == [
        {
            "sheet": None, "row_number": 2, "row_kind": "data", "period": dt.date(2024, 4, 1),
            "account_code": "5010", "entry_text": "Hyra Östersund", "amount": Decimal("1234.50"),
        }
    ]  # fmt: skip


def test_iso_8859_1_after_cp1252_has_failed(tmp_path: Path) -> None:
    contract = ledger_contract(csv={"encodings": ["utf-8", "cp1252", "iso-8859-1"]})
    result, rows = read(write(tmp_path, HEADER.encode() + b"202404;5010;\x81\xe5;1\n"), contract)
    assert (result.encoding, rows[0]["entry_text"]) == ("iso8859-1", "\x81å")


def test_bytes_that_no_encoding_reads_name_the_line(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError) as error:
        read(write(tmp_path, HEADER.encode() + LINE.encode("cp1252") + b"\x81;\n"), ledger_contract())
    assert (error.value.code, error.value.places["row"]) == ("error.encoding", 3)


def test_two_encodings_in_one_file_are_said(tmp_path: Path) -> None:
    content = HEADER.encode() + LINE.encode("cp1252") + LINE.encode()
    result, _ = read(write(tmp_path, content), ledger_contract())
    assert [(f.code, f.row_number) for f in result.findings] == [("finding.mixed_encoding", 3)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters_are_found(tmp_path: Path, delimiter: str) -> None:
    content = f"Namn{delimiter}Belopp\nHyra{delimiter}12\n"
    _, rows = read(write(tmp_path, content), few(csv={"delimiter": "auto"}))
    assert (rows[0]["label"], rows[0]["amount"]) == ("Hyra", 12)


def test_another_delimiter_than_the_contracts_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError) as error:
        read(write(tmp_path, "Namn,Belopp\nHyra,12\n"), few())
    assert (error.value.code, error.value.places["found"]) == ("error.delimiter", ",")


def test_line_ends_of_all_kinds_count_as_lines(tmp_path: Path) -> None:
    result, rows = read(write(tmp_path, "Namn;Belopp\r\na;1\rb;2\nc;x\r\n\r\nd;4"), few())
    assert [(r["row_number"], r["label"]) for r in rows] == [(2, "a"), (3, "b"), (6, "d")]
    assert codes(result) == [(4, "not_a_number")]
    assert kinds(result) == [(1, "header"), (5, "blank")]


def test_quoted_fields_may_hold_delimiters_quotes_and_lines(tmp_path: Path) -> None:
    content = 'Namn;Belopp\n"a;b";1\n"två\nrader";2\n"säger ""hej""";3\n"";4\nsist;x\n'
    result, rows = read(write(tmp_path, content), few())
    assert [(r["row_number"], r["label"]) for r in rows] == [
        (2, "a;b"),
        (3, "två\nrader"),
        (5, 'säger "hej"'),
    ]
    assert codes(result) == [(6, "empty_cell"), (7, "not_a_number")]


def test_stray_quotes_are_characters_and_swallow_nothing(tmp_path: Path) -> None:
    content = 'Namn;Belopp\n5" rör;1\n"Fem" stycken;2\n"öppen;3\nnästa;4\n"a "b" c";5\n'
    result, rows = read(write(tmp_path, content), few())
    assert [(r["row_number"], r["label"]) for r in rows] == [
        (2, '5" rör'), (3, '"Fem" stycken'), (4, '"öppen'), (5, "nästa"), (6, 'a "b" c'),
    ]  # fmt: skip
    assert [f.row_number for f in result.findings if f.code == "finding.stray_quote"] == [3, 4, 6]


def test_preamble_repeated_header_totals_notes_and_footer_are_accounted_for(tmp_path: Path) -> None:
    content = (
        "sep=;\nRapport 2024\n\nNamn;Belopp\na;1\nDel\u00adsumma a;1\n\nNAMN ;belopp\nb;2\nAnm: preliminärt\n"
        "Totalt;3\nKälla: ekonomi\n;\n"
    )
    rules = {"total": "^Totalt", "subtotal": "summa", "note": "^Anm", "end": "^Källa"}
    result, rows = read(write(tmp_path, content), few(table={"rows": rules}))
    assert [(r["row_number"], r["row_kind"], r["amount"]) for r in rows] == [
        (5, "data", 1), (6, "subtotal", 1), (9, "data", 2), (11, "total", 3),
    ]  # fmt: skip
    assert sorted(kinds(result)) == [
        (1, "preamble"), (2, "preamble"), (3, "blank"), (4, "header"), (7, "blank"), (8, "repeated_header"),
        (10, "note"), (12, "footer"), (13, "blank"),
    ]  # fmt: skip


def test_every_line_is_a_record_or_listed(tmp_path: Path) -> None:
    content = "x\nNamn;Belopp\na;1\n\nb\nc;2;3\nd;4\n"
    result, rows = read(write(tmp_path, content), few())
    numbers = [r["row_number"] for r in rows] + [r.row_number for r in result.rejections]
    assert sorted(numbers + [n.row_number for n in result.non_data]) == [1, 2, 3, 4, 5, 6, 7]


def test_ragged_rows_are_rejected_and_empty_ends_are_not(tmp_path: Path) -> None:
    result, rows = read(write(tmp_path, "Namn;Belopp\nkort\nlång;1;x\ntom ände;2;;\nok;3\navhugg"), few())
    assert codes(result) == [(2, "short_row"), (3, "long_row"), (6, "truncated_row")]
    assert [r["row_number"] for r in rows] == [4, 5]
    assert [(f.code, f.found) for f in result.findings] == [("finding.trailing_delimiters", "1")]


def test_zero_bytes_reject_their_cell(tmp_path: Path) -> None:
    result, rows = read(write(tmp_path, b"Namn;Belopp\na\0b;1\nc;2\n"), few())
    assert codes(result) == [(2, "broken_text")]
    assert [r["label"] for r in rows] == ["c"]


def test_unknown_empty_and_double_headers(tmp_path: Path) -> None:
    content = "Namn;Ny;;Belopp;Ny\na;x;y;1;\nb;;;2;\n"
    result, _ = read(write(tmp_path, content), few())
    assert [(f.code, f.column_name, f.found, f.row_number) for f in result.findings] == [
        ("finding.unknown_column", "Ny", "1", 2),
        ("finding.value_without_header", "3", "1", 2),
        ("finding.unknown_column", "Ny", "0", 1),
    ]
    assert result.tables["thing"].non_data["ignored_cell"] == 2


def test_one_column_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError) as error:
        read(write(tmp_path, "Namn;Belopp;Belopp (kr)\na;1;2\n"), few())
    assert error.value.code == "error.duplicate_column"


def test_a_missing_column_is_named_with_the_headers_found(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError) as error:
        read(write(tmp_path, "Period;Konto;Belopp\n"), ledger_contract())
    sentence = say(error.value.code, "sv", **error.value.places)
    assert "Text" in sentence
    assert "Period | Konto | Belopp" in sentence
    assert "prov.csv" in sentence


def test_no_header_and_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError) as error:
        read(write(tmp_path, "hej\nhopp\n"), few())
    assert error.value.code == "error.header_missing"
    with pytest.raises(DeliveryError) as error:
        read(write(tmp_path, ""), few())
    assert error.value.code == "error.empty_file"


def test_no_unit_no_load_and_where_the_unit_may_stand(tmp_path: Path) -> None:
    columns = [FEW[0], {**FEW[1], "unit": "header"}]
    contract = make_contract([{"name": "thing", "columns": columns}])
    with pytest.raises(DeliveryError) as error:
        read(write(tmp_path, "Namn;Belopp\na;1\n"), contract)
    assert error.value.code == "error.unit_missing"
    for content in (
        "Namn;Belopp (tkr)\na;1\n",
        "Namn;Belopp, tkr\na;1\n",
        "Budget i tkr;\nNamn;Belopp\na;1\n",
    ):
        result, rows = read(write(tmp_path, content), contract)
        assert (rows[0]["amount_unit"], result.tables["thing"].unit) == ("tkr", "tkr"), content
    by_origin = make_contract([{"name": "thing", "columns": [FEW[0], {**FEW[1], "unit": "origin"}]}])
    with pytest.raises(DeliveryError):
        read(write(tmp_path, "Namn;Belopp\na;1\n"), by_origin)
    sink = MemorySink(by_origin)
    origin = Origin(title="Prov", producer="Regionen", dated=dt.date(2024, 1, 1), unit="mkr")
    read_delivery(tmp_path / "prov.csv", by_origin, origin, sink)
    assert sink.rows("thing")[0]["amount_unit"] == "mkr"


def test_what_stands_beside_a_number(tmp_path: Path) -> None:
    columns = [FEW[0], {**FEW[1], "unit": "cell", "sign": "cost_positive"}]
    contract = make_contract([{"name": "thing", "columns": columns}])
    result, rows = read(write(tmp_path, "Namn;Belopp\na;12,50 mkr\nb;–\nc;7\nd;5 %\n"), contract)
    assert rows[0] | {"sheet": None} == {
        "sheet": None, "row_number": 2, "row_kind": "data", "label": "a", "amount": Decimal("12.5"),
        "amount_text": "12,50 mkr", "amount_unit": "mkr", "amount_decimals": 2, "amount_sign": -1,
    }  # fmt: skip
    assert (rows[1]["amount"], rows[1]["amount_text"]) == (None, "–")  # missing is not zero
    assert codes(result) == [(4, "unit_missing"), (5, "unit_conflict")]


def test_a_total_may_stand_in_a_column_of_months(tmp_path: Path) -> None:
    content = HEADER + LINE + "Summa;;;1 234,50\n"
    _, rows = read(write(tmp_path, content), ledger_contract(rows={"total": "^Summa"}))
    assert [(r["row_kind"], r["period"], r["amount"]) for r in rows][1] == ("total", None, Decimal("1234.50"))


def test_hostile_names_and_cells_stay_text(tmp_path: Path) -> None:
    path = write(tmp_path, "Namn;Belopp\n'; DROP TABLE x; --;1\n=cmd|'/c calc'!A1;2\n", name="a;b$(x).csv")
    result, rows = read(path, few())
    assert codes(result) == [(2, "long_row")]
    assert rows[0]["label"] == "=cmd|'/c calc'!A1"


@pytest.mark.parametrize("mark", ["\x1a", "\x0c", "\x1a\n"])
def test_an_old_systems_end_of_file_is_no_row(tmp_path: Path, mark: str) -> None:
    result, rows = read(write(tmp_path, "Namn;Belopp\na;1\n" + mark), few())
    assert len(rows) == 1 and not result.rejections and result.tables["thing"].non_data["blank"] == 1


TORN = [
    ('RS 5"Hyra;Östersund";1', "torn_row"),  # one delimiter too few before a quoted text with a delimiter in it
    ('""Hyra;Östersund"";1', "torn_row"),
    ('"Rör 5\\";tum";1', "torn_row"),  # a backslash is no escape
]


@pytest.mark.parametrize(("line", "code"), TORN)
def test_a_row_that_is_cut_inside_a_quoted_text_is_rejected(tmp_path: Path, line: str, code: str) -> None:
    contract = few(table={"columns": [FEW[0], {"name": "remark", "required": False}, *FEW[1:]]})
    result, rows = read(write(tmp_path, f"Namn;remark;Belopp\nA;x;1\n{line}\nB;;2\n"), contract)
    assert codes(result) == [(3, code)]
    assert [r["label"] for r in rows] == ["A", "B"]


def test_marks_of_inches_and_a_lone_stray_quote_are_characters(tmp_path: Path) -> None:
    text = 'Namn;Belopp\nRör 5";1\n"1" gänga";2\n"1;3\nRör 3" med 2" avstick;4\n'
    result, rows = read(write(tmp_path, text), few())
    assert not result.rejections
    assert [r["label"] for r in rows] == ['Rör 5"', '1" gänga', '"1', 'Rör 3" med 2" avstick']


def test_an_empty_field_too_many_is_not_loaded_where_it_may_be_any_of_them(tmp_path: Path) -> None:
    columns = [{"name": "code", "type": "code"}, {"name": "text", "required": False}, FEW[1]]
    head = "code;text;Belopp\n1000;Hyra;1\n1010;El;2\n"
    result, rows = read(write(tmp_path, head + "1100;;5;\n1200;Vatten;6;\n"), few(table={"columns": columns}))
    assert codes(result) == [(4, "shifted_row")]  # 5 may be the text, and the amount missing
    assert [r["code"] for r in rows] == ["1000", "1010", "1200"]
    assert [f.code for f in result.findings] == ["finding.trailing_delimiters"]
    typed = [columns[0], {"name": "count", "type": "integer", "required": False}, {**FEW[1], "required": True}]
    result, rows = read(write(tmp_path, "code;count;Belopp\n1;2;1,5\n2;;2,5;\n"), few(table={"columns": typed}))
    assert not result.rejections and len(rows) == 2  # 2,5 is no count: nothing else fits
    habit = "code;text;Belopp\n1;;1;\n2;;2;\n3;x;3;\n"  # every row ends so
    result, rows = read(write(tmp_path, habit), few(table={"columns": columns}))
    assert not result.rejections and len(rows) == 3


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("£1 234,50", "1234.5", "GBP"), ("-$5", "-5", "USD"), ("(€5)", "-5", "EUR"), ("₪ 5", "5", "ILS"),
        ("kr 5", "5", "kr"), ("5 €", "5", "EUR"), ("EUR 5", "5", "EUR"), ("12 TEUR", "12", "TEUR"),
        ("1234567.8900000001 kr", "1234567.89", "kr"), ("-0,9999999999999 kr", "-1", "kr"),
        ("1,5000000 kr", "1.5", "kr"),
    ],
)  # fmt: skip
def test_currencies_and_what_programs_leave_behind(tmp_path: Path, text: str, value: str, unit: str) -> None:
    amount = {**FEW[1], "unit": "cell", "decimals": 2}
    result, rows = read(write(tmp_path, f"Namn;Belopp\nA;{text}\n"), few(table={"columns": [FEW[0], amount]}))
    assert not result.rejections
    assert (rows[0]["amount"], rows[0]["amount_unit"], rows[0]["amount_text"]) == (Decimal(value), unit, text)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("1e+05", Decimal(100000)), ("2.98023223876953e-08", Decimal(0)),
        ("-1.23456789012e+09", Decimal("-1234567890.12")), ("1.23e+05", "exponent"), ("1,23E+05", "exponent"),
        ("1.23457e+06", "exponent"), ("1E+05", "exponent"), ("1e5", "exponent"),
        ("12,345", "too_many_decimals"), ("12.3450000001", "too_many_decimals"),
    ],
)  # fmt: skip
def test_an_exponent_is_read_where_no_figure_was_lost(tmp_path: Path, text: str, outcome: object) -> None:
    contract = few(table={"columns": [FEW[0], {**FEW[1], "decimals": 2}]})
    result, rows = read(write(tmp_path, f"Namn;Belopp\nA;{text}\n"), contract)
    assert (rows[0]["amount"] if rows else codes(result)[0][1]) == outcome


def test_a_header_with_more_delimiters_than_its_rows(tmp_path: Path) -> None:
    result, rows = read(write(tmp_path, "Namn;Belopp;\na;1\nb;2\nc\nd;4;x\ne;5\n"), few())
    assert codes(result) == [(4, "short_row")]
    assert [r["row_number"] for r in rows] == [2, 3, 5, 6]
