"""The law of the house over models: what each rule of `linter/` finds, and that the project's own models keep it."""

from __future__ import annotations

import shutil
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from project_runs import ROOT
from sqlglot import parse_one
from sqlmesh import Context
from sqlmesh.core.console import NoopConsole, set_console
from sqlmesh.core.macros import MacroEvaluator
from sqlmesh.utils.metaprogramming import import_python_file

from rjh_warehouse.build.pinned import pinned

HEAD = "MODEL (name {name}, grain (code), tags ({tags}), description '{description}');\n\n"


def found(project: Path, cache: Path) -> set[tuple[str, str]]:
    """What the project's linter finds: (rule, what it says)."""
    set_console(NoopConsole())
    settings = pinned(cache, RJH_DATABASE=":memory:", RJH_CACHE=str(cache))
    context = Context(paths=[str(project)], config_loader_kwargs=settings)
    try:
        return {(v.rule.name, str(v.violation_msg)) for v in context.lint_models(raise_on_error=False)}
    finally:
        context.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of the house's rules and macros, without a model."""
    target = tmp_path / "project"
    for name in ("linter", "macros"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "config.py", target / "config.py")
    register = Path("seeds", "register")
    shutil.copytree(ROOT / register, target / register)  # the configuration reads the region's code there
    return target


def write(
    project: Path,
    name: str,
    query: str,
    *,
    tags: str = "'working'",
    description: str = "One row per code",
    at: str = "",
) -> None:
    path = project / "models" / (at or name.replace(".", "/") + ".sql")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD.format(name=name, tags=tags, description=description) + query + "\n", encoding="utf-8")


def test_the_models_keep_the_law_of_the_house(tmp_path: Path) -> None:
    assert found(ROOT, tmp_path) == set()


SHARE = "SELECT code, CAST(amount {} AS DECIMAL(18, 2)) AS share FROM (SELECT 'A' AS code, 1.0 AS amount) AS t"


@pytest.mark.parametrize("operation", ["/ 3", "* 1e-3", "* POWER(10, 2)", "* SQRT(2.0)", "* CAST(0.1 AS DOUBLE)"])
def test_a_figure_through_binary_floating_point_is_found(project: Path, tmp_path: Path, operation: str) -> None:
    write(project, "core.bad", SHARE.format(operation))
    write(project, "core.good", SHARE.format("* 0.001").replace("CAST(amount", "CAST(@quotient(amount, 3, 4)"))
    told = "'binary floating point (share): a root, right to 1e-12'"
    write(project, "core.told", SHARE.format(operation), tags=told)
    write(project, "core.idle", SHARE.format("* 2"), tags=told)
    assert {text for rule, text in found(project, tmp_path) if rule == "moneyisexact"} == {
        "core.bad: share goes through binary floating point",
        "core.idle: share is tagged, and does not go through binary floating point",
    }


def test_a_figure_of_a_floating_column_or_in_a_later_part_of_a_union_is_found(project: Path, tmp_path: Path) -> None:
    told = "'binary floating point (root): a root, right to 1e-12'"
    later = "WITH r AS (SELECT 'A' AS code, SQRT(2.0) AS root) SELECT code, root * 2 AS twice FROM r"
    write(project, "core.later", later, tags=told)
    write(project, "core.parts", "SELECT 'A' AS code, 1.0 AS share UNION ALL SELECT 'B', 1 / 3")
    write(project, "core.compared", "SELECT 'A' AS code, 2 <= 5 / 2 AS is_less")
    assert {text for rule, text in found(project, tmp_path) if rule == "moneyisexact"} == {
        "core.later: twice goes through binary floating point",
        "core.parts: share goes through binary floating point",
    }


def test_the_other_rules_find_what_they_are_for(project: Path, tmp_path: Path) -> None:
    write(project, "core.foreign", "SELECT 'A' AS code, 1 AS n QUALIFY ROW_NUMBER() OVER (ORDER BY code) = 1")
    write(project, "core.grouped", "SELECT code, COUNT(*) AS n FROM core.foreign GROUP BY ALL")
    write(project, "staging.past", "SELECT code FROM core.foreign")
    write(project, "core.silent", "SELECT 'A' AS code", description="Codes")
    write(project, "core.moved", "SELECT 'A' AS code", at="mart/other.sql")
    seen = {(rule, text.split(":")[0]) for rule, text in found(project, tmp_path)}
    assert {
        ("portablesql", "core.foreign uses QUALIFY"),
        ("portablesql", "core.grouped uses GROUP BY ALL"),
        ("nolayerpastitsneighbour", "staging.past reads core"),
        ("sayswhatitis", "core.silent"),
        ("standsinitsfolder", "core.moved stands in mart/other.sql"),
    } <= seen


def test_a_body_that_does_not_fit_on_a_screen_is_found(project: Path, tmp_path: Path) -> None:
    long, wide = "SELECT 'A' AS code" + ",\n  1 AS n_{}" * 120, "SELECT '" + "a" * 123 + "' AS code"
    write(project, "core.long", long.format(*range(120)))
    write(
        project, "core.fits", long.replace(",\n  1 AS n_{}", "", 1).format(*range(119)), description="One row per;" * 50
    )
    write(project, "core.wide", wide.replace("a'", "aa'"))
    write(project, "core.not_wide", wide)
    python = "from sqlmesh import model\n" + "# one line\n" * 118 + "@model('core.script', columns={'code': 'TEXT'})\n"
    script = project / "models" / "core" / "script.py"
    script.write_text(python + "def execute(context, **_):\n    return None\n", encoding="utf-8")
    assert {text for rule, text in found(project, tmp_path) if rule == "fitsonascreen"} == {
        "core.long: 121 lines",
        "core.script: 122 lines",
        "core.wide: 141 characters wide",
    }


def test_a_union_of_columns_without_names_is_found(project: Path, tmp_path: Path) -> None:
    first = "SELECT 'A' AS code, 1 AS a, 2 AS b, 3 AS c"
    write(project, "core.by_place", f"{first} UNION ALL SELECT 'B', NULL, NULL::INT, NULL")
    write(project, "core.two", f"{first} UNION ALL SELECT 'B', NULL, NULL::INT, 3")
    write(project, "core.by_name", f"{first} UNION ALL BY NAME SELECT 'B' AS code")
    assert {text for rule, text in found(project, tmp_path) if rule == "nameswhatitunites"} == {
        "core.by_place: 3 columns of a union are NULL and have no name",
    }


MONEY = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@settings(deadline=None)  # a first example under load takes its time
@given(amount=MONEY, part=MONEY, whole=MONEY.filter(bool))
def test_a_proportion_is_exact_and_rounds_half_away_from_zero(amount: Decimal, part: Decimal, whole: Decimal) -> None:
    exact = (amount * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert value("@proportion($1, $2, $3, 2)", amount, part, whole) == exact


@settings(deadline=None)  # a first example under load takes its time
@given(amount=MONEY, whole=MONEY.filter(bool))
def test_a_quotient_is_exact_and_rounds_half_away_from_zero(amount: Decimal, whole: Decimal) -> None:
    exact = (amount / whole).quantize(Decimal("0.000001"), ROUND_HALF_UP)
    assert value("@quotient($1, $2, 6)", amount, whole) == exact
    assert value("@quotient($1, $2, 6)", amount, Decimal("0.00")) is None


@settings(deadline=None)  # a first example under load takes its time
@given(a=MONEY, b=MONEY.filter(bool), c=MONEY, d=MONEY.filter(bool))
def test_growth_is_compared_without_rounding(a: Decimal, b: Decimal, c: Decimal, d: Decimal) -> None:
    assert value("@grows_no_faster($1, $2, $3, $4)", a, b, c, d) == (a * d * (b * d) <= c * b * (b * d))


@settings(deadline=None)  # a first example under load takes its time
@given(amount=MONEY, before=MONEY)
def test_growth_is_exact_and_rounds_half_away_from_zero(amount: Decimal, before: Decimal) -> None:
    exact = (100 * (amount - before) / before).quantize(Decimal("0.01"), ROUND_HALF_UP) if before else None
    assert value("@growth_pct($1, $2)", amount, before) == exact


BELOW_TEN_BILLION = st.decimals(min_value=-(10**10) + 1, max_value=10**10 - 1, places=2)


@settings(deadline=None)  # a first example under load takes its time
@given(amount=BELOW_TEN_BILLION, share=st.decimals(min_value=0, max_value=1, places=6))
def test_the_parts_of_an_amount_sum_to_it(amount: Decimal, share: Decimal) -> None:
    before, after = (
        value(f"@part_between($1, {a}, {b})", amount) for a, b in (("0", f"{share:f}"), (f"{share:f}", "1"))
    )
    assert before == (amount * share).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert before + after == amount


def test_a_power_of_a_constant_is_exact() -> None:
    assert value("@decimal_power(0.9, $1, 12)", 3) == Decimal("0.729")
    assert value("@product($1, @decimal_power(0.9, 12, 12))", Decimal("1000000.00")) == Decimal("282429.536481")


def test_a_text_of_money_rounds_half_away_from_zero() -> None:
    assert value("@money_text($1)", Decimal("-500500.00")) == "−0,501 mkr"
    assert value("@money_text_en($1)", Decimal("500500.00")) == "SEK 0.501 million"


def value(expression: str, *parameters: Any) -> Any:
    """What an expression of the project's macros gives on DuckDB, its parameters DECIMAL(18, 2) or whole."""
    for n, parameter in enumerate(parameters, start=1):
        kind = "DECIMAL(18, 2)" if isinstance(parameter, Decimal) else "INT"
        expression = expression.replace(f"${n}", f"CAST('{parameter}' AS {kind})")
    sql = EVALUATOR.transform(parse_one(f"SELECT {expression} AS value", dialect="duckdb")).sql("duckdb")
    row = CONNECTION.execute(sql).fetchone()
    assert row
    return row[0]


def _evaluator() -> MacroEvaluator:
    """SQLMesh's evaluator with the project's macros of money, imported as SQLMesh does."""
    for name in ("quotient", "money"):
        import_python_file(ROOT / "macros" / f"{name}.py", ROOT)
    return MacroEvaluator(dialect="duckdb")


CONNECTION = duckdb.connect()
EVALUATOR = _evaluator()
