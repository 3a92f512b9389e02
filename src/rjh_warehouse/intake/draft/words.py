"""A drafted contract in words and as the text of its YAML file."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from rjh_warehouse.intake.draft.contract_draft import DraftContract, Question
from rjh_warehouse.messages import Language, say


def draft_yaml(draft: DraftContract, language: Language | None = None) -> str:
    """The contract file's text: the questions and the trial as comments, then the YAML."""
    lines = [f"# {line}" for text in render_draft(draft, language=language) for line in text.splitlines()]
    body = yaml.safe_dump(draft.fields, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)
    return "\n".join(lines) + "\n" + body


def render_draft(draft: DraftContract, *, language: Language | None = None) -> list[str]:
    """What was found, what is left to answer, what to look at, and what a trial reading gave, as plain lines."""
    sample = draft.sample
    lines = [say("draft.title", language, file=sample.path.name)]
    if sample.format == "csv":
        shown = {"\t": "tab"}.get(sample.delimiter or "", sample.delimiter)
        lines.append(say("draft.text_file", language, encoding=sample.encoding, delimiter=shown))
    for table in draft.fields["tables"]:
        columns = ", ".join(c["name"] for c in table["columns"])
        lines.append(say("draft.table", language, table=table["name"], sheet=table.get("sheet"), columns=columns))
    if draft.questions:
        options = " ".join(dict.fromkeys(_OPTIONS[q.code] for q in draft.questions))
        lines.append(say("draft.questions", language, count=len(draft.questions), found=options))
    else:
        lines.append(say("draft.no_questions", language))
    lines += [f"- {line}" for line in _lines([*draft.questions, *draft.remarks], language)]
    if draft.trial is not None and draft.trial.result is not None:
        lines.append(
            say(
                "draft.trial",
                language,
                read=draft.trial.count("rows_read"),
                loaded=draft.trial.count("rows_loaded"),
                rejected=draft.trial.count("rows_rejected"),
            )
        )
    elif draft.trial is not None and draft.trial.error is not None:
        reason = say(draft.trial.error.code, language, **draft.trial.error.places)
        lines.append(say("draft.trial_failed", language, code=reason))
    return lines


_OPTIONS = {
    "question.unit": "--unit kr|tkr|mkr",
    "question.sign": "--sign cost_positive|revenue_positive",
    "question.decimal": "--decimal ,|.",
    "question.period": "--period month|text",
    "question.total": "--total PATTERN",
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
