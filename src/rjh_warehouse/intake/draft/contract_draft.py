"""`rjh contract draft`: a proposed contract from a sample file, and the questions that the file leaves open.

A question is a value "?" in the YAML: nothing is guessed, and the contract cannot be used until it is answered. A
remark is something to look at that stops nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rjh_warehouse.contract.contract import NUMERIC_TYPES, RESERVED_NAMES, UNANSWERED, Contract, contracts_for
from rjh_warehouse.intake.check import check_file
from rjh_warehouse.intake.draft.across import find_across, literal
from rjh_warehouse.intake.draft.column import (
    ColumnDraft,
    KnownColumns,
    Names,
    draft_column,
    infer_type,
    is_nothing,
    known_columns,
    slug,
)
from rjh_warehouse.intake.draft.rows import row_rules
from rjh_warehouse.intake.draft.sample import Sample, is_number, read_sample
from rjh_warehouse.intake.draft.tables import FoundTable, find_any_table, find_tables
from rjh_warehouse.intake.judge import JudgedDelivery
from rjh_warehouse.reading.table.cell import Cell, GridCell, cell_text
from rjh_warehouse.reading.table.header import numbered, read_headings
from rjh_warehouse.reading.table.result import DeliveryError

_TRIAL_ANSWERS = {"unit": "kr", "sign": "cost_positive", "decimal": ","}


@dataclass(frozen=True)
class Question:
    """Something that the file does not say, or to look at. `code` is a key of the catalogue."""

    code: str
    table: str | None = None
    column: str | None = None
    found: str | None = None


@dataclass(frozen=True)
class DraftContract:
    """A proposed contract: its fields, what is left to answer, what to look at and what a trial reading gave."""

    fields: dict[str, Any]
    questions: list[Question]
    remarks: list[Question]
    sample: Sample
    trial: JudgedDelivery | None = None

    @property
    def code(self) -> str:
        return str(self.fields["contract"])


@dataclass
class _Drafting:
    """What is gathered while a draft is made."""

    known: KnownColumns
    questions: list[Question] = field(default_factory=list)
    remarks: list[Question] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)  # texts of the columns that hold numbers


def draft_contract(
    path: Path,
    contracts: dict[str, Contract],
    *,
    code: str | None = None,
    answers: Mapping[str, str] | None = None,
) -> DraftContract:
    """Propose a contract for a sample file.

    Args:
        contracts: the existing contracts, whose Swedish headings are known.
        code: the contract's name (default: the file's name without its dates).
        answers: answers to all questions of a kind: `unit`, `sign`, `decimal`.

    Raises:
        DeliveryError: the file cannot be read, or no table was found in it.
    """
    sample = read_sample(path)
    if sample.format == "json":
        raise DeliveryError("error.draft_json", file=path.name)
    drafting = _Drafting(known_columns(contracts))
    pattern, from_name = _file_pattern(path.name)
    code = slug(code, "contract") if code else _free_code(from_name, contracts)
    found = [t for grid in sample.grids for t in find_tables(grid)]
    found = found or [t for grid in sample.grids for t in find_any_table(grid)]
    if not found:
        raise DeliveryError("error.draft_no_table", file=path.name)
    names = [code if i == 0 else f"{code}_{i + 1}" for i in range(len(found))]
    tables = [_table(t, name, len(sample.grids) > 1, drafting) for t, name in zip(found, names, strict=True)]
    fields = _about(path, code, pattern, sample) | _numbers(drafting) | {"tables": tables}
    for other in contracts_for(path.name, contracts):
        drafting.remarks.append(Question("remark.taken", found=other.contract))
    questions = drafting.questions
    if answers:
        fields = answered(fields, answers)
        questions = [q for q in questions if q.code.removeprefix("question.") not in answers]
    return DraftContract(fields, questions, drafting.remarks, sample, _try(path, fields, code))


def _about(path: Path, code: str, pattern: str, sample: Sample) -> dict[str, Any]:
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
        encodings = ["utf-8", "cp1252"] if encoding in {"utf-8", "cp1252"} else [encoding]
        fields["csv"] = {"encodings": encodings, "delimiter": sample.delimiter}
    return fields


def _free_code(code: str, contracts: Mapping[str, Contract]) -> str:
    """A code whose tables no existing contract has."""
    taken = {t.name for c in contracts.values() for t in c.tables} | set(contracts)
    free, number = code, 1
    while free in taken:
        number += 1
        free = f"{code}_{number}"
    return free


def _try(path: Path, fields: dict[str, Any], code: str) -> JudgedDelivery | None:
    """Read the sample with the open questions answered at random, to see what the layout would load."""
    try:
        contract = Contract.model_validate(answered(fields, _TRIAL_ANSWERS))
    except ValueError:
        return None
    return check_file(path, {code: contract}, contract)


def answered(fields: Any, answers: Mapping[str, str], key: str = "") -> Any:
    """The contract's fields with the questions answered that `answers` has an answer to."""
    if isinstance(fields, dict):
        return {k: answered(v, answers, k) for k, v in fields.items()}
    if isinstance(fields, list):
        return [answered(v, answers, key) for v in fields]
    return answers.get(key, fields) if fields == UNANSWERED else fields


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


def _numbers(drafting: _Drafting) -> dict[str, Any]:
    """Which mark is the decimal mark, where the texts say it; a question where they could mean either."""
    texts = [t for t in drafting.numbers if re.search(r"[.,]\d", t)]
    groups, decimals = {}, {}
    for mark, other in ((",", "."), (".", ",")):
        m, o = re.escape(mark), re.escape(other)
        groups[mark] = any(re.search(rf"\d{m}\d{{3}}(?:{o}|{m}\d{{3}})", t) for t in texts)
        fraction = re.compile(rf"(?:^|\D)0?{m}\d+(?!.*[{m}{o}])|\d{m}(?:\d{{1,2}}|\d{{4,}})(?!\d)(?!.*[{m}{o}])")
        decimals[mark] = sum(bool(fraction.search(t)) for t in texts)
    is_point = decimals["."] > decimals[","] or (groups[","] and not decimals[","])
    if is_point or groups["."]:
        mark, other = (".", ",") if is_point else (",", ".")
        has_groups = any(re.search(rf"\d{re.escape(other)}\d{{3}}(?!\d)", t) for t in texts)
        return {"numbers": {"decimal": mark, "thousands_point": True} if has_groups else {"decimal": mark}}
    unclear = [t for t in texts if re.fullmatch(r"\D*[1-9]\d{0,2}[.,]\d{3}\D*", t)]
    if decimals[","]:
        return {"numbers": {"decimal": ",", "thousands_point": True}} if any("." in t for t in unclear) else {}
    if unclear:
        drafting.questions.append(Question("question.decimal", found=unclear[0]))
        return {"numbers": {"decimal": UNANSWERED, "thousands_point": True}}
    return {}


# -- one table --------------------------------------------------------------------------------------


def _table(found: FoundTable, name: str, has_sheets: bool, drafting: _Drafting) -> dict[str, Any]:
    plain, rules = row_rules(found)
    width = max((len(r) for r in (*plain, *(r for _, r in found.header))), default=0)
    columns = [[row[i] if i < len(row) else None for row in plain] for i in range(width)]
    read = read_headings([r for _, r in found.header])
    headings = [h.text for h in read] + [""] * (width - len(read))
    aliases: list[str | None] = [*numbered(read)] + [None] * (width - len(read))
    fields: dict[str, Any] = {"name": name}
    if has_sheets and found.sheet is not None:
        fields["sheet"] = _sheet_pattern(found.sheet)
    if len(found.header) != 1:
        fields["header_rows"] = len(found.header)
    if rules:
        fields["rows"] = rules
    across, used = find_across(headings, columns)
    near = [*headings, *found.above]
    names = Names([*RESERVED_NAMES, *(across or {}).get("groups", ())])
    drafts: list[ColumnDraft] = []
    for i, heading in enumerate(headings):
        if i in used or (found.header and (aliases[i] is None or not (heading or _has_values(columns[i])))):
            if aliases[i] is None and _has_values(columns[i]):
                drafting.remarks.append(Question("remark.no_header", name, str(i + 1)))
            continue
        alias = aliases[i] if found.header else None
        draft = draft_column(heading or f"column {i + 1}", columns[i], drafting.known, near=near, names=names,
                             alias=alias)  # fmt: skip
        drafts.append(draft)
        _ask(draft, name, columns[i], drafting)
    fields["columns"] = [d.fields for d in drafts]
    if across is not None:
        fields["layout"] = "cross"
        cells = [c for i in used for c in columns[i]]
        value = _value(headings[used[0]], cells, near, names)
        fields["across"] = across | {"value": value.fields}
        _ask(value, name, cells, drafting)
    return fields


def _has_values(cells: Sequence[GridCell]) -> bool:
    return any(cell_text(c) for c in cells)


def _ask(draft: ColumnDraft, table: str, cells: Sequence[GridCell], drafting: _Drafting) -> None:
    """Note what a column leaves open, and its numbers' texts."""
    if draft.fields.get("unit") == UNANSWERED:
        drafting.questions.append(Question("question.unit", table, draft.heading))
    if draft.fields.get("sign") == UNANSWERED:
        drafting.questions.append(Question("question.sign", table, draft.heading))
    if draft.type == "number" and not draft.is_known:
        drafting.remarks.append(Question("remark.is_amount", table, draft.heading))
    if draft.type in NUMERIC_TYPES:
        texts = (
            cell_text(c) for c in cells if isinstance(c, str) or (isinstance(c, Cell) and isinstance(c.value, str))
        )
        drafting.numbers += [t for t in texts if not is_nothing(t) and is_number(t)]


def _value(shown: str, cells: Sequence[GridCell], near: Sequence[str], names: Names) -> ColumnDraft:
    """The value column of a cross-table: an amount unless its cells say otherwise."""
    kind = infer_type(shown, cells, near)
    kind = kind if kind in {"percent", "amount"} else "amount"
    draft = draft_column("belopp" if kind == "amount" else shown, cells, {}, near=near, names=names)
    value = draft.fields | {"name": "amount" if kind == "amount" else "value", "type": kind, "required": False}
    value.pop("fill_down", None)
    value["description"] = shown
    if kind == "amount":
        value.setdefault("unit", UNANSWERED)
        value.setdefault("sign", UNANSWERED)
    return ColumnDraft(shown, kind, value, is_known=True)
