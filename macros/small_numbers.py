"""Texts as delivered, where a number in them could be one that is not shown."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

# The words for none to five, and for parts and multiples of another figure, which may be shown. "en" and "ett" are
# articles too, and left alone unless "only" stands before them, or a person or case behind.
WORDS = (
    "noll|ingen|inget|inga|enda|(enbart|endast|bara) (en|ett)|två|tvenne|tre|fyra|fem|ett par|ett fåtal|enstaka"
    "|en (av|person|medarbetare|anställd|patient|kvinna|man|individ|elev)|ett (av|fall|barn|ärende|besök)"
    "|zero|none|nobody|single|(only|just) one|one (of|person|case|woman|man|patient)|two|three|four|five|a couple|a few"
    "|hälften|halver[a-zåäö]*|(för|tre|fyr|fem)?dubb[a-zåäö]*|(tredje|fjärde|fem)del[a-zåäö]*|var(annan|t annat)"
    "|half|halved|doubl[a-z]*|tripl[a-z]*|quadrupl[a-z]*|(third|quarter|fifth)s?|twice"
)
NUMBER = f"[0-9]|(^|[^a-zåäö])({WORDS})([^a-zåäö]|$)"
NOT_SHOWN = "'(visas inte)'"


@macro()
def text_not_shown(_evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """That a text is delivered and not shown; empty where none is."""
    return f"CASE WHEN NOT {text.sql(dialect='duckdb')} IS NULL THEN {NOT_SHOWN} END"


@macro()
def text_without_numbers(_evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The text, or that it is not shown where a number stands in it."""
    lower = f"LOWER({text.sql(dialect='duckdb')})"
    return (
        f"CASE WHEN REGEXP_REPLACE({lower}, '{NUMBER}', '') <> {lower}"
        f" THEN {NOT_SHOWN} ELSE {text.sql(dialect='duckdb')} END"
    )


@macro()
def text_shown(
    evaluator: MacroEvaluator, text: exp.Expression, is_hidden: exp.Expression, is_free: exp.Expression
) -> str:
    """The text beside a figure: only that there is one where the figure is hidden, whole where none of its kind is."""
    without = text_without_numbers(evaluator, text)
    return (
        f"CASE WHEN {is_hidden.sql(dialect='duckdb')} THEN {text_not_shown(evaluator, text)}"
        f" WHEN {is_free.sql(dialect='duckdb')} THEN {text.sql(dialect='duckdb')} ELSE {without} END"
    )
