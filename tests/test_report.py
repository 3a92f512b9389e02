"""The month's report: what stands on the page, that data is never markup, and that an edited page is found."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner, Result
from project_runs import ROOT
from report_file import publish, report_project

from rjh_warehouse.answers.trace_line import UNTRACED
from rjh_warehouse.answers.trace_month import MEASURES
from rjh_warehouse.answers.workbook import new_book
from rjh_warehouse.build.trace_paths import read_trace_paths
from rjh_warehouse.cli import main
from rjh_warehouse.lake.closed_month import write_manifest
from rjh_warehouse.lake.durable import file_sha256
from rjh_warehouse.lake.kept import keep
from rjh_warehouse.messages import catalogue, say
from rjh_warehouse.report.answer import Answer
from rjh_warehouse.report.chart import add_charts
from rjh_warehouse.report.note import incomplete_lines
from rjh_warehouse.report.number import number
from rjh_warehouse.report.page import About, _print_header, _sentence
from rjh_warehouse.report.picture import pictures
from rjh_warehouse.report.sections import SECTIONS, TERMS
from rjh_warehouse.report.verify import read_page
from rjh_warehouse.settings import Project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return report_project(tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def page(project: Project) -> str:
    return made(project, "2024-04", "--board", "RS")


def ask(project: Project, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--project", str(project.root)])


def made(project: Project, *words: str) -> str:
    path = project.root / "page.html"
    done = ask(project, "report", *words, "--out", str(path))
    assert done.exit_code == 0, done.output
    return path.read_text(encoding="utf-8")


def verified(project: Project, text: str) -> Result:
    path = project.root / "edited.html"
    path.write_text(text, encoding="utf-8")
    return ask(project, "verify-report", str(path))


def test_each_figure_has_query_key_and_value_and_they_are_the_files(project: Project, page: str) -> None:
    questions = {q.name: q for s in SECTIONS for q in s.questions}
    figures = read_page(page).figures
    assert len(figures) > 10
    with duckdb.connect(str(project.published), read_only=True) as file:
        for figure in figures:
            if questions[figure.query].is_counted:
                continue
            column = next(c for c in questions[figure.query].columns if c.name == figure.column)
            table = column.table or questions[figure.query].table
            key = json.loads(figure.key)
            where = " AND ".join(f"CAST({name} AS VARCHAR) = ?" for name in key)
            rows = file.execute(f"SELECT {figure.column} FROM {table} WHERE {where}", list(key.values())).fetchall()
            assert rows == [(Decimal(figure.value),)]
    cost = next(f for f in figures if (f.query, f.column) == ("result", "net_cost_sek"))
    assert (cost.value, cost.text) == ("-1234567890.12", "−1\u00a0234,6")


def test_a_figure_opens_to_its_delivered_row_and_the_trace_line(page: str) -> None:
    assert "invest&amp;1.xlsx, blad Blad &lt;1&gt;, rad 7, kolumn amount" in page
    assert "rjh trace mart.investment --where &quot;investment_code = &#x27;plan#1&#x27;&quot;" in page
    assert "--column net_cost_sek" in page


def test_the_sections_stand_in_order_and_each_without_data_says_so(page: str) -> None:
    names = [section.name for section in SECTIONS] + ["terms"]
    assert re.findall(r'<section id="(\w+)"', page) == names
    for name in names:
        body = page.split(f'<section id="{name}"')[1].split("</section>")[0]
        assert re.search(r"<p class=\"note\"|<table|<dl|<ul", body), name
    assert say("page.not_in_file", "sv", table="mart.frame_reconciliation") in page
    assert say("page.empty.unmapped", "sv") in page


def test_what_is_simulated_or_incomplete_says_so(page: str) -> None:
    month = page.split('<section id="result"')[1].split("</section>")[0]
    assert "Simulerat: alla rader i avsnittet (2 av 2)" in month
    assert "Högst 2 delmånader saknas" in month
    assert "(ofullständig)" in month
    assert "inlämnad prognos saknas från en eller flera enheter i Styrelsen &lt;script&gt;" in month
    assert "Simulerat" not in page.split('<section id="investments"')[1].split("</section>")[0]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [v or "" for k, v in attrs if k in ("src", "href", "xlink:href", "action", "srcset")]
        self.handlers += [k for k, _ in attrs if k.startswith("on")]


def test_data_is_text_and_nothing_is_loaded_from_elsewhere(page: str) -> None:
    parser = Tags()
    parser.feed(page)
    assert not parser.tags & {"script", "img", "link", "iframe", "object", "base", "form"}
    assert not parser.handlers
    assert all(address.startswith("#") for address in parser.addresses)
    assert "url(" not in re.sub(r"url\(#|url\(&quot;#", "", page)
    assert "@import" not in page
    assert "default-src &#x27;none&#x27;" in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_page_as_it_was_made_is_confirmed(project: Project, page: str) -> None:
    done = verified(project, page)
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("pattern", "new", "told"),
    [
        (r"<summary>−1\u00a0234,6<", "<summary>−1\u00a0134,6<", "på sidan står −1\u00a0134,6, filen ger −1\u00a0234,6"),
        (r'data-value="-1234567890.12"', 'data-value="-1234567890.13"', "-1234567890.13"),
        (r'data-column="net_cost_sek"', 'data-column="net_cost_budget_sek"', "net_cost_budget_sek"),
        (r'<details class="figure".*?</details>', "", "saknas på sidan"),
        (r"Simulerat: alla", "Verkligt: alla", "Verkligt"),
        (r">−34,6</text>", ">−24,6</text>", "−24,6"),
        (r"</main>", "<p>Budget i balans</p></main>", "Budget i balans"),
        (
            r"var <span class=\"together\">(<details[^>]*><summary>)1\u00a0234,6",
            r"var \g<1>7",
            "på sidan står 7",
        ),
        (r"data-key='?\"?[^>]*2024-04-01", lambda m: m[0].replace("2024-04-01", "2024-03-01"), "2024-03-01"),
        (r"(<th scope=\"row\"[^>]*>)2024-04 ", r"\g<1>2024-05 ", "2024-05"),
        (r"(<dd>)-1234567890.12", r"\g<1>-1234567890.13", "-1234567890.13"),
        (r"rad 7", "rad 8", "rad 8"),
        (r"(<figcaption>[^<]*)budget", r"\g<1>plan", "än plan"),
        (r"(aria-label=\"Stapeldiagram[^\"]*)mkr", r"\g<1>tkr", "tkr"),
        (r"<title>M[^<]*2024", "<title>Månadsrapport april 2023", "april 2023"),
        (r"(Källa: [^<]*) 1 leveranser", r"\g<1> 2 leveranser", "2 leveranser"),
        (r"<path ", '<path opacity="0" ', "opacity"),
    ],
    ids=[
        "text",
        "value",
        "column",
        "gone",
        "words",
        "picture",
        "added",
        "sentence",
        "key",
        "cell",
        "origin",
        "address",
        "caption",
        "alternative",
        "title",
        "source",
        "drawing",
    ],
)
def test_an_edited_page_is_found(
    project: Project, page: str, pattern: str, new: str | Callable[[re.Match[str]], str], told: str
) -> None:
    edited, count = re.subn(pattern, new, page, count=1, flags=re.DOTALL)
    assert count == 1
    done = verified(project, edited)
    assert done.exit_code == 3, done.output
    assert told in done.output


def test_a_page_of_an_earlier_publication_is_held_to_that_one(tmp_path: Path) -> None:
    project = report_project(tmp_path)
    first = made(project, "2024-04")
    keep(project.published)
    publish(project, 2)
    assert made(project, "2024-04") != first
    assert verified(project, first).exit_code == 0
    for file in (project.published.parent / "kept").glob("*"):
        file.unlink()
    done = verified(project, first)
    assert done.exit_code == 5
    assert "release-1" in done.output


def test_a_closed_month_is_named_and_a_changed_file_of_it_is_not_used(tmp_path: Path) -> None:
    project = report_project(tmp_path)
    folder = project.releases / "2024-04" / "r1"
    folder.mkdir(parents=True)
    closed = folder / "rjh.duckdb"
    closed.write_bytes(project.published.read_bytes())
    write_manifest(folder, {"files": {"rjh.duckdb": file_sha256(closed)}})
    publish(project, 2)
    text = made(project, "2024-04", "--closed")
    assert 'data-source="2024-04/r1"' in text
    assert "Källa: stängd månad 2024-04/r1: publikation release-1" in text
    assert verified(project, text).exit_code == 0
    with duckdb.connect(str(closed)) as connection:
        connection.execute("UPDATE mart.cost_summary SET net_cost_sek = 0")
    assert ask(project, "report", "2024-04/r1").exit_code == 5


def test_several_boards_in_one_call_and_english(project: Project) -> None:
    folder = project.root / "reports"
    done = ask(project, "report", "2024-04", "--board", "RS", "--board", "RJH", "--lang", "en", "--out", str(folder))
    assert done.exit_code == 0, done.output
    assert sorted(p.name for p in folder.glob("*")) == ["rapport_2024-04.html", "rapport_2024-04_RS.html"]
    english = (folder / "rapport_2024-04.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in english
    assert "<summary>−1,234.6</summary>" in english


@pytest.mark.parametrize(
    ("words", "code"),
    [(("2024-13",), 2), (("2024-04", "--board", "XX"), 2), (("2023-01", "--closed"), 5)],
)
def test_what_cannot_be_made_is_told(project: Project, words: tuple[str, ...], code: int) -> None:
    done = ask(project, "report", *words)
    assert done.exit_code == code
    assert "Traceback" not in done.output


def test_a_file_that_is_no_report_is_told(project: Project) -> None:
    assert verified(project, "<p>hej</p>").exit_code == 2
    assert ask(project, "verify-report", "none.html").exit_code == 5


def test_the_pictures_are_files_too(project: Project, tmp_path: Path) -> None:
    ask(project, "report", "2024-04", "--out", str(tmp_path / "r.html"), "--pictures", str(tmp_path))
    assert (tmp_path / "r_deviation.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "r_deviation.svg").read_text(encoding="utf-8").startswith("<svg")


def test_every_table_that_is_said_to_be_traced_can_be() -> None:
    """`rjh trace` goes from rows with an address, from those of meta.trace, and from the month marts."""
    address = re.compile(r"\bdelivery_id\b")
    ways = set(read_trace_paths(ROOT))
    for question in (q for s in SECTIONS for q in s.questions):
        for table in {c.table or question.table for c in question.columns} - UNTRACED - set(MEASURES) - ways:
            schema, name = table.split(".")
            model = (ROOT / "models" / schema / f"{name}.sql").read_text(encoding="utf-8")
            assert address.search(model) or (ROOT / "models" / schema / f"{name}_part.sql").is_file(), table


def test_every_section_question_column_and_term_has_its_words() -> None:
    questions = [q for s in SECTIONS for q in s.questions]
    codes = [f"page.section.{s.name}" for s in SECTIONS] + [f"page.question.{q.name}" for q in questions]
    codes += [f"page.column.{c.name}" for q in questions for c in q.columns]
    for sentence in (s for q in questions for s in q.sentences):
        own = {code for code in catalogue() if re.fullmatch(rf"page\.sentence\.{sentence.name}(\.\w+)?", code)}
        signs = {f"page.sentence.{sentence.name}.{sign}" for sign in ("above", "below", "equal", "unknown")}
        assert f"page.sentence.{sentence.name}" in own or own == signs, sentence.name
    codes += [f"page.picture.{q.picture}" for q in questions if q.picture]
    codes += [f"page.{kind}.{t}" for t in TERMS for kind in ("term", "meaning")]
    assert [code for code in codes if code not in catalogue()] == []


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [("-0.04", 1, "0,0"), ("-0.05", 1, "−0,1"), ("1234567.85", 1, "1\u00a0234\u00a0567,9"), ("5.810000", None, "5,81"),
     ("300", None, "300")],
)  # fmt: skip
def test_numbers_are_written_as_in_swedish(value: str, decimals: int | None, text: str) -> None:
    assert number(Decimal(value), decimals, "sv") == text


@pytest.mark.parametrize(
    ("value", "wording"),
    [("-34567890.12", "alltså 34,6 mkr högre"), ("34567890.12", "alltså 34,6 mkr lägre"), ("0", "lika med budget"),
     ("-49999", "lika med budget"), (None, "kan inte räknas")],
)  # fmt: skip
def test_a_sentence_is_worded_by_the_sign_that_it_shows(value: str | None, wording: str) -> None:
    question = next(q for s in SECTIONS for q in s.questions if q.name == "month_cost")
    row = {"net_cost_sek": Decimal("-5000000"), "net_cost_deviation_sek": None if value is None else Decimal(value)}
    about = About(dt.date(2024, 4, 1), "RJH", "Regionen", "published", {}, "sv")
    text = re.sub(
        r"<div.*?</div></details>|<[^>]+>", "", _sentence(question.sentences[0], Answer(question, []), row, about)
    )
    assert wording in text
    assert "var 5,0 mkr" in text


def test_a_counted_figure_opens_to_the_select_that_counts(tmp_path: Path) -> None:
    more = """
CREATE TABLE mart.frame_reconciliation AS SELECT * FROM (VALUES
  ('a', 'RS', 'exact', 'Stämmer', 'Holds', FALSE, TRUE),
  ('b', 'RS', 'ambiguous', 'Flera läsningar', 'Several readings', FALSE, TRUE),
  ('b2', 'RS', 'ambiguous', 'Flera läsningar', 'Several readings', FALSE, FALSE),
  ('c', 'RS', 'exact', 'Stämmer', 'Holds', TRUE, TRUE), ('d', 'HSN', 'exact', 'Stämmer', 'Holds', FALSE, TRUE)
) AS v (check_code, board_code, verdict, verdict_name, verdict_name_en, is_simulated, is_finding);
"""
    project = report_project(tmp_path, more=more)
    page = made(project, "2024-04", "--board", "RS")
    counts = [(f.key, f.column, f.value) for f in read_page(page).figures if f.query == "reconciliation_count"]
    assert ('{"verdict": "exact"}', "check_count", "1") in counts
    assert ('{"verdict": "exact"}', "simulated_check_count", "1") in counts
    assert ('{"verdict": "ambiguous"}', "check_count", "1") in counts  # two readings, one finding
    line = re.search(r"<code>rjh query &quot;(SELECT verdict.*?)&quot;</code>", page)
    assert line
    done = ask(project, "query", unescape(line[1]), "--json")
    assert done.exit_code == 0, done.output
    assert verified(project, page).exit_code == 0


def test_a_title_on_paper_is_no_style_of_its_own() -> None:
    header = _print_header('x"; } </style><script> {')
    assert re.fullmatch(
        r'@media print \{ @page \{ @top-left \{ content: "[a-z0-9 \\]*"; font-size: 8pt; \} \} \}\n', header
    )


OTHER = "(annan organisation)"
PICTURES: dict[str, tuple[list[dict[str, object]], str, str]] = {
    "result": (
        [
            {"organisation_name": "A", "net_cost_deviation_sek": Decimal(-5000000), "is_reorganised": True},
            {"organisation_name": "B", "net_cost_deviation_sek": Decimal(5000000), "is_complete": False},
            {"organisation_name": "C", "net_cost_deviation_sek": None},
        ],
        f"−5,0 / 5,0 / saknas / A / {OTHER} / B / (ofullständig) / C",
        f"A {OTHER} / B (ofullständig) / C (saknas)",
    ),
    "bridge": (
        [
            {"item_name": name, "amount_sek": amount, "opening_sek": Decimal(-5000000),
             "closing_sek": Decimal(-6000000), "is_prior_year_reorganised": True}
            for name, amount in (("Pris", Decimal(-1000000)), ("Volym", None))
        ],
        f"−5,0 {OTHER} / −1,0 / saknas / −6,0",
        f"Föregående år {OTHER} / Pris / Volym (saknas) / I år",
    ),
    "forecast_path": (
        [
            {"as_of_month": dt.date(2024, month, 1), "forecast_sek": None if month == 2 else Decimal(-5000000),
             "is_reorganised": month == 1}
            for month in (1, 2, 3)
        ],
        "01* / 02 / 03 / Prognos −5,0 / saknas",
        f"2024-01 {OTHER} / 2024-02 (saknas) / 2024-03",
    ),
    "hired_path": (
        [
            {"month": dt.date(2024, month, 1), "hired_staff_sek": None if month == 2 else Decimal(-5000000),
             "is_reorganised": month == 1}
            for month in (1, 2, 3)
        ],
        f"5,0 {OTHER} / saknas / 5,0",
        f"2024-01 {OTHER} / 2024-02 (saknas) / 2024-03",
    ),
    "target_series": (
        [
            {"indicator_code": "A", "indicator_text": "A", "organisation_code": "RS", "period_code": str(year),
             "value": None if year == 2022 else Decimal(5), "is_reorganised": year == 2021,
             "definition_version": {2021: 1, 2023: 2}.get(year)}
            for year in (2021, 2022, 2023)
        ],
        "5* / saknas / 5",
        f"2021 {OTHER} / 2022 (saknas) / 2023 (ny definition)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PICTURES)
def test_what_is_missing_and_another_organisation_are_written_in_each_picture(name: str) -> None:
    question = next(q for s in SECTIONS for q in s.questions if q.name == name)
    rows, wanted, _ = PICTURES[name]
    drawn = pictures(Answer(question, rows), "sv")[0].svg()
    texts = [unescape(text) for text in re.findall(r">([^<>]+)</(?:text|tspan)>", drawn)]
    assert sorted(set(wanted.split(" / ")) - set(texts)) == [], texts
    assert len(texts) >= len(wanted.split(" / "))


@pytest.mark.parametrize("name", PICTURES)
def test_what_is_missing_and_another_organisation_stand_on_the_axis_of_each_native_chart(
    name: str, tmp_path: Path
) -> None:
    question = next(q for s in SECTIONS for q in s.questions if q.name == name)
    rows, _, wanted = PICTURES[name]
    answer = Answer(question, [dict.fromkeys(c.name for c in question.columns) | row for row in rows])
    with new_book(tmp_path / "b.xlsx") as book:
        add_charts(book, book.add_sheet("Blad"), answer, "sv", 3, len(question.columns))
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["Blad"]
    (chart,) = sheet._charts
    cells = {series.cat.strRef.f.split("!")[1].replace("$", "") for series in chart.series}
    assert [[cell.value for (cell,) in sheet[place]] for place in cells] == [wanted.split(" / ")]


def test_every_question_with_a_picture_is_tried() -> None:
    assert set(PICTURES) == {q.name for s in SECTIONS for q in s.questions if q.picture}


MONTHS = """
CREATE SCHEMA core; CREATE SCHEMA mart;
CREATE TABLE core.organisation AS SELECT 'RS' AS organisation_code, 'board' AS organisation_level;
CREATE TABLE mart.cost_summary AS SELECT CAST(month AS DATE) AS month, 'month' AS period_kind,
  'as_was' AS organisation_basis, 'board' AS organisation_level, 'RS' AS organisation_code,
  'with_internal' AS scope_code, 1 AS hired_staff_sek, 1 AS own_personnel_sek, 1 AS hired_staff_of_personnel_total_pct,
  month < '2024-01-01' AS is_reorganised, TRUE AS is_complete, 0 AS missing_month_count, TRUE AS is_simulated
FROM (VALUES ('2023-12-01'), ('2024-02-01'), ('2024-04-01')) AS v (month);
CREATE TABLE mart.year_end_forecast AS SELECT CAST(month AS DATE) AS as_of_month, 'board' AS organisation_level,
  'RS' AS organisation_code, 'NET_COST' AS cost_type_code, 'with_internal' AS scope_code, 'c' AS method_code,
  1 AS p10_sek, 1 AS forecast_sek, 1 AS p90_sek, 1 AS submitted_sek, 1 AS budget_year_sek,
  0 AS submitted_missing_count, TRUE AS is_complete, TRUE AS is_simulated, TRUE AS is_default, 2024 AS fiscal_year
FROM (VALUES ('2024-01-01'), ('2024-04-01')) AS v (month);
CREATE TABLE mart.target_achievement AS SELECT 'RS' AS organisation_code, 'T' AS gender_code, 'A' AS indicator_text,
  '%' AS unit_text, NULL AS in_question_text, NULL AS in_question_text_en, '1' AS definition_version,
  TRUE AS is_simulated, * FROM (VALUES ('A', '2023-T1', 1), ('A', '2023-T3', 2), ('A', '2024-T1', 3),
  ('A', '2020-T1', 9), ('A', '2024-T2', 3), ('B', '2023-12', 1),
  ('B', '2024-02', 1), ('C', '2021', 1), ('C', '2023', 1), ('D', '2023', 1)
) AS v (indicator_code, period_code, value);
"""


def test_periods_between_others_that_have_no_row_are_asked_for_too() -> None:
    asked = {q.name: q.sql for s in SECTIONS for q in s.questions}
    places = {"month": dt.date(2024, 4, 1), "board": "RS"}
    with duckdb.connect() as connection:
        connection.execute(MONTHS)
        hired = connection.execute(asked["hired_path"], places).fetchall()
        path = connection.execute(asked["forecast_path"], places).fetchall()
        series = connection.execute(asked["target_series"], places | {"region": "RJH"}).fetchall()
    assert [(f"{row[0]:%Y-%m}", row[6]) for row in hired] == [
        ("2023-12", 1), ("2024-01", None), ("2024-02", 1), ("2024-03", None), ("2024-04", 1)
    ]  # fmt: skip
    assert [(f"{row[0]:%m}", row[7]) for row in path] == [("01", 1), ("02", None), ("03", None), ("04", 1)]
    assert [(row[0], row[4], row[5]) for row in series] == [
        ("A", "2023-T1", 1), ("A", "2023-T2", None), ("A", "2023-T3", 2), ("A", "2024-T1", 3), ("B", "2023-12", 1),
        ("B", "2024-01", None), ("B", "2024-02", 1), ("C", "2021", 1), ("C", "2022", None), ("C", "2023", 1)
    ]  # fmt: skip


def test_another_organisation_is_said(project: Project, page: str) -> None:
    said = "Annan organisation än i dag: Styrelsen"
    assert said in page.split('<section id="result"')[1].split("</section>")[0]
    assert said in page.split('<section id="month"')[1].split("</section>")[0]
    assert "Annan organisation än i dag: Regionen" not in made(project, "2024-04")


def test_an_outcome_in_question_is_counted_and_not_judged() -> None:
    """Each indicator by its newest period up to the month; without an outcome or a target it is not among them."""
    sql = next(q.sql for section in SECTIONS for q in section.questions if q.name == "month_target")
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE SCHEMA core; CREATE SCHEMA mart;"
            "CREATE TABLE core.organisation AS SELECT 'RS' AS organisation_code, 'board' AS organisation_level;"
            "CREATE TABLE mart.target_achievement AS SELECT 'RS' AS organisation_code, 'T' AS gender_code,"
            " FALSE AS is_simulated, * FROM (VALUES ('A', '2024-T1', 1, 'met'), ('A', '2023', 1, 'not_met'),"
            " ('B', '2024-04', 0.8, 'in_question'), ('C', '2023', 1, 'near'), ('D', '2024-T1', NULL, 'no_measurement'),"
            " ('E', '2024-05', 1, 'met'), ('F', '2024-T1', 1, 'no_target'))"
            " AS v (indicator_code, period_code, value, computed_status)"
        )
        places = {"month": dt.date(2024, 4, 1), "board": "RS", "region": "RJH"}
        assert connection.execute(sql, places).fetchall() == [(3, 1, 1, 0, 1, False)]


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [(True, True, ["Annan organisation än i dag: A"]), (True, False, ["Annan organisation än i dag: A"]),
     (False, True, ["Annan organisation föregående år: A"]), (False, False, [])],
)  # fmt: skip
def test_growth_is_questioned_where_only_last_year_was_of_another_organisation(
    now: bool, before: bool, told: list[str]
) -> None:
    question = next(q for s in SECTIONS for q in s.questions if q.name == "result")
    row = {"organisation_name": "A", "is_reorganised": now, "is_prior_year_reorganised": before}
    assert [line.split(".")[0] for line in incomplete_lines(Answer(question, [row]), "sv")] == told


def test_a_forecast_without_an_interval_says_so() -> None:
    question = next(q for s in SECTIONS for q in s.questions if q.name == "month_forecast")
    about = About(dt.date(2024, 4, 1), "RJH", "Regionen", "published", {}, "sv")
    row = {"forecast_sek": Decimal(-5000000), "deviation_sek": Decimal(0), "p10_sek": None, "p90_sek": None}
    texts = [re.sub(r"<[^>]+>", "", _sentence(s, Answer(question, []), row, about)) for s in question.sentences]
    assert "har inget intervall" in texts[1] and "–" not in texts[1]
