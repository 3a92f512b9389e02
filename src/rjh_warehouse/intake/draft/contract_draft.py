"""`rjh contract draft`: a proposed contract from a sample file, and the questions that the file leaves open.

A question is a value "?" in the YAML: nothing is guessed, and the contract cannot be used until it is answered. A
remark is something to look at that stops nothing. A decision says what a row or column was taken for, and how surely.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rjh_warehouse.contract.contract import NUMERIC_TYPES, RESERVED_NAMES, UNANSWERED, Contract, contracts_for
from rjh_warehouse.contract.month_name import MONTH_GROUPS
from rjh_warehouse.intake.draft.across import find_across
from rjh_warehouse.intake.draft.column import ColumnDraft, KnownColumns, Names, draft_column, known_columns, slug
from rjh_warehouse.intake.draft.column_type import holds_units, infer_type, is_count, is_nothing
from rjh_warehouse.intake.draft.decimal_mark import number_rules
from rjh_warehouse.intake.draft.evidence import confidence
from rjh_warehouse.intake.draft.file_name import code_of, file_pattern, says_period, sheet_pattern, wanted_groups
from rjh_warehouse.intake.draft.kind import CannotFeed, Target, likely_kinds, shaped
from rjh_warehouse.intake.draft.layout import FoundTable, find_any_table, find_tables, lone_labels
from rjh_warehouse.intake.draft.rules import row_rules
from rjh_warehouse.intake.draft.sample import Sample, is_number, read_sample
from rjh_warehouse.intake.draft.totals import find_sums
from rjh_warehouse.intake.draft.trial import Trial, try_contract
from rjh_warehouse.reading.table.cell import Cell, GridCell, cell_text
from rjh_warehouse.reading.table.header import numbered, read_headings
from rjh_warehouse.reading.table.result import DeliveryError

_TRIAL_ANSWERS = {"unit": "kr", "sign": "cost_positive", "decimal": ",", "type": "text", "period": "text",
                  "total": "^$", "subtotal": "^$"}  # fmt: skip
_TRIAL_NAMES = dict.fromkeys(MONTH_GROUPS, "202401") | {"fiscal_year": "2024"}
ANSWER_OF = {"period": ("type", "period"), "total": ("total", "subtotal")}  # a question's code → the keys it fills
FEW_SHOWN = 5


@dataclass(frozen=True)
class Question:
    """Something that the file does not say, or to look at. `code` is a key of the catalogue."""

    code: str
    table: str | None = None
    column: str | None = None
    found: str | None = None


@dataclass(frozen=True)
class Decision:
    """What a row was taken for, on what evidence, and how sure that makes one (0 to 1)."""

    table: str
    what: str  # header | total | subtotal | note | doubt
    row_number: int
    text: str
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class DraftContract:
    """A proposed contract: its fields, what is left to answer, what to look at and what a trial reading gave."""

    fields: dict[str, Any]
    questions: list[Question]
    remarks: list[Question]
    sample: Sample
    trial: Trial | None = None
    decisions: list[Decision] = field(default_factory=list)

    @property
    def code(self) -> str:
        return str(self.fields["contract"])


@dataclass
class _Drafting:
    """What is gathered while a draft is made."""

    known: KnownColumns
    questions: list[Question] = field(default_factory=list)
    remarks: list[Question] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)


def draft_contract(
    path: Path,
    contracts: dict[str, Contract],
    *,
    code: str | None = None,
    answers: Mapping[str, str] | None = None,
    target: Target | None = None,
) -> DraftContract:
    """Propose a contract for a sample file.

    Args:
        contracts: the existing contracts, whose Swedish headings are known.
        code: the contract's name (default: the file's name without its dates).
        answers: answers to all questions of a kind: `unit`, `sign`, `decimal`, `period`, `total`.
        target: the kind of delivery that the rows are to be.

    Raises:
        DeliveryError: the file cannot be read, no table was found in it, or its table cannot be the target's.
    """
    sample = read_sample(path)
    if sample.format == "json":
        raise DeliveryError("error.draft_json", file=path.name)
    drafting = _Drafting(known_columns(contracts))
    wanted = wanted_groups(target.contract.file_pattern) if target else None
    pattern = file_pattern(path.name, wanted, frozenset(target.fixed if target else ()))
    code = slug(code, "contract") if code else _free_code(code_of(path.name), contracts)
    found = _found_tables(sample, drafting)
    names = [code if i == 0 else f"{code}_{i + 1}" for i in range(len(found))]
    marks, unclear = number_rules([t for table in found for t in _number_texts(table)])
    decimal = marks.get("decimal", ",")
    decimal = (answers or {}).get("decimal", ",") if decimal == UNANSWERED else decimal
    tables = [_table(t, name, len(sample.grids) > 1, decimal, drafting) for t, name in zip(found, names, strict=True)]
    if unclear:
        drafting.questions.append(Question("question.decimal", found=unclear))
    fields = _about(path, code, pattern, sample) | ({"numbers": marks} if marks else {}) | {"tables": tables}
    for other in contracts_for(path.name, contracts):
        drafting.remarks.append(Question("remark.taken", found=other.contract))
    fields = _of_kind(fields, target, answers or {}, contracts, drafting)
    questions = drafting.questions
    if answers:
        fields = answered(fields, _keyed(answers))
        questions = [q for q in questions if q.code.removeprefix("question.") not in answers]
    trial = _try(path, fields)
    return DraftContract(fields, questions, drafting.remarks, sample, trial, drafting.decisions)


def _of_kind(
    fields: dict[str, Any], target: Target | None, answers: Mapping[str, str], contracts: dict[str, Contract],
    drafting: _Drafting,
) -> dict[str, Any]:  # fmt: skip
    """The draft as the kind that it is to be; without one it is said that its rows reach no mart."""
    if target is None:
        kinds = ", ".join(likely_kinds(fields, contracts))
        drafting.remarks.append(Question("remark.no_mart", found=kinds or ", ".join(contracts) or "–"))
        if not says_period(fields["source"]):
            drafting.remarks.append(Question("remark.no_period", found=fields["source"]))
        return fields
    try:
        shape = shaped(fields, target, answers)
    except CannotFeed as error:
        code = target.contract.contract
        raise DeliveryError(
            "error.kind", file=fields["source"], column=code, found=error.found, expected=error.expected
        ) from error
    table, names = shape.fields["tables"][0]["name"], wanted_groups(target.contract.file_pattern)
    drafting.questions += [Question("question.kind_name", table, group, names[group]) for group in shape.groups]
    drafting.questions += [Question("question.kind_value", table, name) for name in shape.columns]
    given = {k: v for k, v in shape.fields.get("given", {}).items() if v != UNANSWERED}
    drafting.remarks += [Question("remark.given", table, name, value) for name, value in given.items()]
    return shape.fields


def _found_tables(sample: Sample, drafting: _Drafting) -> list[FoundTable]:
    """The tables of every sheet; a sheet with texts and no table is named."""
    found = {grid.sheet: find_tables(grid) for grid in sample.grids}
    if not any(found.values()):
        found = {grid.sheet: find_any_table(grid) for grid in sample.grids}
    if not any(found.values()):
        raise DeliveryError("error.draft_no_table", file=sample.path.name)
    for grid in sample.grids:
        if not found[grid.sheet] and any(cell_text(c) for _, row in grid.rows for c in row):
            drafting.remarks.append(Question("remark.sheet_without_table", found=grid.sheet))
    return [table for tables in found.values() for table in tables]


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
        if sample.quote != '"':
            fields["csv"]["quote"] = sample.quote
    return fields


def _free_code(code: str, contracts: Mapping[str, Contract]) -> str:
    """A code whose tables no existing contract has."""
    taken = {t.name for c in contracts.values() for t in c.tables} | set(contracts)
    free, number = code, 1
    while free in taken:
        number += 1
        free = f"{code}_{number}"
    return free


def _try(path: Path, fields: dict[str, Any]) -> Trial | None:
    """Read the sample with the open questions answered at random, to see what the layout would load."""
    try:
        given = {k: _TRIAL_NAMES.get(k, "X") if v == UNANSWERED else v for k, v in fields.get("given", {}).items()}
        contract = Contract.model_validate(_without_unknown(answered(fields | {"given": given}, _TRIAL_ANSWERS)))
    except ValueError:
        return None
    return try_contract(path, contract)


def _without_unknown(fields: Any) -> Any:
    """The fields with columns of an unknown constant taken as absent."""
    if isinstance(fields, dict):
        kept = {k: _without_unknown(v) for k, v in fields.items() if (k, v) != ("constant", UNANSWERED)}
        return kept if len(kept) == len(fields) else kept | {"may_be_absent": True, "required": False}
    return [_without_unknown(v) for v in fields] if isinstance(fields, list) else fields


def _keyed(answers: Mapping[str, str]) -> dict[str, str]:
    return {key: value for code, value in answers.items() for key in ANSWER_OF.get(code, (code,))}


def answered(fields: Any, answers: Mapping[str, str], key: str = "") -> Any:
    """The contract's fields with the questions answered that `answers` has an answer to."""
    if isinstance(fields, dict):
        return {k: v if k == "given" else answered(v, answers, k) for k, v in fields.items()}
    if isinstance(fields, list):
        return [answered(v, answers, key) for v in fields]
    return answers.get(key, fields) if fields == UNANSWERED else fields


# -- one table --------------------------------------------------------------------------------------


def _headings(found: FoundTable) -> tuple[list[str], list[str | None]]:
    """Each column's heading, and the name that tells it from others like it (None: none, or no header above it)."""
    read = read_headings([r for _, r in found.header])
    rest = found.width - len(read)
    return [h.text for h in read] + [""] * rest, [*numbered(read), *([None] * rest)]


def _columns(rows: Sequence[Sequence[GridCell]], width: int) -> list[list[GridCell]]:
    return [[row[i] if i < len(row) else None for row in rows] for i in range(width)]


def _kinds(found: FoundTable) -> list[str]:
    headings, _ = _headings(found)
    columns = _columns([r.cells for r in found.rows if r.role != "note"], found.width)
    whole = _said_of_all(found, headings, columns)
    return [infer_type(h, c, whole) for h, c in zip(headings, columns, strict=True)]


def _said_of_all(found: FoundTable, headings: Sequence[str], columns: Sequence[Sequence[GridCell]]) -> list[str]:
    """Texts whose unit is every column's: those above the table, the sheet's name, and headings over no numbers. A
    heading over numbers speaks of its own: "Soll (T€)" does not make the title numbers beside it money."""
    own = [h for h, cells in zip(headings, columns, strict=True) if not any(map(is_number, cells))]
    return [*own, *found.above, *filter(None, [found.sheet])]


def _number_texts(found: FoundTable) -> list[str]:
    """The texts of the cells in columns of numbers."""
    columns = _columns([r.cells for r in found.rows], found.width)
    cells = [c for i, kind in enumerate(_kinds(found)) if kind in NUMERIC_TYPES for c in columns[i]]
    texts = (cell_text(c) for c in cells if isinstance(c, str) or (isinstance(c, Cell) and isinstance(c.value, str)))
    return [t for t in texts if not is_nothing(t) and is_number(t)]


def _table(found: FoundTable, name: str, has_sheets: bool, decimal: str, drafting: _Drafting) -> dict[str, Any]:
    summed = [i for i, kind in enumerate(_kinds(found)) if kind in {"amount", "integer", "number"}]
    find_sums(found, summed, decimal)
    rules, lost = row_rules(found)
    _tell(found, name, lost, drafting)
    columns = _columns(found.data, found.width)
    headings, aliases = _headings(found)
    fields: dict[str, Any] = {"name": name}
    if has_sheets and found.sheet is not None:
        fields["sheet"] = sheet_pattern(found.sheet)
    if len(found.header) != 1:
        fields["header_rows"] = len(found.header)
    if rules:
        fields["rows"] = rules
    across, used = find_across(headings, columns)
    near = [*headings, *found.above, *filter(None, [found.sheet])]
    whole = _said_of_all(found, headings, columns)
    names = Names([*RESERVED_NAMES, *(across or {}).get("groups", ())])
    drafts: list[ColumnDraft] = []
    places: dict[int, ColumnDraft] = {}
    placed: dict[str, int] = {}
    for i, heading in enumerate(headings):
        has_values = any(map(cell_text, columns[i]))
        if i in used or (found.header and (aliases[i] is None or not (heading or has_values))):
            if aliases[i] is None and has_values:
                drafting.remarks.append(Question("remark.no_header", name, str(i + 1)))
            continue
        draft = draft_column(
            heading or f"column {i + 1}", columns[i], drafting.known, near=near, whole=whole, names=names,
            alias=aliases[i] if found.header else None,
        )  # fmt: skip
        drafts.append(draft)
        places[i], placed[draft.heading] = draft, i
        _ask(draft, name, drafting)
    fields["columns"] = [d.fields for d in drafts]
    if gap := _gap_before_labels(found, {i: d.type for i, d in places.items()}):
        drafting.remarks.append(Question("remark.side_by_side", name, places[gap].heading))
    if (empty := rules.get("total_where_empty")) is not None:
        rules["total_where_empty"] = places[empty].fields["name"]
        places[empty].fields["required"] = True
    if unit_columns := [d.heading for d in drafts if d.type == "text" and holds_units(columns[placed[d.heading]])]:
        drafting.remarks.append(Question("remark.unit_column", name, unit_columns[0]))
    if across is not None:
        fields["layout"] = "cross"
        value = _value(headings[used[0]], [c for i in used for c in columns[i]], near, names)
        fields["across"] = across | {"value": value.fields}
        _ask(value, name, drafting)
        if UNANSWERED in across["groups"].values() if "groups" in across else False:
            drafting.questions.append(Question("question.period", name, headings[used[0]]))
    return fields


def _gap_before_labels(found: FoundTable, types: Mapping[int, str]) -> int | None:
    """The column of labels that stands right of numbers and an empty column: a second table may begin there."""
    for gap in range(1, found.width - 1):
        before, after = [i for i in types if i < gap], [i for i in types if i > gap]
        if gap in types or not before or not after or min(after) != gap + 1 or types[gap + 1] not in {"text", "code"}:
            continue
        if any(types[i] in NUMERIC_TYPES for i in before) and any(types[i] in NUMERIC_TYPES for i in after):
            return gap + 1
    return None


def _tell(found: FoundTable, table: str, lost: Sequence[Any], drafting: _Drafting) -> None:
    """Note what each row that is not plain data was taken for, and sums that are in doubt."""
    for number, cells in found.header:
        text = " | ".join(filter(None, map(cell_text, cells)))
        names = tuple(e.name for e in found.evidence)
        drafting.decisions.append(Decision(table, "header", number, text, confidence(found.evidence), names))
    for row in found.rows:
        if not row.evidence:
            continue
        what = row.role if row.role != "data" else "doubt"
        names = tuple(e.name for e in row.evidence)
        text = " | ".join(filter(None, map(cell_text, row.cells)))
        drafting.decisions.append(Decision(table, what, row.number, text, confidence(row.evidence), names))
        if "sum_differs" in names:
            drafting.remarks.append(Question("remark.sum_differs", table, None, f"{row.number}: {text}"))
        if what == "doubt":
            drafting.remarks.append(Question("remark.maybe_total", table, None, f"{row.number}: {text}"))
    if lost:
        shown = "; ".join(f"{r.number}: {r.label}" for r in lost[:FEW_SHOWN])
        drafting.questions.append(Question("question.total", table, None, shown))
    if found.repeats:
        drafting.remarks.append(Question("remark.repeated_header", table, None, str(found.repeats)))
    if sections := lone_labels(found):
        shown = f"{sections[0].number}: {sections[0].label}"
        drafting.remarks.append(Question("remark.sections", table, str(len(sections)), shown))
    if not found.header:
        drafting.remarks.append(Question("remark.no_header_row", table))
    if found.width == 1:
        drafting.remarks.append(Question("remark.one_column", table))
    if not found.rows:
        drafting.remarks.append(Question("remark.no_rows", table))


def _ask(draft: ColumnDraft, table: str, drafting: _Drafting) -> None:
    """Note what a column leaves open."""
    for key, code in (("unit", "question.unit"), ("sign", "question.sign"), ("type", "question.period")):
        if draft.fields.get(key) == UNANSWERED:
            drafting.questions.append(Question(code, table, draft.heading))
    if draft.type in {"number", "integer"} and not draft.is_known and not is_count(draft.heading):
        drafting.remarks.append(Question("remark.is_amount", table, draft.heading))
    for code in draft.doubts:
        found = ", ".join(draft.odd[:FEW_SHOWN]) if code == "remark.nearly_numbers" else draft.type
        drafting.remarks.append(Question(code, table, draft.heading, found))


def _value(shown: str, cells: Sequence[GridCell], near: Sequence[str], names: Names) -> ColumnDraft:
    """The value column of a cross-table: an amount unless its cells say otherwise."""
    kind = infer_type(shown, cells, near)
    kind = kind if kind in {"percent", "amount"} else "amount"
    draft = draft_column("belopp" if kind == "amount" else shown, cells, {}, near=near, whole=near, names=names)
    value = draft.fields | {"name": "amount" if kind == "amount" else "value", "type": kind, "required": False}
    value.pop("fill_down", None)
    value["description"] = shown
    if kind == "amount":
        value.setdefault("unit", UNANSWERED)
        value.setdefault("sign", UNANSWERED)
    return ColumnDraft(shown, kind, value, True, draft.odd, draft.doubts)
