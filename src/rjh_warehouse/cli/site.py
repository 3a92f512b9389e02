"""`rjh site`: static pages for analysts, of what is published."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from rjh_warehouse.cli import progress
from rjh_warehouse.cli.base import WRONG, fail, project_command, show
from rjh_warehouse.messages import Language, default_language, say
from rjh_warehouse.settings import Project


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["sv", "en"]), help="Language of the pages [default: sv].")
@project_command
def site(project: Project, folder: Path, lang: str | None) -> None:
    """Write static pages of the published file: tables, columns, codes, audits, questions with answers, lineage.

    They are read from the disk (open index.html): no server and no network. A site that stands in the folder is
    replaced; a folder with anything else in it is left alone.

    Example: rjh site pages
    """
    from rjh_warehouse.answers.question_list import read_questions
    from rjh_warehouse.folders import entries, is_file
    from rjh_warehouse.lake.durable import write_text
    from rjh_warehouse.report.site.inventory import answered, tables
    from rjh_warehouse.report.site.pages import MARK, pages
    from rjh_warehouse.report.source import open_source

    index, standing = folder / "index.html", entries(folder)
    halves = [path for path in standing if path.name.startswith(".") and path.suffix == ".part"]  # of a run that ended
    if len(standing) > len(halves) and not (
        is_file(index) and MARK in index.read_text(encoding="utf-8", errors="replace")
    ):
        fail(WRONG, say("site.not_ours", path=folder))
    progress.tell(say("site.writing").rstrip(" …"))
    language = cast("Language", lang or default_language())
    asked = project.root / "docs" / "questions.md"
    questions = read_questions(asked.read_text(encoding="utf-8")) if is_file(asked) else []
    with open_source(project) as source:
        found = tables(source.connection, language)
        made = pages(source.release, found, answered(source.connection, questions), language)
    folder.mkdir(parents=True, exist_ok=True)
    for path in [*halves, *(p for p in standing if p.suffix == ".html" and p.name not in made)]:
        path.unlink()
    for name, text in made.items():
        write_text(folder / name, text)
    show(say("site.written", count=len(made), path=index))
