"""`rjh contract`: a contract proposed from a sample file, shown on the file itself and answered at the terminal."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rjh_warehouse.cli import progress
from rjh_warehouse.cli.base import NOTHING, REJECTED, fail, json_option, project_command, show
from rjh_warehouse.folders import is_folder
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project

if TYPE_CHECKING:
    from rjh_warehouse.contract.contract import Contract
    from rjh_warehouse.intake.draft.contract_draft import DraftContract
    from rjh_warehouse.intake.draft.kind import Target

_CHOICES = {
    "unit": None,
    "sign": ("cost_positive", "revenue_positive"),
    "decimal": (",", "."),
    "period": ("month", "text"),
    "total": None,
}


@click.group()
def contract() -> None:
    """Contracts: what a kind of delivery promises.

    Example: rjh contract draft sample.xlsx
    """


@contract.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path), help="Write the YAML here; its name becomes the contract's.")
@click.option("--unit", help="Answer to every question of unit: kr, tkr, mkr, or another for foreign files.")
@click.option("--sign", type=click.Choice(["cost_positive", "revenue_positive"]), help="... of sign.")
@click.option("--decimal", type=click.Choice([",", "."]), help="... of the decimal mark.")
@click.option("--period", type=click.Choice(["month", "text"]), help="... of periods that may be quarters (text).")
@click.option("--total", help="... of rows that are sums: a pattern for their labels.")
@click.option("--kind", help="Map the columns onto an existing contract's, so that the rows reach its marts.")
@click.option("--map", "mapped", multiple=True, metavar="COLUMN=HEADING", help="With --kind: which heading it is.")
@click.option("--set", "fixed", multiple=True, metavar="COLUMN=VALUE", help="With --kind: a value that no column has.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the sample here as a page, coloured by the draft.")
@click.option("--xlsx", type=click.Path(path_type=Path), help="The same as a workbook.")
@json_option
@project_command
def draft(
    project: Project,
    file: Path,
    out: Path | None,
    html: Path | None,
    xlsx: Path | None,
    kind: str | None,
    mapped: tuple[str, ...],
    fixed: tuple[str, ...],
    as_json: bool,
    **answers: str | None,
) -> None:
    """Propose a contract from a sample file, with the questions that only a person can answer.

    It ends with the first rows as they would be loaded, what each row was taken for and why, counts and sums; at a
    terminal it asks what the file does not say. Without open questions the file can be loaded as soon as the contract
    stands in contracts/.

    Example: rjh contract draft sample.xlsx --out contracts/sample.yaml --unit tkr --sign cost_positive
    """
    from dataclasses import asdict, replace

    from rjh_warehouse.contract.contract import read_contracts
    from rjh_warehouse.intake.draft.contract_draft import draft_contract
    from rjh_warehouse.intake.draft.words import draft_yaml, render_draft
    from rjh_warehouse.intake.report import explain_error
    from rjh_warehouse.lake.durable import write_text
    from rjh_warehouse.reading.table.result import DeliveryError

    others = {c: k for c, k in read_contracts(project.contracts).items() if out is None or c != out.stem}
    code = out.stem if out and not is_folder(out) else None
    given = {k: v for k, v in answers.items() if v}
    target = _target(kind, mapped, fixed, others)
    try:
        drafted = draft_contract(file, others, code=code, answers=given, target=target)
        if not as_json and sys.stdin.isatty() and drafted.questions:
            more, said = ask(drafted), ask_of_kind(drafted)
            target = replace(target, fixed={**target.fixed, **said}) if target else None
            drafted = draft_contract(file, others, code=code, answers=given | more, target=target)
    except DeliveryError as error:
        fail(REJECTED, explain_error(error))
    if out:
        place = out / f"{drafted.code}.yaml" if is_folder(out) else out.with_name(f"{drafted.code}.yaml")
        write_text(place, draft_yaml(drafted))
    _write_previews(drafted, html, xlsx)
    if as_json:
        told = {n: [asdict(q) for q in getattr(drafted, n)] for n in ("questions", "remarks", "decisions")}
        show(json.dumps({"contract": drafted.fields, **told}, ensure_ascii=False, default=str))
    elif out:
        for line in render_draft(drafted):
            show(line)
    else:
        show(draft_yaml(drafted))


def ask(drafted: DraftContract) -> dict[str, str]:
    """Ask a person at the terminal what the draft leaves open, one question of each kind; an empty answer leaves it."""
    answers: dict[str, str] = {}
    for question in drafted.questions:
        name = question.code.removeprefix("question.")
        if name in answers or name not in _CHOICES:
            continue
        text = say(question.code, table=question.table, column=question.column, found=question.found)
        choices = _CHOICES[name]
        kind = click.Choice([*choices, ""]) if choices else None
        progress.pause()
        answers[name] = click.prompt(text, default="", show_default=False, type=kind, show_choices=False)
    return {name: value for name, value in answers.items() if value}


def ask_of_kind(drafted: DraftContract) -> dict[str, str]:
    """Ask a person for what the kind's columns and names say and this file does not; an empty answer leaves it."""
    answers: dict[str, str] = {}
    for question in drafted.questions:
        if question.code not in {"question.kind_name", "question.kind_value"} or question.column is None:
            continue
        text = say(question.code, table=question.table, column=question.column, found=question.found)
        progress.pause()
        answer = click.prompt(text, default="", show_default=False)
        while question.found and not re.fullmatch(f"(?:{question.found})|-?", answer):
            answer = click.prompt(say("question.again", found=answer, expected=question.found), default="")
        if answer:
            answers[question.column] = answer
    return answers


def _target(
    kind: str | None, mapped: tuple[str, ...], fixed: tuple[str, ...], contracts: dict[str, Contract]
) -> Target | None:
    """The kind that the draft is to be, with what was said of its columns."""
    from rjh_warehouse.intake.draft.file_name import wanted_groups
    from rjh_warehouse.intake.draft.kind import Target

    if kind is None:
        return None
    if kind not in contracts or contracts[kind].format == "json":
        fail(NOTHING, say("error.no_kind", found=kind, expected=", ".join(contracts)))
    columns = dict.fromkeys(c.name for c in contracts[kind].tables[0].columns)
    named = wanted_groups(contracts[kind].file_pattern)
    said = []
    for options, known in ((mapped, columns), (fixed, columns | named)):
        pairs = [(name, value) for name, _, value in (o.partition("=") for o in options)]
        for name, value in pairs:
            if name not in known or not value:
                fail(2, say("error.kind_option", found=f"{name}={value}", expected=", ".join(known)))
            if (form := known[name]) and not re.fullmatch(f"(?:{form})|-", value):
                fail(2, say("question.again", found=f"{name}={value}", expected=form))
        said.append(dict(pairs))
    return Target(contracts[kind], *said)


def _write_previews(drafted: DraftContract, html: Path | None, xlsx: Path | None) -> None:
    from rjh_warehouse.intake.draft.preview import preview_html, write_preview_xlsx
    from rjh_warehouse.lake.durable import write_text, written

    if html:
        write_text(html, preview_html(drafted))
    if xlsx:
        with written(xlsx) as part:
            write_preview_xlsx(drafted, part)
