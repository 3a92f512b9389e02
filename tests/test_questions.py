"""Every question of docs/questions.md is one SELECT over marts, runs, and answers what the document prints."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import duckdb
import month_warehouse as region
import pytest
from question_file import Question, answer, questions

from rjh_warehouse.answers.run_report import SIMULATED_COST, SIMULATED_MEASURE, SIMULATED_TARGET

QUESTIONS = questions()
OF_DOCUMENTS = [q for q in QUESTIONS if q.is_of_documents]
NONE_IN_SMALL_REGION = {
    11,
    18,
    19,
    23,
    27,
    28,
    32,
    33,
    37,
    42,
    43,
    44,
    45,
    56,
    58,
    64,
    *range(73, 80),
}  # no transfers, documents …
OF_MONTHS = [q for q in QUESTIONS if not q.is_of_documents]


@pytest.fixture(scope="module")
def months() -> duckdb.DuckDBPyConnection:
    rows = region.small_region()
    region.add_ledger(rows, "HSN", dt.date(2024, 4, 1), 27, version=2, known_on=dt.date(2024, 5, 25), extra="1000")
    return region.build(rows)


def test_there_are_enough_questions_each_with_its_output() -> None:
    assert len(QUESTIONS) >= 25
    assert [q.number for q in QUESTIONS] == list(range(1, len(QUESTIONS) + 1))
    assert all(q.output for q in QUESTIONS)


def test_every_mart_has_a_question() -> None:
    folder = Path(__file__).parents[1] / "models" / "mart"
    asked = {name for q in QUESTIONS for name in re.findall(r"\bmart\.([a-z_]+)", q.sql)}
    marts = {p.stem for p in folder.iterdir() if p.suffix in (".sql", ".py") and not is_working(p)}
    assert sorted(marts - asked) == []


def is_working(path: Path) -> bool:
    """Whether a model only carries other models, and is not published."""
    return re.search(r"tags \(\s*'working'", path.read_text(encoding="utf-8")) is not None


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: str(q.number))
def test_a_question_is_one_select_over_marts(question: Question) -> None:
    assert question.sql.startswith("SELECT ")
    assert ";" not in question.sql
    assert set(re.findall(r"\b(?:FROM|JOIN)\s+([a-z]+)\.", question.sql)) == {"mart"}


@pytest.mark.parametrize("question", OF_MONTHS, ids=lambda q: str(q.number))
def test_a_question_about_months_runs_and_has_the_printed_columns(
    question: Question, request: pytest.FixtureRequest
) -> None:
    in_region = set(re.findall(r"\bmart\.[a-z_]+", question.sql)) <= region.TARGETS
    asked: duckdb.DuckDBPyConnection = request.getfixturevalue("months" if in_region else "published")
    result = asked.execute(question.sql)
    printed = (question.output or "").splitlines()[0].split()
    assert [column[0] for column in result.description] == printed
    if in_region and question.number not in NONE_IN_SMALL_REGION:
        assert result.fetchall()


@pytest.mark.parametrize("question", OF_DOCUMENTS, ids=lambda q: str(q.number))
def test_a_question_about_documents_answers_what_is_printed(
    question: Question, published: duckdb.DuckDBPyConnection
) -> None:
    assert answer(published, question.sql) == question.output


@pytest.mark.parametrize("asked", [SIMULATED_COST, SIMULATED_TARGET, SIMULATED_MEASURE])
def test_the_closing_report_asks_for_the_words_of_its_language(
    asked: str, published: duckdb.DuckDBPyConnection
) -> None:
    told = {column[0] for column in published.execute(asked.format(language="_en")).description}
    mart = re.search(r"FROM (mart\.[a-z_]+)", asked)
    assert mart
    held = {column[0] for column in published.execute(f"SELECT * FROM {mart[1]} LIMIT 0").description}
    assert not {name for name in told if f"{name}_en" in held}, "Swedish in an English report"
    published.execute(asked.format(language=""))
