"""What `rjh check` found, in words for a person and as JSON for a machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from rjh_warehouse.contract.person import PersonColumns
from rjh_warehouse.intake.check import CheckReport
from rjh_warehouse.intake.controls import COULD_NOT_RUN, NOTED, ControlResult
from rjh_warehouse.intake.files import shown_name, shown_path
from rjh_warehouse.intake.judge import JudgedDelivery
from rjh_warehouse.intake.months import shown_with_month
from rjh_warehouse.messages import Language, catalogue, default_language, say
from rjh_warehouse.reading.table.result import DeliveryError, Finding, ReadResult, Rejection

_COUNTS = ("covers", "total", "gone_count", "missing")  # places of a control's sentence that are numbers
SHOWN = 200  # rejected cells per file in the terminal; all of them stand in the JSON and the marked copy


def place_of(rejection: Rejection, language: Language | None = None) -> str:
    """Where a rejected cell stands, as a reader finds it: sheet, cell or row, and column."""
    parts = []
    if rejection.sheet is not None:
        parts.append(say("check.place_sheet", language, sheet=rejection.sheet))
    if rejection.cell is not None:
        parts.append(say("check.place_cell", language, cell=rejection.cell))
    else:
        parts.append(say("check.place_row", language, row=rejection.row_number))
    if rejection.column_name is not None:
        parts.append(say("check.place_column", language, column=rejection.column_name))
    return ", ".join(parts)


def explain(noted: Rejection | Finding, language: Language | None = None) -> str:
    """What is wrong with the cell and how to mend it, or what else to know about the delivery."""
    return say(
        noted.code,
        language,
        found=noted.found,
        expected=expected_of(noted, language),
        row=noted.row_number,
        column=noted.column_name,
        sheet=noted.sheet,
        cell=noted.cell,
    )


def expected_of(noted: Rejection | Finding, language: Language | None = None) -> str | None:
    """What was expected in the cell, in the reader's language."""
    in_english = noted.expected_en if isinstance(noted, Rejection) else None
    return in_english or noted.expected if (language or default_language()) == "en" else noted.expected


def explain_error(error: DeliveryError, language: Language | None = None) -> str:
    """Why the file as a whole was not read."""
    return say(error.code, language, **error.places)


def kept_to_itself(control: ControlResult, contract: str, persons: PersonColumns) -> ControlResult:
    """A control without its numbers where they are of persons: what goes to a log or a mail has other readers than the
    file's sender. A control of the whole file, or of a column that says nothing of a number of persons, is as it was.
    """
    columns = persons.get(contract)
    if columns is None or control.column is None or control.column in columns:
        return control
    hidden = say("trace.not_shown")
    return replace(
        control, found=control.found and hidden, expected=control.expected if control.lacks_register else hidden,
        places={k: v if k in {*_COUNTS, "mode", "part"} else hidden for k, v in control.places.items()},
    )  # fmt: skip


def first_rows_kept(code: str, places: dict[str, Any]) -> dict[str, Any]:
    """What fills a refusal's sentence, without the numbers of the file's first rows: nobody knows what they count."""
    if code != "error.header_missing" or not re.search(r"\d", str(places.get("found", ""))):
        return places
    return places | {"found": say("trace.not_shown")}


def explain_control(control: ControlResult, language: Language | None = None) -> str:
    """Why a control questions the delivery, or could not be made for want of a register."""
    if control.lacks_register:
        register = _register(control.expected, language)
        return say("check.lacks_register", language, column=control.heading or control.column, register=register)
    mode = f".{control.places['mode']}" if "mode" in control.places else ""
    return say(
        f"control.{control.check}{mode}",
        language,
        count=control.failed_count,
        column=control.heading or control.column,
        found=control.found,
        expected=_register(control.expected, language) if control.check == "unknown_code" else control.expected,
        rows=", ".join(map(str, control.row_numbers)) or None,
        **_words_of(control, language),
    )


def _words_of(control: ControlResult, language: Language | None) -> dict[str, object]:
    """What else a control's sentence names: numbers as numbers, and what its parts are called."""
    places: dict[str, object] = {k: int(v) if v.isdecimal() and k in _COUNTS else v for k, v in control.places.items()}
    part = f"part.{control.places.get('part', '')}"
    code = part if part in catalogue() else "part.other"
    for name, count in (("one_of", "total"), ("others", "gone_count"), ("those", "covers")):
        if count in places:
            places[name] = say(code, language, count=places[count])
    return places


def _register(name: str | None, language: Language | None) -> str | None:
    """A register's word in running text; one of the users' own goes by its name."""
    code = f"register.{name}"
    return say(code, language) if code in catalogue() else name


def render_check(
    report: CheckReport,
    *,
    language: Language | None = None,
    with_non_data: bool = False,
    limit: int | None = SHOWN,
) -> list[str]:
    """The report as plain lines.

    Args:
        with_non_data: list the rows that are not data one by one, not only their number.
        limit: at most so many rejected cells per file; None for all.
    """
    lines: list[str] = []
    for check in report.files:
        lines += _file_lines(check, language, with_non_data, limit)
    bad = sum(not f.is_good for f in report.files)
    lines.append(
        say(
            "check.summary",
            language,
            files=len(report.files),
            good=len(report.files) - bad,
            bad=bad,
            rejected=sum(len(f.result.rejections) for f in report.files if f.result),
            blocked=sum(f.state == "blocked" for f in report.files),
        )
    )
    return lines


def _file_lines(
    check: JudgedDelivery, language: Language | None, with_non_data: bool, limit: int | None
) -> Iterator[str]:
    if check.error is not None or check.result is None or check.contract is None:
        assert check.error is not None
        yield say("check.not_read", language, file=shown_name(check.path))
        yield f"  {explain_error(check.error, language)}"
        return
    result = check.result
    title = check.contract.title_en if language == "en" else check.contract.title_sv
    name = shown_with_month(shown_name(check.path), check.month.month if check.month else None)
    yield say("check.file", language, file=name, contract=title, verdict=_verdict(check, language))
    if check.present is not None:
        id_, name = check.present.delivery_id, check.present.file_name
        yield "  " + say("check.present", language, delivery_id=id_, found=name)
    for control in check.failed:
        yield f"  {say(f'check.{control.severity}', language)}: {explain_control(control, language)}"
    for control in (c for c in check.controls if c.state == NOTED):
        yield f"  {say('check.note', language)}: {explain_control(control, language)}"
    for control in check.lacking_register:
        yield f"  {explain_control(control, language)}"
    for name, table in result.tables.items():
        non_data = ", ".join(f"{_kind(k, language)} {n}" for k, n in sorted(table.non_data.items()))
        yield "  " + say(
            "check.table",
            language,
            table=name,
            read=table.rows_read,
            loaded=table.rows_loaded,
            rejected=table.rows_rejected,
            unit=table.unit,
            non_data=non_data or None,
        )
    shown = result.rejections if limit is None else result.rejections[:limit]
    for rejection in shown:
        yield f"  {place_of(rejection, language)}: {explain(rejection, language)}"
    if len(shown) < len(result.rejections):
        yield "  " + say("check.more", language, count=len(result.rejections) - len(shown))
    for finding in result.findings:
        yield f"  {say('check.note', language)}: {explain(finding, language)}"
    if with_non_data:
        for control in (c for c in check.controls if c.state == COULD_NOT_RUN and not c.lacks_register):
            places = {"check": control.check, "table": control.table, "column": control.column}
            yield "  " + say("check.could_not_run", language, **places)
        for row in result.non_data:
            place = "" if row.sheet is None else say("check.place_sheet", language, sheet=row.sheet) + ", "
            place += say("check.place_row", language, row=row.row_number)
            yield f"  {place}: {_kind(row.kind, language)}: {row.text[:100]}"


def _verdict(check: JudgedDelivery, language: Language | None) -> str:
    """Every cell can be loaded or so many not, and what the controls make of the whole."""
    rejections = check.result.rejections if check.result else []
    said = [say("check.bad" if rejections else "check.good", language, count=len(rejections))]
    if check.state == "blocked":
        said.append(say("check.blocked", language))
    elif check.failed or check.lacking_register:
        said.append(say("check.questioned", language))
    return ", ".join(said)


def _kind(kind: str, language: Language | None) -> str:
    try:
        return say(f"non_data.{kind}", language)
    except KeyError:
        return kind


def check_json(report: CheckReport, language: Language | None = None) -> list[dict[str, Any]]:
    """The report for a machine: every control, rejected cell, finding and row that is not data of every file."""
    return [_file_json(check, language) for check in report.files]


def _file_json(check: JudgedDelivery, language: Language | None) -> dict[str, Any]:
    known: dict[str, Any] = {
        "file": shown_path(check.path),
        "month": check.month.month if check.month else None,
        "contract": check.contract.contract if check.contract else None,
        "is_good": check.is_good,
        "state": check.state,
        "already_loaded": check.present.delivery_id if check.present else None,
        "error": None,
    }
    if check.error is not None:
        known["error"] = {
            "code": check.error.code, **check.error.places, "message": explain_error(check.error, language),
        }  # fmt: skip
    result = check.result or ReadResult()
    return known | {
        "encoding": result.encoding,
        "tables": {n: asdict(t) | {"non_data": dict(t.non_data)} for n, t in result.tables.items()},
        "controls": [_control_json(c, language) for c in check.controls],
        "rejections": [asdict(r) | {"message": explain(r, language)} for r in result.rejections],
        "findings": [asdict(f) | {"message": explain(f, language)} for f in result.findings],
        "non_data": [asdict(n) for n in result.non_data],
    }


def _control_json(control: ControlResult, language: Language | None) -> dict[str, Any]:
    message = explain_control(control, language) if control.state == "failed" or control.lacks_register else None
    return asdict(control) | {"message": message}
