"""What people look at: `rjh report` makes the month's page, `rjh verify-report` holds a page to its file."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from rjh_warehouse.cli import progress
from rjh_warehouse.cli.base import NOTHING, OK, STOPPED, WRONG, fail, project_command, show, show_error
from rjh_warehouse.messages import Language, default_language, say
from rjh_warehouse.settings import Project

if TYPE_CHECKING:
    from rjh_warehouse.report.source import Source

MOST_SHOWN = 200  # characters of a stretch that differs


@click.command()
@click.argument("month")
@click.option("--board", "board_codes", multiple=True, help="One board's report, e.g. RS; may be given several times.")
@click.option("--lang", type=click.Choice(["sv", "en"]), help="Language of the page [default: sv].")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write; a folder where there are several.")
@click.option("--pictures", type=click.Path(path_type=Path), help="Also write the pictures as SVG and PNG to a folder.")
@click.option("--xlsx", "as_workbook", is_flag=True, help="Write a workbook instead: a sheet a question, with charts.")
@click.option("--closed", is_flag=True, help="From the month's latest closing; MONTH may also be 2024-04/r1.")
@project_command
def report(
    project: Project,
    month: str,
    board_codes: tuple[str, ...],
    lang: str | None,
    out: Path | None,
    pictures: Path | None,
    as_workbook: bool,
    closed: bool,
) -> None:
    """Write the month's report as one HTML page that needs no network: every figure opens to its origin.

    From what is published, or from a closed month. --pictures gives the same pictures for slides. --xlsx gives the
    same questions as a workbook: figures are numbers in the unit of their heading, and a sheet says where each is from.

    Example: rjh report 2024-04 --board RS --board HSN --out reports
    """
    from rjh_warehouse.report.answer import boards, region
    from rjh_warehouse.report.source import NOW, NoSuchRelease, open_source

    day, is_closing = _month(month)
    language = cast("Language", lang or default_language())
    try:
        with open_source(project, month if closed or is_closing else NOW) as source:
            known = boards(source.connection)
            wanted = list(dict.fromkeys(code.upper() for code in board_codes)) or [region(source.connection)]
            for code in wanted:
                if code not in known:
                    fail(WRONG, say("page.unknown_board", board=code, known=", ".join(known)))
            paths = _paths(out, day, wanted, region(source.connection), "xlsx" if as_workbook else "html")
            for code, path in zip(wanted, paths, strict=True):
                progress.tell(say("page.writing", board=code).rstrip(" …"))
                _write(source, day, code, known[code], language, path, pictures, as_workbook)
                show(say("page.written", path=path))
    except NoSuchRelease:
        fail(NOTHING, say("page.not_closed", month=month))


@click.command("verify-report")
@click.argument("page", type=click.Path(path_type=Path))
@project_command
def verify_report(project: Project, page: Path) -> None:
    """Recompute each figure of a report from the file that it names, and list those that differ.

    The number that is read is held, not only the attribute beside it; so are the words and drawings around it.
    Ends with 3 where anything differs.

    Example: rjh verify-report rapport_2024-04.html
    """
    from rjh_warehouse.report.answer import answers, boards
    from rjh_warehouse.report.page import About, render
    from rjh_warehouse.report.source import NoSuchRelease, NotThere, open_source
    from rjh_warehouse.report.verify import NotAReport, differences, read_page

    try:
        read = read_page(page.read_text(encoding="utf-8"))
        month, told = read.month, read.about
        with open_source(project, told["source"], told["release"]) as source:
            known = boards(source.connection)
            if told["board"] not in known or told["language"] not in ("sv", "en"):
                raise NotAReport
            language = cast("Language", told["language"])
            name = known[told["board"]][language == "en"]
            about = About(month, told["board"], name, source.name, source.release, language)
            again = read_page(render(about, answers(source.connection, month, told["board"])))
    except (NotAReport, UnicodeDecodeError):
        fail(WRONG, say("page.no_report", path=page))
    except FileNotFoundError:
        fail(NOTHING, say("page.no_file", path=page))
    except NotThere as error:
        fail(NOTHING, say("page.release_gone", release=error))
    except NoSuchRelease as error:
        fail(NOTHING, say("page.not_closed", month=error))
    found = differences(read, again)
    for difference in found:
        texts = {k: _cut(getattr(difference, k)) for k in ("found", "expected")}
        show(say(f"page.differs_{difference.kind}", place=difference.place, **texts))
    if found and told["package"] != again.about["package"]:
        show(say("page.other_package", page=told["package"], here=again.about["package"]))
    show(say("page.differs" if found else "page.holds", count=len(found), figures=len(read.figures)))
    sys.exit(STOPPED if found else OK)


def _month(text: str) -> tuple[dt.date, bool]:
    """The month's first day, and whether a closing of it (`2024-04/r1`) is named."""
    from rjh_warehouse.lake.closed_month import is_month

    month, _, number = text.partition("/")
    if not is_month(month):
        fail(WRONG, say("page.not_a_month", found=text))
    return dt.date.fromisoformat(f"{month}-01"), bool(number)


def _paths(out: Path | None, day: dt.date, wanted: list[str], whole: str, suffix: str) -> list[Path]:
    from rjh_warehouse.folders import is_folder

    names = [f"rapport_{day:%Y-%m}{'' if code == whole else f'_{code}'}.{suffix}" for code in wanted]
    if out and len(wanted) == 1 and not is_folder(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        return [out]
    folder = out or Path()
    folder.mkdir(parents=True, exist_ok=True)
    return [folder / name for name in names]


def _write(
    source: Source,
    day: dt.date,
    code: str,
    names: tuple[str, str],
    language: Language,
    path: Path,
    pictures: Path | None,
    as_workbook: bool,
) -> None:
    from rjh_warehouse.lake.durable import write_text, written
    from rjh_warehouse.report.answer import answers, has_month
    from rjh_warehouse.report.page import About, render
    from rjh_warehouse.report.picture import pictures as drawn

    answered = answers(source.connection, day, code)
    if not has_month(answered):
        show_error(say("page.no_month", month=f"{day:%Y-%m}", board=code))
    about = About(day, code, names[language == "en"], source.name, source.release, language)
    if as_workbook:
        from rjh_warehouse.report.workbook import write_workbook

        write_workbook(about, answered, path)
    else:
        write_text(path, render(about, answered))
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        for answer in answered.values():
            for picture in drawn(answer, language):
                beside = pictures / f"{path.stem}_{picture.name}.svg"
                write_text(beside, picture.svg())
                with written(beside.with_suffix(".png")) as target:
                    target.write_bytes(picture.png())


def _cut(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
