"""Commands for who works on the warehouse itself: generate, calibrate."""

from __future__ import annotations

import sys

import click

from rjh_warehouse.cli.base import OK, REJECTED, fail, project_command, show
from rjh_warehouse.folders import stands
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail when a file is stale.")
@project_command
def generate(project: Project, only_check: bool) -> None:
    """Write the generated files. They are external models, dictionary, lineage and command reference.

    Example: rjh generate --check
    """
    from rjh_warehouse.build.generate import generated_files
    from rjh_warehouse.build.vocabulary import MeaningsContradict

    commands = click.get_current_context().find_root().command
    assert isinstance(commands, click.Group)
    try:
        files = generated_files(project, commands)
    except MeaningsContradict as error:
        fail(REJECTED, say("generate.meanings_contradict", faults=error))
    stale = [
        (path, text) for path, text in files.items() if not stands(path) or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        show(str(path.relative_to(project.root)))
        if not only_check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    sys.exit(REJECTED if stale and only_check else OK)


@click.command()
@click.option(
    "--histories", type=int, default=2000, show_default=True, help="Histories per row; a quarter under stress."
)
@click.option("--seed", type=int, default=2024, show_default=True, help="Same seed, same table.")
@click.option("--write", is_flag=True, help="Write table and picture into docs/.")
@project_command
def calibrate(project: Project, histories: int, seed: int, write: bool) -> None:
    """Study how often each effect method is wrong. On simulated histories with known effects.

    Example: rjh calibrate --histories 200
    """
    from rjh_warehouse.statistics.calibration.study import markdown_table, study, write_report

    results = study(histories, seed, progress=lambda found: show(f"  {found.scenario.code} {found.method_code}"))
    show(markdown_table(results))
    if write:
        for path in write_report(results, project.root / "docs", seed):
            show(str(path))
