"""One thought per model: what does not fit on a screen holds several; columns without a name, nobody counts."""

from __future__ import annotations

from pathlib import Path

from sqlglot import TokenType, exp, tokenize
from sqlmesh.core.linter.rule import Rule, RuleViolation
from sqlmesh.core.model import Model

MOST_LINES = 120
MOST_CHARACTERS = 140
MOST_UNNAMED = 2


class FitsOnAScreen(Rule):
    """A model's body (what stands after MODEL (…); a Python file) has at most 120 lines of at most 140 characters."""

    def check_model(self, model: Model) -> list[RuleViolation] | None:
        if model.kind.is_external or model.kind.is_seed or model._path is None:
            return None
        path = Path(model._path)
        text = path.read_text(encoding="utf-8")
        lines = (body(text) if path.suffix == ".sql" else text).strip().splitlines()
        wide = [line for line in lines if len(line) > MOST_CHARACTERS]
        told = [f"{len(lines)} lines"] * (len(lines) > MOST_LINES) + [f"{len(line)} characters wide" for line in wide]
        return [self.violation(f"{model.name}: {text}") for text in told] or None


class NamesWhatItUnites(Rule):
    """No part of a union by position gives three columns as bare NULL: UNION ALL BY NAME, or a model per kind."""

    def check_model(self, model: Model) -> list[RuleViolation] | None:
        query = model.query if model.is_sql else None
        if not isinstance(query, exp.Query):
            return None
        unions = (union for union in query.find_all(exp.SetOperation) if not union.args.get("by_name"))
        most = max((_unnamed(union.expression) for union in unions), default=0)
        told = [f"{most} columns of a union are NULL and have no name"] * (most > MOST_UNNAMED)
        return [self.violation(f"{model.name}: {text}") for text in told] or None


def body(text: str) -> str:
    """What stands after the header, which ends with the file's first semicolon outside a string."""
    return text[next(t.end for t in tokenize(text, read="duckdb") if t.token_type == TokenType.SEMICOLON) + 1 :]


def _unnamed(part: exp.Expression) -> int:
    """How many columns of a union's later part are NULL and nothing more, cast or not."""
    select = part.unnest()
    columns = select.expressions if isinstance(select, exp.Select) else []
    return sum(isinstance(c.this if isinstance(c, exp.Cast) else c, exp.Null) for c in columns)
