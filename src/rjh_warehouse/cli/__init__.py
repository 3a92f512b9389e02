"""The command line: the only place that prints. A file per family of commands: intake and draft
(what is delivered), build and nightly (what is built from it), month_end (what is closed), query and answers (what is
asked), say (what a text says), report, site and export (what people and programs are given), disclosure (what may not
be told), storage and verify (what is kept), upkeep (what is generated).

Exit codes: 0 done · 1 done, but a delivered file or cell was rejected or questioned · 2 wrong usage ·
3 stopped: an audit, a model or a folder that cannot be read · 4 another run is under way · 5 nothing to work on.
"""

from __future__ import annotations

import click

from rjh_warehouse import __version__
from rjh_warehouse.cli import (
    answers,
    build,
    disclosure,
    draft,
    export,
    intake,
    month_end,
    nightly,
    origin,
    progress,
    query,
    report,
    say,
    site,
    storage,
    upkeep,
    verify,
)
from rjh_warehouse.cli.base import prepare_output


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rjh")
@click.pass_context
def main(context: click.Context) -> None:
    """Budget follow-up from delivered files to a published DuckDB file.

    Example: rjh nightly
    """
    prepare_output()
    progress.begin(f"rjh {context.invoked_subcommand}")
    context.call_on_close(progress.end)


for command in (
    intake.load,
    intake.check,
    draft.contract,
    origin.origin,
    intake.accept,
    intake.simulate,
    build.build,
    build.audit,
    build.publish,
    nightly.nightly,
    month_end.close,
    month_end.diff,
    month_end.rollback,
    month_end.withdraw,
    month_end.restore,
    month_end.override,
    query.query,
    answers.trace,
    say.say,
    report.report,
    report.verify_report,
    export.export,
    site.site,
    disclosure.disclose,
    storage.status,
    storage.clean,
    verify.verify,
    upkeep.generate,
    upkeep.calibrate,
):
    main.add_command(command)
