"""The command line: the only place that prints. Each command calls the module of its name.

Exit codes: 0 done · 1 done, but a delivered file or cell was rejected or questioned · 2 wrong usage ·
3 not published, an audit or a model stopped it · 4 another run is under way · 5 nothing to work on.
"""

from __future__ import annotations

import click

from rjh_warehouse import __version__
from rjh_warehouse.cli import asking, delivering, making, running


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rjh")
def main() -> None:
    """Budget follow-up from delivered files to a published DuckDB file.

    Example: rjh nightly
    """


for command in (
    delivering.load,
    delivering.check,
    delivering.contract,
    delivering.accept,
    delivering.simulate,
    running.build,
    running.audit,
    running.publish,
    running.nightly,
    asking.query,
    asking.trace,
    asking.status,
    asking.clean,
    making.generate,
    making.calibrate,
):
    main.add_command(command)
