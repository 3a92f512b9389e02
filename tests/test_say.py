"""A board's text held to what is published: numbers as they are written, and answers that fit their sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from project_runs import rjh

from rjh_warehouse.answers.say.passage import passages
from rjh_warehouse.answers.say.stated import numbers
from rjh_warehouse.answers.say.verdict import Answer, answers_in
from rjh_warehouse.cli import main

MKR = 10**6


@pytest.mark.parametrize(
    ("text", "value", "kind", "sign"),
    [
        ("minus 184 mkr", -184 * MKR, "sek", -1),
        ("−60,3 kr", "-60.3", "sek", -1),
        ("- 104,5 miljoner kronor", "-104500000", "sek", -1),
        ("+12 mkr", 12 * MKR, "sek", 1),
        ("1 234,5 tkr", 1_234_500, "sek", None),
        ("1\u202f234,5\u00a0tkr", 1_234_500, "sek", None),
        ("1.631 mkr", 1631 * MKR, "sek", None),
        ("8.4 miljoner kronor", "8400000", "sek", None),
        ("12,5 miljoner kronor", 12_500_000, "sek", None),
        ("33 milj. kr", 33 * MKR, "sek", None),
        ("194 milj.kr", 194 * MKR, "sek", None),
        ("67 miljon kronor", 67 * MKR, "sek", None),
        ("1,3 miljarder kronor", 1300 * MKR, "sek", None),
        ("500 000 kronor", 500_000, "sek", None),
        ("två miljoner kronor", 2 * MKR, "sek", None),
        ("en halv miljard", 500 * MKR, "sek", None),
        ("sex procent", 6, "pct", None),
        ("3,6 procent", "3.6", "pct", None),
        ("0,5 procentenheter", "0.5", "points", None),
        ("15 137 timmar", 15137, "count", None),
    ],
)
def test_a_number_is_read_as_it_is_written(text: str, value: str | int, kind: str, sign: int | None) -> None:
    (stated,) = numbers(f"Det blev {text} i år.")
    assert (stated.value, stated.kind, stated.sign) == (Decimal(value), kind, sign)


@pytest.mark.parametrize(
    "text",
    [
        "den 29 maj 2024",
        "2024-05-29 och 2024–2026 samt 2024-T1",
        "§ 94 och 7 kap. 3 § samt 2–6 §§ lagen (2017:30)",
        "RS/595/2023, sid 3, bilaga 2, plan 6, avd 107 och hus 6",
        "1. En punkt",
        "kl. 13.00, telefon 063-14 75 00",
        "ungdomar 16–29 år, covid-19 och UPS AX1",
        "26-27 mars, 5(6), tertial 1 och kvartal 2",
        "Långsiktiga nyckeltal..... 7",
    ],
)
def test_dates_years_and_references_are_no_figures(text: str) -> None:
    assert numbers(text) == []


def test_numbers_that_share_a_unit_and_ranges() -> None:
    assert [s.value for s in numbers("ned 25 och 116 mkr")] == [25 * MKR, 116 * MKR]
    assert [(s.value, s.upper) for s in numbers("10–12 mkr, mellan 3 och 4 tkr")] == [
        (10 * MKR, 12 * MKR), (3000, 4000)
    ]  # fmt: skip
    assert [s.printed for s in numbers("från 3,2 till 3,6 procent")] == [Decimal("3.2"), Decimal("3.6")]
    assert [(s.value, s.text) for s in numbers("7\t0\t-30\t-163")] == [(7, "7"), (0, "0"), (-30, "-30"), (-163, "-163")]


def test_a_tables_head_gives_the_unit_and_the_headings_stand_over_a_row() -> None:
    text = "# Plan\n\n## Åtgärder\n\nÅtgärd\tEffekt (mkr)\nResor\t1,0\n\nEn mening\nmed 2 tkr."
    row, sentence = (p for p in passages(text) if numbers(p.text))
    assert (numbers(row.text, row.head)[0].value, row.headings) == (MKR, ("Plan", "Åtgärder"))
    assert numbers(sentence.text)[0].value == 2000
    assert text.count("\n", 0, sentence.start + numbers(sentence.text)[0].start) == 8


@given(st.text(alphabet="0123456789 ,.-–−%()§/:\t\n|mkrtillochåren", max_size=200))
def test_any_text_is_read(text: str) -> None:
    for passage in passages(text):
        for stated in numbers(passage.text, passage.head):
            assert passage.text[stated.start : stated.end].split()[0] in stated.text


def test_a_long_line_is_read_in_reasonable_time() -> None:
    text = "Nettokostnaden 2024 var 1 234 567 mkr och 12 345 " * 2000
    assert len([s for p in passages(text) for s in numbers(p.text)]) == 4000


def _verdicts(connection: duckdb.DuckDBPyConnection, text: str) -> list[str]:
    return [answer.verdict for answer in answers_in(connection, text)]


def _documents(published: duckdb.DuckDBPyConnection) -> tuple[str, dict[int, list[str]]]:
    """The plans' own sentences as a text, and for each of its lines the figures that stand on it."""
    rows = published.execute(
        "SELECT heading, wording, source_line, ANY_VALUE(document_code), LIST(figure_code) FROM mart.document_figure"
        " WHERE value IS NOT NULL GROUP BY document_code, heading, wording, source_line"
        " ORDER BY document_code, source_line"
    ).fetchall()
    lines: list[str] = []
    expected: dict[int, list[str]] = {}
    for heading, wording, _, _, codes in rows:
        lines += [f"## {heading.split('/')[-1].strip()}", "", wording.replace(" | ", "\t"), ""]
        expected[len(lines) - 1] = codes
    return "\n".join(lines), expected


def test_the_plans_own_figures_are_found_where_they_stand(published: duckdb.DuckDBPyConnection) -> None:
    text, expected = _documents(published)
    found = {
        (answer.line_number, place.key["figure_code"])
        for answer in answers_in(published, text)
        if answer.verdict == "found"
        for place in answer.places
        if place.table == "mart.document_figure"
    }
    assert found == {(line, code) for line, codes in expected.items() for code in codes}
    assert len(found) == 167


def test_a_changed_figure_of_the_plans_is_never_found(published: duckdb.DuckDBPyConnection) -> None:
    text, expected = _documents(published)
    changed, count = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        stated = numbers(line) if number in expected else []
        for one in reversed(stated):
            if not one.in_words:
                digits = re.sub(r"\d(?=\D*$)", lambda m: str((int(m.group()) + 4) % 10), line[one.start : one.end])
                line, count = line[: one.start] + digits + line[one.end :], count + 1
        changed.append(line)
    answers = [a for a in answers_in(published, "\n".join(changed)) if re.search(r"\d", a.text)]
    assert count > 150
    assert not [a for a in answers if a.verdict in ("found", "rounds_to")]
    assert sum(a.verdict == "contradicts" for a in answers) > 0.95 * len(answers)


_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()  # noqa: SIM905
_WHEN = {
    "ytd": "till och med {month} {year}",
    "year": "för helåret {year}",
    "forecast_year": "enligt prognosen för {year}",
}


def _published_sentences(published: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """The region's published figures in sentences of our own, each with the number that it states."""
    rows = published.execute(
        "SELECT body_name, period_to, period_kind, measure_name, comparison, value_kind, value_text, value"
        " FROM mart.published_figure WHERE period_to IS NOT NULL AND regexp_matches(value_text, '[0-9]')"
        " ORDER BY figure_id"
    ).fetchall()
    for body, day, kind, measure, comparison, value_kind, text, value in rows:
        when = _WHEN.get(kind, "i {month} {year}").format(month=_MONTHS[day.month - 1], year=day.year)
        bare = re.sub(r"^(minus|[-−–])\s*", "", text)
        if value_kind == "deviation":
            said = f"är {bare} {'sämre' if value < 0 else 'bättre'} än budget"
        elif value_kind == "change" or comparison == "prior_year":
            said = f"{'ökade' if value > 0 else 'minskade'} med {bare} jämfört med samma period föregående år"
        else:
            said, bare = f"var {text}", bare
        yield f"{body}: {measure.replace('s utveckling', '')} {when} {said}.", bare


def test_published_figures_are_found_and_changed_ones_never(published: duckdb.DuckDBPyConnection) -> None:
    sentences = list(_published_sentences(published))
    text = "\n\n".join(sentence for sentence, _ in sentences)
    found = [a for a in answers_in(published, text) if a.verdict == "found"]
    assert len(found) >= 0.95 * len(sentences) > 250
    wrong = [
        sentence.replace(said, re.sub(r"\d(?=\D*$)", lambda m: str((int(m.group()) + 4) % 10), said))
        for sentence, said in sentences
    ]
    answers = answers_in(published, "\n\n".join(wrong))
    assert not [a for a in answers if a.verdict in ("found", "rounds_to")]
    assert sum(a.verdict == "contradicts" for a in answers) >= 0.9 * len(sentences)


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("Regionens resultat per februari 2025 är minus 63 miljoner kronor.", ["found"]),
        ("Regionens resultat per februari 2025 är plus 63 miljoner kronor.", ["contradicts"]),
        ("Regionens resultat per februari 2025 är 63 miljoner kronor.", ["contradicts"]),
        ("Regionens underskott per februari 2025 är 63 miljoner kronor.", ["found"]),
        ("Regionens underskott per februari 2025 är drygt 60 miljoner kronor.", ["rounds_to"]),
        ("Regionens underskott per februari 2025 är 60–70 mkr.", ["rounds_to"]),
        ("Regionens underskott per februari 2025 är 10–12 mkr.", ["contradicts"]),
        ("Regionens resultat per mars 2025 är minus 63 miljoner kronor.", ["unknown"]),
        ("I går såldes glass för 63 miljoner kronor.", ["unknown"]),
        ("HSN: nettokostnadens avvikelse mot budget per juni 2022 är −60,3 kr.", ["found"]),
        ("HSN: nettokostnadens avvikelse mot budget per juni 2022 är −60,3 mkr.", ["contradicts"]),
        ("KTN: nettokostnadens avvikelse mot budget per juni 2022 är −60,3 kr.", ["unknown"]),
        ("Regionens bruttokostnader ökade med 10,1 procent 2021.", ["found"]),
        ("Regionens bruttokostnader ökade med 10,1 procentenheter 2021.", ["unknown"]),
        ("Regionens bruttokostnader minskade med 10,1 procent 2021.", ["contradicts"]),
        (
            "Regionens bruttokostnad ökade med 559 mkr 2021 och intäkterna 280 mkr. Nettokostnaden ökade 279 mkr.",
            ["found", "found", "found"],
        ),
        (
            "Regionens bruttokostnader ökade med 280 mkr 2021 och intäkterna ökade med 559 mkr.",
            ["contradicts", "contradicts"],
        ),
        ("Regionens resultat 2021 blev 361 mkr, 289 mkr bättre än budget.", ["found", "found"]),
        ("Regionens resultat 2021 blev 361 mkr, 289 mkr sämre än budget.", ["found", "contradicts"]),
        ("Regionstyrelsens nettobudgetram för 2026 är 2 192 mkr eller 2,2 miljarder.", ["found", "rounds_to"]),
        ("Regionstyrelsens nettobudgetram för 2026 är 2 129 mkr.", ["contradicts"]),
        ("Regionstyrelsens ramar 2024: Vårdval 916,5 mkr, Regionstaben 552 mkr.", ["rounds_to", "rounds_to"]),
        ("Regionstyrelsens ramar 2024: Vårdval 552 mkr, Regionstaben 916,5 mkr.", ["contradicts", "contradicts"]),
        ("Videokonferenssystemet kostar 1 400 tkr.", ["found"]),
        ("Videokonferenssystemet kostar 1 500 tkr.", ["contradicts"]),
        ("Vi träffades två gånger.", []),
    ],
)
def test_a_number_is_found_only_where_its_sentence_fits(
    published: duckdb.DuckDBPyConnection, text: str, verdicts: list[str]
) -> None:
    assert _verdicts(published, text) == verdicts


def test_what_is_said_above_is_what_a_sentence_goes_on_about(published: duckdb.DuckDBPyConnection) -> None:
    text = "# Månad februari 2025\n\nRegionens resultat är minus 63 mkr. Resultatet i april 2022 är minus 63 mkr."
    assert _verdicts(published, text) == ["found", "unknown"]


PRESS = """Nytt från styrelsen 29 maj

Tertialrapport april 2024

Regionens resultat för januari–april redovisas i dag. Det är 47 miljoner kronor sämre än budget. Verksamhetens resultat
är 156 miljoner kronor sämre än budgeterat.

Hälso- och sjukvårdsnämnden väntas gå med 300 miljoner kronor i underskott mot budget och kollektivtrafiknämnden med 13
miljoner kronor.

Hälso- och sjukvårdsnämnden

Vid utgången av mars redovisar nämnden en budgetavvikelse på -104,5 miljoner kronor. Bruttokostnaderna är 129 miljoner
kronor över budget och intäkterna 24,5 miljoner kronor över budget.

Kollektivtrafiknämnden

Nettokostnaden är 2,1 mkr bättre än budget. Antalet resor ökade med 67 500. Nämnden har 19 anställda och 4 möten kvar.
"""


def test_a_press_text_in_plain_lines_is_read_by_its_headings(published: duckdb.DuckDBPyConnection) -> None:
    answers = answers_in(published, PRESS)
    assert [a.verdict for a in answers] == ["found"] * 10 + ["unknown"]
    turned = PRESS.replace("sämre", "bättre").replace("över budget", "under budget")
    assert [a.verdict for a in answers_in(published, turned)][:2] == ["contradicts"] * 2
    assert [a.verdict for a in answers_in(published, turned)][5:7] == ["contradicts"] * 2


def _months() -> duckdb.DuckDBPyConnection:
    """A file with one simulated month of two boards."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE SCHEMA core; CREATE SCHEMA mart; CREATE SCHEMA meta;"
        "CREATE TABLE core.organisation AS SELECT * FROM (VALUES ('RJH', 'region', 'Regionen', NULL),"
        " ('HSN', 'board', 'Vården', 'RJH')) AS v (organisation_code, organisation_level, organisation_name,"
        " parent_organisation_code);"
        "CREATE TABLE meta.dictionary AS SELECT * FROM (VALUES ('mart.cost_development', 'month', TRUE, 1),"
        " ('mart.cost_development', 'organisation_code', TRUE, 2)) AS v (table_name, column_name, is_in_grain,"
        " column_position);"
        "CREATE TABLE mart.cost_development AS SELECT DATE '2024-04-01' AS month, 'ytd' AS period_kind, 'as_was' AS"
        " organisation_basis, 'board' AS organisation_level, 'HSN' AS organisation_code, 'with_internal' AS scope_code,"
        " FALSE AS is_total, 'PHARMA' AS cost_type_code, 'Läkemedel' AS cost_type_name, 2024 AS fiscal_year,"
        " CAST(-12345678 AS DECIMAL(18, 2)) AS actual_sek, CAST(-12000000 AS DECIMAL(18, 2)) AS budget_sek,"
        " CAST(-345678 AS DECIMAL(18, 2)) AS deviation_sek, CAST(-11000000 AS DECIMAL(18, 2)) AS prior_year_sek,"
        " CAST(-1345678 AS DECIMAL(18, 2)) AS growth_sek, CAST(12.23 AS DECIMAL(18, 2)) AS growth_pct,"
        " TRUE AS is_simulated;"
        "CREATE TABLE mart.cost_type AS SELECT 'PERSONNEL' AS cost_type_code, 'own_personnel' AS summary_code"
    )
    return connection


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("Läkemedel i HSN kostade 12,3 mkr till och med april 2024.", "rounds_to"),
        ("Läkemedel i HSN kostade 12,4 mkr till och med april 2024.", "unknown"),
        ("Läkemedlen i HSN ökade med 12,2 procent till och med april 2024 mot i fjol.", "rounds_to"),
        ("Läkemedlen i HSN minskade med 12,2 procent till och med april 2024 mot i fjol.", "unknown"),
        ("Läkemedlen i HSN är 0,3 mkr dyrare än budget till och med april 2024.", "rounds_to"),
        ("Läkemedlen i HSN är 0,3 mkr billigare än budget till och med april 2024.", "unknown"),
        ("Läkemedlen i HSN kostade 12,3 mkr till och med mars 2024.", "unknown"),
    ],
)
def test_a_month_is_told_as_simulated_and_contradicts_nothing(said: str, verdict: str) -> None:
    (answer,) = answers_in(_months(), said)
    assert answer.verdict == verdict
    assert all(place.is_simulated for place in answer.places)
    assert (answer.reason == "only_simulated") == (verdict == "unknown" and "mars" not in said)


def test_a_real_month_outranks_a_simulated_one() -> None:
    connection = _months()
    connection.execute(
        "INSERT INTO mart.cost_development SELECT * REPLACE (FALSE AS is_simulated,"
        " CAST(-13000000 AS DECIMAL(18, 2)) AS actual_sek) FROM mart.cost_development"
    )
    assert _verdicts(connection, "Läkemedel i HSN kostade 13,0 mkr till och med april 2024.") == ["found"]
    (answer,) = answers_in(connection, "Läkemedel i HSN kostade 12,3 mkr till och med april 2024.")
    assert answer.verdict == "contradicts" and [p.value for p in answer.places] == [-13 * MKR]


def test_the_answer_of_a_place_is_a_line_to_trace(documents_project: Path, tmp_path: Path) -> None:
    text = tmp_path / "tal.txt"
    text.write_text("Regionens resultat per februari 2025 är minus 63 miljoner kronor.", encoding="cp1252")
    done = rjh("say", str(text), "--json", data=documents_project / "data", project=documents_project, check=True)
    (answer,) = json.loads(done.stdout)
    (place,) = answer["places"]
    assert (answer["verdict"], answer["line_number"], place["column"]) == ("found", 1, "amount_sek")
    words = place["trace"].split(" ", 4)
    traced = rjh(*words[1:4], words[4].strip('"'), data=documents_project / "data", project=documents_project)
    assert traced.returncode == 0 and "minus 63 miljoner kronor" in traced.stdout


def test_say_from_standard_input_ends_with_one_where_something_contradicts(documents_project: Path) -> None:
    words = ["say", "--project", str(documents_project), "--data", str(documents_project / "data")]
    runner = CliRunner()
    wrong = runner.invoke(main, words, input="Regionens resultat per februari 2025 är minus 64 miljoner kronor.")
    assert wrong.exit_code == 1 and "MOTSÄGS" in wrong.output and "−63 mkr" in wrong.output
    english = runner.invoke(main, [*words, "--lang", "en"], input="I går såldes glass för 63 miljoner kronor.")
    assert english.exit_code == 0 and "no proof" not in english.output and "unknown" in english.output
    assert "läst som hela regionen" in runner.invoke(main, words, input="Resultatet 2021 blev 361 mkr.").output


@pytest.mark.parametrize(("content", "code"), [(None, 5), (b"PK\x03\x04x", 2), (b"a\x00b", 2)])
def test_what_is_no_text_is_told(documents_project: Path, tmp_path: Path, content: bytes | None, code: int) -> None:
    file = tmp_path / "tal.docx"
    if content is not None:
        file.write_bytes(content)
    words = ["say", str(file), "--project", str(documents_project), "--data", str(documents_project / "data")]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == code and str(file) in done.output


def test_answers_come_in_the_order_of_the_text(published: duckdb.DuckDBPyConnection) -> None:
    answers: list[Answer] = answers_in(published, "Vi köpte 4 cyklar.\n\nSedan 5 cyklar för 10 mkr.")
    assert [(a.line_number, a.text) for a in answers] == [(1, "4"), (3, "5"), (3, "10 mkr")]
