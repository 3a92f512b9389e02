"""The command line: the only place that prints. A file per family of commands: intake and draft
(what is delivered), build and nightly (what is built from it), month_end (what is closed), query and answers (what is
asked), say (what a text says), report, site and export (what people and programs are given), disclosure (what may not
be told), storage and verify (what is kept), upkeep (what is generated).

Exit codes: 0 done · 1 done, but a delivered file or cell was rejected or questioned · 2 wrong usage ·
3 stopped: an audit, a model or a folder that cannot be read · 4 another run is under way · 5 nothing to work on.
"""

from __future__ import annotations

from importlib import import_module

import click

from rjh_warehouse import __version__
from rjh_warehouse.cli import progress
from rjh_warehouse.cli.base import prepare_output

COMMANDS = {  # file → the commands in it; a file is imported when one of them is asked for
    "intake": ("load", "check", "accept", "simulate"),
    "draft": ("contract",),
    "origin": ("origin",),
    "build": ("build", "audit", "publish"),
    "nightly": ("nightly",),
    "month_end": ("close", "diff", "rollback", "withdraw", "restore", "override"),
    "query": ("query",),
    "answers": ("trace",),
    "say": ("say",),
    "report": ("report", "verify-report"),
    "export": ("export",),
    "site": ("site",),
    "disclosure": ("disclose",),
    "storage": ("status", "clean"),
    "verify": ("verify",),
    "upkeep": ("generate", "calibrate"),
}


class Commands(click.Group):
    """The commands of COMMANDS."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(name for names in COMMANDS.values() for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        file = next((file for file, names in COMMANDS.items() if cmd_name in names), None)
        if file is None:
            return None
        found: click.Command = getattr(import_module(f"rjh_warehouse.cli.{file}"), cmd_name.replace("-", "_"))
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rjh")
@click.pass_context
def main(context: click.Context) -> None:
    """Budget follow-up from delivered files to a published DuckDB file.

    Example: rjh nightly
    """
    prepare_output()
    progress.begin(f"rjh {context.invoked_subcommand}")
    context.call_on_close(progress.end)
