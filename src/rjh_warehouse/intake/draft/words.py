"""A drafted contract in words and as the text of its YAML file."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import yaml

from rjh_warehouse.intake.draft.contract_draft import DraftContract, Question
from rjh_warehouse.intake.draft.trial import TrialTable
from rjh_warehouse.messages import Language, say

MOST_DECISIONS = 12  # rows of a table that are told one by one
MOST_COLUMNS, CELL_WIDTH, SHOWN_TEXT = 8, 20, 60


def draft_yaml(draft: DraftContract, language: Language | None = None) -> str:
    """The contract file's text: the questions and the trial as comments, then the YAML."""
    lines = [f"# {line}" for text in render_draft(draft, language=language) for line in text.splitlines()]
    body = yaml.safe_dump(draft.fields, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)
    return "\n".join(lines) + "\n" + body


def render_draft(draft: DraftContract, *, language: Language | None = None) -> list[str]:
    """What was found, what is left to answer, what to look at, and what a trial reading gave, as plain lines: for each
    table its first rows as they would be loaded, counts and sums, and each row that is not plain data with the reason.
    """
    sample = draft.sample
    lines = [say("draft.title", language, file=sample.path.name)]
    if sample.format == "csv":
        shown = {"\t": "tab"}.get(sample.delimiter or "", sample.delimiter)
        lines.append(say("draft.text_file", language, encoding=sample.encoding, delimiter=shown))
    for table in draft.fields["tables"]:
        columns = ", ".join(c["name"] for c in table["columns"])
        lines.append(say("draft.table", language, table=table["name"], sheet=table.get("sheet"), columns=columns))
        lines += [f"  {line}" for line in _table_lines(draft, table, language)]
    if draft.questions:
        options = " ".join(dict.fromkeys(o for q in draft.questions if (o := _OPTIONS.get(q.code))))
        lines.append(say("draft.questions", language, count=len(draft.questions), found=options))
    else:
        lines.append(say("draft.no_questions", language))
    lines += [f"- {line}" for line in _lines([*draft.questions, *draft.remarks], language)]
    return [*lines, *_trial_lines(draft, language)]


def _trial_lines(draft: DraftContract, language: Language | None) -> list[str]:
    trial = draft.trial
    if trial is None:
        return []
    if trial.error is not None:
        reason = say(trial.error.code, language, **trial.error.places)
        return [say("draft.trial_failed", language, code=reason)]
    counts = {name: trial.count(f"rows_{name}") for name in ("read", "loaded", "rejected")}
    return [say("draft.trial", language, **counts)]


def _table_lines(draft: DraftContract, table: dict[str, Any], language: Language | None) -> list[str]:
    """A table at a glance: what its columns are, its first rows, its counts and sums, and the rows that are no data."""
    found = draft.trial.tables.get(table["name"]) if draft.trial else None
    given = [*table["columns"], *([table["across"]["value"]] if "across" in table else [])]
    lines = [_aligned([[c["name"] for c in given], [_kind(c) for c in given]])] if not found else []
    if found:
        rows = [
            [
                str(row["row_number"]),
                say(f"role.{row['row_kind']}", language),
                *(_shown(row.get(c["name"])) for c in given),
            ]
            for row in found.first
        ]
        heads = [["", "", *(c["name"] for c in given)], ["", "", *map(_kind, given)]]
        lines += _aligned([*heads, *rows]).splitlines()
        counts = {kind: found.kinds.get(kind, 0) for kind in ("data", "subtotal", "total")}
        result = draft.trial.result.tables.get(table["name"]) if draft.trial and draft.trial.result else None
        notes = result.non_data.get("note", 0) if result else 0
        lines.append(say("draft.counts", language, **counts, notes=notes))
        sums = [f"{name} = {_shown(value)} {_unit(found, name)}".strip() for name, value in found.sums.items()]
        lines += [say("draft.sums", language, found="; ".join(sums))] if sums else []
    decisions = [d for d in draft.decisions if d.table == table["name"]]
    for made in decisions[:MOST_DECISIONS]:
        why = ", ".join(say(f"evidence.{name}", language) for name in made.evidence)
        lines.append(
            say("draft.decision", language, row=made.row_number, what=say(f"role.{made.what}", language),
                text=made.text[:SHOWN_TEXT], percent=round(100 * made.confidence), why=why)
        )  # fmt: skip
    if len(decisions) > MOST_DECISIONS:
        lines.append(say("draft.more_decisions", language, count=len(decisions) - MOST_DECISIONS))
    return lines


def _kind(column: dict[str, Any]) -> str:
    return " ".join(filter(None, (column.get("type", "text"), column.get("unit"))))


def _unit(found: TrialTable, column: str) -> str:
    """The unit that the first rows' numbers were read with, where the file or the contract states one."""
    given = next((c.unit for c in found.table.value_columns if c.name == column), None)
    read = {row.get(f"{column}_unit") for row in found.first} - {None}
    return str(read.pop()) if given in {"header", "cell"} and len(read) == 1 else ""


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of texts in columns."""
    cut = [[t if len(t) <= CELL_WIDTH else t[: CELL_WIDTH - 1] + "…" for t in row[:MOST_COLUMNS]] for row in rows]
    widths = [max(len(row[i]) for row in cut) for i in range(len(cut[0]))]
    more = " …" if len(rows[0]) > MOST_COLUMNS else ""
    return "\n".join(" | ".join(t.ljust(w) for t, w in zip(row, widths, strict=True)).rstrip() + more for row in cut)


_OPTIONS = {
    "question.unit": "--unit kr|tkr|mkr",
    "question.sign": "--sign cost_positive|revenue_positive",
    "question.decimal": "--decimal ,|.",
    "question.period": "--period month|text",
    "question.total": "--total PATTERN",
    "question.kind_value": "--map|--set COLUMN=…",
    "question.kind_name": "--set COLUMN=…",
}


def _lines(questions: Sequence[Question], language: Language | None) -> list[str]:
    """One line per question and table, with all of its columns."""
    columns: dict[tuple[str, str | None], list[Question]] = {}
    for question in questions:
        columns.setdefault((question.code, question.table), []).append(question)
    return [
        say(code, language, table=table, column=", ".join(q.column for q in asked if q.column), found=asked[0].found)
        for (code, table), asked in columns.items()
    ]
