"""A drafted contract loads its sample once answered; what the file does not say is a question."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import assume, given
from hypothesis import strategies as st
from reading_rows import Rows

from rjh_warehouse.cli import main
from rjh_warehouse.contract.contract import RESERVED_NAMES, Contract, read_contract, read_contracts
from rjh_warehouse.contract.errors import ContractError
from rjh_warehouse.intake.draft.column import slug
from rjh_warehouse.intake.draft.column_type import infer_type
from rjh_warehouse.intake.draft.contract_draft import DraftContract, draft_contract
from rjh_warehouse.intake.draft.words import draft_yaml, render_draft
from rjh_warehouse.reading import DeliveryError, ReadResult, read_delivery

ROOT = Path(__file__).parents[1]
KNOWN = read_contracts(ROOT / "contracts")


def answer(fields: Any, answers: dict[str, str], key: str = "") -> Any:
    if isinstance(fields, dict):
        return {k: answer(v, answers, k) for k, v in fields.items()}
    if isinstance(fields, list):
        return [answer(v, answers, key) for v in fields]
    return answers.get(key, fields) if fields == "?" else fields


def load(path: Path, draft: DraftContract, **answers: str) -> tuple[Rows, ReadResult]:
    """Answer the YAML's questions, save the contract and read the sample with it."""
    fields = answer(yaml.safe_load(draft_yaml(draft, "sv")), answers)
    file = path.parent / f"{draft.code}.yaml"
    file.write_text(yaml.safe_dump(fields, allow_unicode=True), encoding="utf-8")
    contract = read_contract(file)
    assert contract.match(path.name) is not None
    rows = Rows()
    return rows, read_delivery(path, contract, None, rows)


def test_a_ledger_with_preamble_totals_and_footer(tmp_path: Path) -> None:
    path = tmp_path / "huvudbok_RS_202404.csv"
    path.write_bytes(
        "Region Jämtland\nUttag 2024-05-06\n\nPeriod;Konto;Ansvar;Text;Belopp\n"
        "202404;4010;0012;Läkemedel;1 234,50\n"
        "202404;3010;0012;Intäkt;-1 000,00\nSumma;;;;234,50\nSkapad av ekonomisystemet\n".encode("cp1252")
    )
    draft = draft_contract(path, KNOWN)
    assert draft.fields["csv"] == {"encodings": ["utf-8", "cp1252"], "delimiter": ";"}
    (table,) = draft.fields["tables"]
    assert [(c["name"], c.get("type", "text")) for c in table["columns"]] == [
        ("period", "month"), ("account_code", "code"), ("unit_code", "code"), ("entry_text", "text"),
        ("amount", "amount"),
    ]  # fmt: skip
    assert {q.code for q in draft.questions} == {"question.unit", "question.sign"}
    assert draft.fields["file_pattern"] == r"huvudbok_RS_(?P<period>\d{6})(?:[ _-]+(?:v|rev)\d+| \(\d+\))?\.(?i:csv)"
    rows, result = load(path, draft, unit="kr", sign="cost_positive")
    (loaded,) = rows.tables.values()
    assert [(r["row_number"], r["row_kind"], r["amount"]) for r in loaded] == [
        (5, "data", Decimal("1234.5")), (6, "data", Decimal(-1000)), (7, "total", Decimal("234.5")),
    ]  # fmt: skip
    assert not result.rejections and [c["unit_code"] for c in loaded[:2]] == ["0012", "0012"]


def budget_book(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Budget 2024"
    months = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
    rows: list[list[Any]] = [
        ["Budget 2024, tkr"], [], ["Ansvar", "Kostnadsslag", "2024", *[None] * 11, "Summa"],
        [None, None, *months, "helår"], ["0012", "Personal", *[10.5] * 12, 126],
        ["0012", "Lokaler", *[1] * 12, 12],
        ["Delsumma 0012", None, *[11.5] * 12, 138], [], ["0013", "Personal", *[2] * 12, 24],
        ["Summa", None, *[13.5] * 12, 162],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("C3:N3")
    other = book.create_sheet("Investeringar")
    for row in (["Objekt", "Belopp (mkr)", "Andel"], ["Scanner", 1.5, 0.25], ["IT", 2, 0.75]):
        other.append(row)
    for cell in ("C2", "C3"):
        other[cell].number_format = "0%"
    book.save(path)
    return path


def test_months_across_with_merged_headers_subtotals_and_a_second_sheet(tmp_path: Path) -> None:
    path = budget_book(tmp_path / "budget_2024.xlsx")
    draft = draft_contract(path, KNOWN)
    budget, investment = draft.fields["tables"]
    assert (budget["layout"], budget["header_rows"], budget["across"]["months"]) == ("cross", 2, True)
    assert budget["across"]["value"]["unit"] == "header" and set(budget["rows"]) == {"total", "subtotal"}
    assert [c.get("type", "text") for c in investment["columns"]][1:] == ["amount", "percent"]
    rows, result = load(path, draft, sign="cost_positive")
    assert not result.rejections
    cells = rows.tables[budget["name"]]
    data = [r for r in cells if r["row_kind"] == "data" and r["column_kind"] == "data"]
    assert sum(r["amount"] for r in data) == Decimal("162") and {r["amount_unit"] for r in data} == {"tkr"}
    assert sorted({r["month_number"] for r in data}) == list(range(1, 13))
    assert {r["row_kind"] for r in cells} == {"data", "subtotal", "total"}
    assert sum(r["amount"] for r in cells if r["column_kind"] == "total" and r["row_kind"] == "total") == 162
    assert [r["amount_unit"] for r in rows.tables[investment["name"]]] == ["mkr", "mkr"]
    assert [r["andel"] for r in rows.tables[investment["name"]]] == [25, 75]


def test_decimal_points_and_tabs(tmp_path: Path) -> None:
    path = tmp_path / "export.tsv"
    path.write_text("Enhet\tUtfall (tkr)\tAntal\nA\t1,234.50\t3\nB\t-12.25\t4\n", encoding="utf-16")
    draft = draft_contract(path, {})
    assert draft.fields["csv"]["delimiter"] == "\t"
    assert draft.fields["numbers"] == {"decimal": ".", "thousands_point": True}
    rows, result = load(path, draft, sign="cost_positive")
    (loaded,) = rows.tables.values()
    assert [r["utfall"] for r in loaded] == [Decimal("1234.5"), Decimal("-12.25")]
    assert not result.rejections


def test_what_a_point_means_is_asked_where_the_file_does_not_say(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Enhet;Belopp kr\nA;1.234\nB;2.500\n", encoding="utf-8")
    draft = draft_contract(path, {})
    assert draft.fields["numbers"] == {"decimal": "?", "thousands_point": True}
    assert "question.decimal" in {q.code for q in draft.questions}
    rows, _ = load(path, draft, decimal=".", sign="cost_positive")
    assert [r["belopp"] for r in next(iter(rows.tables.values()))] == [Decimal("1.234"), Decimal("2.5")]


def test_an_unanswered_contract_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "utfall.csv"
    path.write_text("Enhet;Belopp\nA;1\n", encoding="utf-8")
    draft = draft_contract(path, {})
    (tmp_path / "utfall.yaml").write_text(draft_yaml(draft, "sv"), encoding="utf-8")
    with pytest.raises(ContractError, match=r"tables\[0\]\.columns\[1\]\.unit.*sign"):
        read_contract(tmp_path / "utfall.yaml")
    lines = "\n".join(render_draft(draft, language="sv"))
    assert "vilken enhet" in lines and "{" not in lines


def test_years_across_and_tables_below_each_other(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["Ramar (mkr)"], ["Nämnd", "Budget 2024", "Plan 2025", "Plan 2026"],
        ["RS", 100, 110, 120], ["HSN", 1, 2, 3],
        [], ["Nämnd", "Antal", "Andel"], ["RS", 12, "50 %"],
    ):  # fmt: skip
        book.worksheets[0].append(row)
    book.save(tmp_path / "ramar.xlsx")
    draft = draft_contract(tmp_path / "ramar.xlsx", {})
    rows, result = load(tmp_path / "ramar.xlsx", draft, sign="cost_positive")
    first, second = rows.tables.values()
    assert sorted({(r["heading_label"], r["fiscal_year"]) for r in first}) == [
        ("Budget", 2024), ("Plan", 2025), ("Plan", 2026),
    ]  # fmt: skip
    assert sum(r["amount"] for r in first) == 336 and len(second) == 1 and not result.rejections


DOCUMENT_BOOKS = [p for p in sorted((ROOT / "deliveries").rglob("*.xlsx")) if "inbox" not in p.parts]


@pytest.mark.parametrize("path", DOCUMENT_BOOKS, ids=lambda p: p.stem)
def test_drafts_of_the_plan_documents_load_every_row_of_their_own_contracts(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    draft = draft_contract(copy, KNOWN)
    rows, result = load(copy, draft, unit="tkr", sign="cost_positive", decimal=",")
    assert not result.rejections
    own = next(c for c in KNOWN.values() if c.match(path.name))
    expected = Rows()
    read_delivery(path, own, None, expected)
    drafted = {(r["sheet"], r["row_number"]) for t in rows.tables.values() for r in t}
    assert drafted >= {(r["sheet"], r["row_number"]) for t in expected.tables.values() for r in t}


def test_files_without_tables_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("bara en rad text\n", encoding="utf-8")
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    for name, code in (("a.csv", "error.draft_no_table"), ("a.json", "error.draft_json")):
        with pytest.raises(DeliveryError) as caught:
            draft_contract(tmp_path / name, {})
        assert caught.value.code == code


@given(st.text(max_size=30))
def test_a_slug_is_a_name_of_the_schema(text: str) -> None:
    assume(slug(text) not in RESERVED_NAMES)
    column = {"name": slug(text)}
    Contract.model_validate(
        {"contract": "x", "title_sv": "x", "title_en": "x", "description": "x", "source": "x",
         "file_pattern": "x",
         "format": "csv", "tables": [{"name": slug(text), "columns": [column]}]}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "texts", "kind"),
    [
        ("Konto", ["4010", "3010"], "code"), ("Belopp", ["1", "2"], "amount"),
        ("Antal", ["1", "2"], "integer"),
        ("År", ["2023", "2024"], "year"), ("Datum", ["2024-04-30"], "date"),
        ("Andel", ["0,5", "0,7"], "percent"),
        ("Något", ["1,5", "2"], "number"),
        ("X", ["ja", "nej"], "boolean"), ("Namn", ["A", "1"], "text"),
        ("Zon", ["01", "02"], "code"), ("Docket No", ["50-1", "60"], "text"),
        ("Postnummer", ["83100"] * 9 + ["x"], "code"),
        ("Utfall", ["1", "2", "3", "4", "n/a"], "amount"), ("Utfall", ["1", "2", "3", "4", "se not"], "amount"),
        ("Lat", ["12,3456789"], "text"), ("Belopp", ["12,34567"], "number"), ("Tal", ["1" * 19], "code"),
        ("Stämpel", ["2024-01-01 12:30"], "text"), ("Period", ["202401"], "month"), ("Något", ["–", ""], "text"),
    ],
)  # fmt: skip
def test_types(heading: str, texts: list[str], kind: str) -> None:
    assert infer_type(heading, texts) == kind


def drafted_rows(path: Path, **answers: str) -> tuple[DraftContract, list[dict[str, Any]], ReadResult]:
    """A draft of a file of one table, its rows and what came of them."""
    draft = draft_contract(path, {})
    rows, result = load(path, draft, **answers)
    (loaded,) = rows.tables.values()
    return draft, loaded, result


def test_columns_without_a_heading_and_headings_that_repeat_are_read_by_their_number(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(";Andel;Andel;;Andel\n1;2;3;4;5\n6;7;8;9;10\n", encoding="utf-8")
    _, loaded, result = drafted_rows(path)
    named = [(r["column_1"], r["andel"], r["andel_2"], r["column_4"], r["andel_3"]) for r in loaded]
    assert named == [(1, 2, 3, 4, 5), (6, 7, 8, 9, 10)] and not result.findings and not result.rejections


def test_a_file_without_a_header_is_read_by_its_places(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("A;1;x\nB;2;y\nC;3;z\nE;F;G\nD;4;w\n", encoding="utf-8")
    draft, loaded, _ = drafted_rows(path)
    assert draft.fields["tables"][0]["header_rows"] == 0
    assert [r["column_1"] for r in loaded] == ["A", "B", "C", "E", "D"]


def test_a_lone_label_is_a_row_and_a_comment_or_a_footer_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Rad;Not;Mängd\n# uttag\nKostnader;;\nLöner;x;1\nHyra;;2\n", encoding="utf-8")
    _, loaded, result = drafted_rows(path)
    assert [r["rad"] for r in loaded] == ["Kostnader", "Löner", "Hyra"]
    path.write_text("Rad;Not;Mängd\nLöner;x;1\nHyra;;2\nKälla: systemet\n", encoding="utf-8")
    _, loaded, result = drafted_rows(path)
    assert [r["rad"] for r in loaded] == ["Löner", "Hyra"] and not result.rejections
    assert [n.text for n in result.non_data if n.kind == "note"] == ["Källa: systemet"]


def test_rows_with_their_code_alone_at_the_end_are_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Kod;Text;Antal\nP1;x;1\n" + "".join(f"P{i};;\n" for i in range(2, 14)), encoding="utf-8")
    _, loaded, result = drafted_rows(path)
    assert len(loaded) == 13 and not result.rejections
    path.write_text("Kod;Text;Antal\nP1;x;1\nP2;;\n", encoding="utf-8")  # its pattern would take the first row too
    _, loaded, result = drafted_rows(path)
    assert len(loaded) == 2 and not result.rejections


def test_rows_between_blank_rows_are_not_lost_to_a_footer(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Rad;Mängd\nA;1\n\nB;2\n\nUtskrivet 2024\n", encoding="utf-8")
    _, loaded, result = drafted_rows(path)
    assert [r["rad"] for r in loaded] == ["A", "B"] and not result.rejections


def test_texts_among_texts_make_no_second_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"K{i};{'text' if i % 7 else ''};{i if i % 3 else ''}\n" for i in range(60))
    path.write_text("Kod;Text;Antal\n" + rows + "\nK99;mer;\nK98;x;1\n", encoding="utf-8")
    _, loaded, result = drafted_rows(path)
    assert len(loaded) == 62 and not result.rejections


def test_grouped_by_commas_alone_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Name;Cost\nA;12,345\nB;1,234\n", encoding="utf-8")
    draft, loaded, _ = drafted_rows(path, decimal=".", unit="EUR", sign="cost_positive")
    assert [q.code for q in draft.questions][-1] == "question.decimal"
    assert [r["cost"] for r in loaded] == [12345, 1234] and loaded[0]["cost_unit"] == "EUR"


def test_times_of_day_in_a_workbook_are_kept_as_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Rad", "Stämpel"], ["A", dt.datetime(2024, 5, 1, 12, 30)], ["B", dt.datetime(2024, 5, 2)]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    _, loaded, result = drafted_rows(tmp_path / "a.xlsx")
    assert [r["stampel"] for r in loaded] == ["2024-05-01 12:30:00", "2024-05-02"] and not result.rejections


def test_a_column_named_as_the_lake_names_its_own_gets_another_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Cell;Sheet;amount_unit;Amount\nx;y;z;1,5\n", encoding="utf-8")
    _, loaded, _ = drafted_rows(path, unit="kr", sign="cost_positive")
    assert (loaded[0]["cell_2"], loaded[0]["sheet_2"], loaded[0]["amount_unit"]) == ("x", "y", "z")


def test_a_draft_answered_on_the_command_line_loads_straight_away(tmp_path: Path) -> None:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "config.py").write_text("")
    path = tmp_path / "utfall 2024.csv"
    path.write_text("Enhet;Utfall;Utfall i fjol\nA;1,5;2\nB;2,5;3\n", encoding="utf-8")

    def rjh(*words: str | Path) -> Result:
        return CliRunner().invoke(main, [*map(str, words), "--project", str(tmp_path)], env={"RJH_LANG": "sv"})

    out = tmp_path / "contracts" / "mitt_utfall.yaml"
    asked = rjh("contract", "draft", path, "--out", out)
    assert asked.exit_code == 0 and "--unit kr|tkr|mkr --sign cost_positive|revenue_positive" in asked.output
    other = tmp_path / "contracts" / "prov.yaml"
    other.write_text(
        "{contract: prov, title_sv: P, title_en: P, description: P, source: P, file_pattern: prov.csv, format: csv, "
        "tables: [{name: prov, columns: [{name: a}]}]}",
        encoding="utf-8",
    )
    (tmp_path / "prov.csv").write_text("a\nx\n", encoding="utf-8")
    waits = rjh("load", path, tmp_path / "prov.csv")  # an open draft stops no other file
    assert waits.exit_code == 1 and "mitt_utfall.yaml är ett utkast med frågor kvar" in waits.output
    assert "Filen väntar på kontraktet mitt_utfall.yaml" in waits.output and "inläst som prov" in waits.output
    done = rjh("contract", "draft", path, "--out", out, "--unit", "tkr", "--sign", "cost_positive")
    assert done.exit_code == 0 and "Inga öppna frågor" in done.output
    loaded = rjh("load", path)
    assert loaded.exit_code == 0 and "inläst som mitt_utfall (2 rader inlästa, 0 avvisade)" in loaded.output
    again = rjh("contract", "draft", path, "--out", out, "--unit", "tkr", "--sign", "cost_positive")
    assert "tas redan" not in again.output  # its own contract is no other


def test_a_question_mark_of_the_file_is_no_question(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("?;Mängd\nA;1\nB;?\n", encoding="utf-8")
    draft, loaded, _ = drafted_rows(path)
    assert not draft.questions and [r["mangd"] for r in loaded] == [1, None]


def test_a_header_of_two_rows_whose_cells_say_nothing_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Grupp A;Grupp B;;Grupp C\nx;2023;2024;y\n1;2;3;4\n5;6;7;8\n", encoding="utf-8")
    draft, loaded, result = drafted_rows(path, unit="kr", sign="cost_positive")
    assert draft.fields["tables"][0]["header_rows"] == 2 and loaded and not result.rejections


# -- layouts that systems export ------------------------------------------------------------------------


def _book(path: Path, sheet: str, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_unit_in_the_sheets_name_is_that_of_its_amounts(tmp_path: Path) -> None:
    path = _book(tmp_path / "utfall 2024.xlsx", "Utfall mkr", ("Nämnd", "Utfall"), ("HSN", 1000.5), ("RS", 250.1))
    draft = draft_contract(path, KNOWN)
    assert [q.code for q in draft.questions] == ["question.sign"]
    rows, _ = load(path, draft, sign="cost_positive")
    assert [(r["utfall"], r["utfall_unit"]) for r in rows.tables["utfall"]] == [
        (Decimal("1000.5"), "mkr"), (Decimal("250.1"), "mkr"),
    ]  # fmt: skip


def test_levels_mixed_under_a_result_are_told_apart(tmp_path: Path) -> None:
    path = _book(
        tmp_path / "rapport 2024-03.xlsx", "Export", ("Månadsrapport",), ("Rad", "Utfall tkr", "Budget tkr"),
        ("Intäkter", 610, 600), ("  Avgifter", 110, 100), ("  Bidrag", 500, 500),
        ("Kostnader", -1015, -1000), ("  Personal", -715, -700), ("  Övrigt", -300, -300), ("Resultat", -405, -400),
    )  # fmt: skip
    rows, _ = load(path, draft_contract(path, {}), sign="revenue_positive")
    data = [r for r in rows.tables["rapport"] if r["row_kind"] == "data"]
    assert sum(r["utfall"] for r in data) == -405 and len(data) == 4


def test_a_unit_above_makes_no_money_of_a_plans_codes(tmp_path: Path) -> None:
    text = (
        "Haushaltsplan;;;\nBeträge in TEUR;;;\nProdukt;Text;Ansatz;Ergebnis\n1110;V;1.234,5;1,0\n1120;P;-2.500,0;2,5\n"
    )
    (path := tmp_path / "haushalt 2024.csv").write_text(text, encoding="utf-8")
    (table,) = draft_contract(path, {}).fields["tables"]
    assert [c.get("type", "text") for c in table["columns"]] == ["code", "text", "amount", "amount"]


def test_signatures_below_a_table_are_none_of_its_rows(tmp_path: Path) -> None:
    text = "Konto;Belopp kr\n4010;100\n4020;200\nSumma;300\n\nUpprättad av;Ekonomi\nAttest;___\n"
    (path := tmp_path / "fot 2024.csv").write_text(text, encoding="utf-8")
    rows, _ = load(path, draft_contract(path, KNOWN), sign="cost_positive")
    (table,) = rows.tables.values()
    assert [r["row_kind"] for r in table] == ["data", "data", "total"]


@pytest.mark.parametrize(("right", "is_told"), [("Konto", True), ("Budget tkr", False)])
def test_two_tables_side_by_side_are_told(tmp_path: Path, right: str, is_told: bool) -> None:
    path = _book(
        tmp_path / "bredvid 2024.xlsx", "B", ("Nämnd", "Utfall tkr", None, right, "Belopp kr"),
        ("HSN", 100, None, 4010, 5000), ("RS", 50, None, 3010, 7000), ("KTN", 25, None, 5010, 100),
    )  # fmt: skip
    codes = {r.code for r in draft_contract(path, {}).remarks}
    assert ("remark.side_by_side" in codes) == is_told


def test_sections_that_no_column_keeps_are_said(tmp_path: Path) -> None:
    path = tmp_path / "avsnitt.csv"
    path.write_text("Post;Utfall kr\nVård;\nIntäkter;10\nKostnader;-30\nKultur;\nIntäkter;1\nKostnader;-3\n", "utf-8")
    (said,) = [q for q in draft_contract(path, {}).remarks if q.code == "remark.sections"]
    assert (said.column, said.found) == ("2", "2: Vård")
    path.write_text("Post;Utfall kr\nVård;\nIntäkter;10\nKostnader;-30\nKultur;\nRänta;1\n", "utf-8")
    assert "remark.sections" not in {q.code for q in draft_contract(path, {}).remarks}


def test_codes_that_another_contract_reads_as_text_are_not_said_to_be_too_long(tmp_path: Path) -> None:
    path = tmp_path / "resor.csv"
    path.write_text("Enhet;Månad;Resor (tkr)\n1101;2024-01;12,5\n1102;2024-01;8,0\n1101;2024-02;13,1\n", "utf-8")
    codes = {r.code for r in draft_contract(path, KNOWN).remarks}
    assert "remark.numbers_as_text" not in codes
    path.write_text(
        "Namn;Mått\nA;0,12345678901234567891\nB;0,22345678901234567892\nC;0,32345678901234567892\n", "utf-8"
    )
    assert "remark.numbers_as_text" in {r.code for r in draft_contract(path, {}).remarks}
