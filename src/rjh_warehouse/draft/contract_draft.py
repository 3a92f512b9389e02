"""`rjh contract draft`: a proposed contract from a sample file, and the questions that the file leaves open.

A question is a value "?" in the YAML: nothing is guessed, and the contract cannot be used until it is answered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from rjh_warehouse.check import FileCheck, check_file
from rjh_warehouse.contract import UNANSWERED, Contract
from rjh_warehouse.draft.column import (
    ColumnDraft,
    KnownColumns,
    draft_column,
    infer_type,
    known_columns,
    slug,
)
from rjh_warehouse.draft.sample import (
    SUBTOTAL,
    TOTAL,
    FoundTable,
    Sample,
    find_tables,
    is_number,
    read_sample,
)
from rjh_warehouse.messages import Language, say
from rjh_warehouse.reading.cell import GridCell, cell_text
from rjh_warehouse.reading.header import month_of, read_headings
from rjh_warehouse.reading.result import DeliveryError

_YEAR_HEADING = re.compile(r"(?P<label>.*?)\s*(?P<year>(?:19|20)\d{2})(?P<rest>\D*)")
_TRIAL_ANSWERS = {"unit": "kr", "sign": "cost_positive", "decimal": ","}
MAX_LABELS = 8


@dataclass(frozen=True)
class Question:
    """Something that the file does not say. `code` is a key of the catalogue (`question.*`)."""

    code: str
    table: str | None = None
    column: str | None = None
    found: str | None = None


@dataclass(frozen=True)
class DraftContract:
    """A proposed contract: its fields, what is left to answer and what a trial reading gave."""

    fields: dict[str, Any]
    questions: list[Question]
    sample: Sample
    trial: FileCheck | None = None

    @property
    def code(self) -> str:
        return str(self.fields["contract"])

    def to_yaml(self, language: Language | None = None) -> str:
        """The contract file's text: the questions and the trial as comments, then the YAML."""
        lines = [f"# {line}" for line in render_draft(self, language=language)]
        body = yaml.safe_dump(self.fields, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)
        return "\n".join(lines) + "\n" + body


@dataclass
class _Drafting:
    """What is gathered while a draft is made."""

    known: KnownColumns
    questions: list[Question] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


def draft_contract(path: Path, contracts: dict[str, Contract]) -> DraftContract:
    """Propose a contract for a sample file.

    Args:
        contracts: the existing contracts, whose Swedish headings are known.

    Raises:
        DeliveryError: the file cannot be read, or no table was found in it.
    """
    sample = read_sample(path)
    if sample.format == "json":
        raise DeliveryError("error.draft_json", file=path.name)
    drafting = _Drafting(known_columns(contracts))
    pattern, code = _file_pattern(path.name)
    tables = [
        _table(found, code if i == 0 else f"{code}_{i + 1}", len(sample.grids) > 1, drafting)
        for i, found in enumerate(t for grid in sample.grids for t in find_tables(grid))
    ]
    if not tables:
        raise DeliveryError("error.draft_no_table", file=path.name)
    title = path.stem.replace("_", " ")
    fields: dict[str, Any] = {
        "contract": code,
        "title_sv": title,
        "title_en": title,
        "description": title,
        "source": path.name,
        "file_pattern": pattern,
        "format": sample.format,
    }
    if sample.format == "csv":
        encoding = sample.encoding or "utf-8"
        others = [e for e in ("utf-8", "cp1252") if e != encoding] if encoding in {"utf-8", "cp1252"} else []
        first = [encoding, *others] if encoding == "utf-8" or not others else ["utf-8", encoding]
        fields["csv"] = {"encodings": first, "delimiter": sample.delimiter}
    if numbers := _numbers(sample, drafting):
        fields["numbers"] = numbers
    fields["tables"] = tables
    return DraftContract(fields, drafting.questions, sample, _try(path, fields, code))


def _try(path: Path, fields: dict[str, Any], code: str) -> FileCheck | None:
    """Read the sample with the questions answered at random, to see what the layout would load."""
    try:
        contract = Contract.model_validate(_answered(fields))
    except ValueError:
        return None
    return check_file(path, {code: contract}, contract)


def _answered(fields: Any, key: str = "") -> Any:
    if isinstance(fields, dict):
        return {k: _answered(v, k) for k, v in fields.items()}
    if isinstance(fields, list):
        return [_answered(v, key) for v in fields]
    return _TRIAL_ANSWERS.get(key, "x") if fields == UNANSWERED else fields


def literal(text: str) -> str:
    """A text as a regular expression, escaped only where it must be."""
    return re.sub(r"\\([ \-&#~])", r"\1", re.escape(text))


# -- file and sheets --------------------------------------------------------------------------------


def _file_pattern(name: str) -> tuple[str, str]:
    """A pattern that takes this file and its sisters of other periods, and a code for the contract."""
    stem, dot, suffix = name.rpartition(".")
    parts: list[str] = []
    words: list[str] = []
    groups: Counter[str] = Counter()
    for piece in re.split(
        r"((?:19|20)\d{2}-\d{2}-\d{2}|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?!\d)|(?<!\d)(?:19|20)\d{2}(?!\d))",
        stem,
    ):
        kind = {10: ("day", r"\d{4}-\d{2}-\d{2}"), 6: ("period", r"\d{6}"), 4: ("year", r"\d{4}")}.get(len(piece))
        if kind and re.fullmatch(r"[\d-]+", piece):
            groups[kind[0]] += 1
            name_ = kind[0] if groups[kind[0]] == 1 else f"{kind[0]}_{groups[kind[0]]}"
            parts.append(f"(?P<{name_}>{kind[1]})")
        else:
            parts.append(literal(piece))
            words.append(piece)
    code = slug("_".join(words), "contract")
    return "".join(parts) + literal(f"{dot}{suffix}"), code


def _sheet_pattern(sheet: str) -> str:
    """The sheet's name; its years and months may be others in another file."""
    return "^" + re.sub(r"(?:\\?\d){4,6}", r"\\d+", literal(sheet)) + "$"


def _numbers(sample: Sample, drafting: _Drafting) -> dict[str, Any]:
    """Which mark is the decimal mark, where the texts say it."""
    texts = [
        t for grid in sample.grids for _, row in grid.rows for c in row
        if isinstance(c, str) and re.search(r"\d[.,]\d", t := cell_text(c)) and is_number(c)
    ]  # fmt: skip
    comma = sum(bool(re.search(r"\d,\d{1,2}(?!\d)|\d,\d{4,}", t)) for t in texts)
    point = sum(bool(re.search(r"\d\.\d{1,2}(?!\d)|\d\.\d{4,}", t)) for t in texts)
    comma_groups = sum(bool(re.search(r"\d,\d{3}(?:\.|,\d{3})", t)) for t in texts)
    point_groups = sum(bool(re.search(r"\d\.\d{3}(?:,|\.\d{3})", t)) for t in texts)
    unclear = [t for t in texts if re.fullmatch(r"\D?\d{1,3}\.\d{3}\D*", t)]
    if point > comma or (comma_groups and not comma):
        return {"decimal": ".", "thousands_point": bool(comma_groups)} if comma_groups else {"decimal": "."}
    if point_groups:
        return {"decimal": ",", "thousands_point": True}
    if unclear and not comma:
        drafting.questions.append(Question("question.decimal", found=unclear[0]))
        return {"decimal": UNANSWERED}
    return {}


# -- one table --------------------------------------------------------------------------------------


def _table(found: FoundTable, name: str, has_sheets: bool, drafting: _Drafting) -> dict[str, Any]:
    headings = [h.text for h in read_headings([r for _, r in found.header])]
    plain, rules = _row_rules(found)
    width = max(len(headings), *(len(r) for r in plain)) if plain else len(headings)
    columns = [[row[i] if i < len(row) else None for row in plain] for i in range(width)]
    headings += [""] * (width - len(headings))
    fields: dict[str, Any] = {"name": name}
    if has_sheets and found.sheet is not None:
        fields["sheet"] = _sheet_pattern(found.sheet)
    if len(found.header) > 1:
        fields["header_rows"] = len(found.header)
    if rules:
        fields["rows"] = rules
    across, used = _across(headings, columns)
    near = [*headings, *found.above]
    taken: set[str] = set(across["groups"]) if across and "groups" in across else set()
    drafts: list[ColumnDraft] = []
    for i, heading in enumerate(headings):
        if i in used or (not heading and not any(cell_text(c) for c in columns[i])):
            continue
        if not heading:
            drafting.questions.append(Question("question.no_header", table=name, column=str(i + 1)))
            continue
        drafts.append(draft_column(heading, columns[i], drafting.known, near=near, taken=taken))
    fields["columns"] = [d.fields for d in drafts]
    for draft in drafts:
        _ask(draft, name, drafting)
    if across is not None:
        fields["layout"] = "cross"
        cells = [c for i in used for c in columns[i]]
        fields["across"] = across | {"value": _value(across, headings, used, cells, near, name, taken, drafting)}
    return fields


def _ask(draft: ColumnDraft, table: str, drafting: _Drafting) -> None:
    if draft.fields.get("unit") == UNANSWERED:
        drafting.questions.append(Question("question.unit", table, draft.heading))
    if draft.fields.get("sign") == UNANSWERED:
        drafting.questions.append(Question("question.sign", table, draft.heading))
    if draft.type in {"number", "integer"} and not draft.is_known:
        drafting.questions.append(Question("question.is_amount", table, draft.heading))


def _value(
    across: dict[str, Any], headings: Sequence[str], used: Sequence[int], cells: Sequence[GridCell],
    near: Sequence[str], table: str, taken: set[str], drafting: _Drafting,
) -> dict[str, Any]:  # fmt: skip
    """The value column of a cross-table: an amount unless its cells say otherwise."""
    shown = headings[used[0]] if used else ""
    kind = infer_type(shown, cells, near)
    kind = kind if kind in {"percent", "amount"} else "amount"
    heading = "belopp" if kind == "amount" else shown
    draft = draft_column(heading, cells, {}, near=near, taken=taken)
    value = draft.fields | {
        "name": "amount" if kind == "amount" else "value",
        "type": kind,
        "required": False,
    }
    value.pop("aliases", None)
    value.pop("fill_down", None)
    value["description"] = shown
    if kind == "amount":
        value.setdefault("unit", UNANSWERED)
        value.setdefault("sign", UNANSWERED)
        _ask(ColumnDraft(shown, "amount", value, is_known=True), table, drafting)
    return value


def _row_rules(found: FoundTable) -> tuple[list[Sequence[GridCell]], dict[str, Any]]:
    """The rows that are plain data, and the rules that set the others apart."""
    plain: list[Sequence[GridCell]] = []
    totals: list[str] = []
    subtotals: list[str] = []
    notes: list[str] = []
    for _, row in found.rows:
        texts = [t for c in row if (t := cell_text(c))]
        if SUBTOTAL.match(texts[0]):
            subtotals.append(texts[0])
        elif TOTAL.match(texts[0]):
            totals.append(texts[0])
        elif len(texts) == 1 and len(found.header[-1][1]) > 2 and not is_number(texts[0]):
            notes.append(texts[0])
        else:
            plain.append(row)
    rules: dict[str, Any] = {}
    for name, labels in (("total", totals), ("subtotal", subtotals)):
        if labels:
            words = dict.fromkeys(label.split()[0].rstrip(":") for label in labels)
            rules[name] = "^(" + "|".join(literal(w) for w in words) + r")\b"
    if notes:
        firsts = dict.fromkeys(notes[:MAX_LABELS])
        rules["note"] = "^(" + "|".join(literal(n[:60]) for n in firsts) + ")"
    if found.ends_at_blank:
        rules["end_at_blank"] = True
    return plain, rules


def _across(headings: Sequence[str], columns: Sequence[Sequence[GridCell]]) -> tuple[dict[str, Any] | None, list[int]]:
    """Headings that are values (months or years), as the `across` of a cross-table, and their positions."""
    months = [i for i, h in enumerate(headings) if h and month_of(h.split(" ")[-1] if " " in h else h)]
    totals = [i for i, h in enumerate(headings) if re.match(r"(?:summa|total|helår|året|hela året)", h, re.IGNORECASE)]
    if len(months) >= 3:
        across: dict[str, Any] = {"months": True}
        totals = [i for i in totals if i > months[0] and _is_numeric(columns[i])]
        if totals:
            across["total"] = _any_of([headings[i] for i in totals])
        return across, [*months, *totals]
    years: dict[int, re.Match[str]] = {
        i: m for i, h in enumerate(headings) if (m := _YEAR_HEADING.fullmatch(h)) and _is_numeric(columns[i])
    }
    labels = dict.fromkeys(m["label"].strip() for m in years.values())
    if len(years) < 2 or len(labels) > MAX_LABELS or len(labels) == len(years) > 2:
        return None, []
    rest = "" if all(not m["rest"] for m in years.values()) else r"\D*"
    groups = {"fiscal_year": "year"}
    if any(labels):
        groups = {"heading_label": "text", **groups}
        options = "|".join(literal(label) for label in labels)
        header = rf"^(?P<heading_label>{options})\s*(?P<fiscal_year>\d{{4}}){rest}$"
    else:
        header = rf"^(?P<fiscal_year>\d{{4}}){rest}$"
    across = {"header": header, "groups": groups}
    totals = [i for i in totals if i > min(years) and i not in years and _is_numeric(columns[i])]
    if totals:
        across["total"] = _any_of([headings[i] for i in totals])
    return across, [*years, *totals]


def _any_of(texts: Sequence[str]) -> str:
    return "^(" + "|".join(literal(t) for t in texts) + ")$"


def _is_numeric(cells: Sequence[GridCell]) -> bool:
    filled = [c for c in cells if cell_text(c)]
    return bool(filled) and sum(map(is_number, filled)) >= len(filled) / 2


# -- in words ---------------------------------------------------------------------------------------


def _question_lines(questions: Sequence[Question], language: Language | None) -> list[str]:
    """One line per question and table, with all of its columns."""
    columns: dict[tuple[str, str | None], list[Question]] = {}
    for question in questions:
        columns.setdefault((question.code, question.table), []).append(question)
    return [
        say(
            code,
            language,
            table=table,
            column=", ".join(q.column for q in asked if q.column),
            found=asked[0].found,
        )
        for (code, table), asked in columns.items()
    ]


def render_draft(draft: DraftContract, *, language: Language | None = None) -> list[str]:
    """What was found, what is left to answer, and what a trial reading gave, as plain lines."""
    sample = draft.sample
    lines = [say("draft.title", language, file=sample.path.name)]
    if sample.format == "csv":
        shown = {"\t": "tab"}.get(sample.delimiter or "", sample.delimiter)
        lines.append(say("draft.text_file", language, encoding=sample.encoding, delimiter=shown))
    for table in draft.fields["tables"]:
        columns = ", ".join(c["name"] for c in table["columns"])
        lines.append(say("draft.table", language, table=table["name"], sheet=table.get("sheet"), columns=columns))
    if draft.questions:
        lines.append(say("draft.questions", language, count=len(draft.questions)))
        lines += ["- " + say(q.code, language, table=q.table, column=q.column, found=q.found) for q in draft.questions]
    else:
        lines.append(say("draft.no_questions", language))
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
        lines.append(say("draft.trial_failed", language, code=draft.trial.error.code))
    return lines
