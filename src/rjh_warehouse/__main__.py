"""`python -m rjh_warehouse`: the command line."""

from rjh_warehouse.cli import main

main(prog_name="rjh")
