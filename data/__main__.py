"""python -m data: check a drop, publish it, see what is served, go back, list the cities."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import logging
import sys
from collections.abc import Sequence

import duckdb

from data.commands import CALL, MACHINE, CallError, run_check, run_cities, run_publish, run_rollback, run_status
from data.drops.drop import what_is_full
from data.publishing.snapshot_folder import PublishError
from data.upkeep import backup, doctor

EPILOG = "Exit code: 0 done, 1 the data is at fault, 2 the call is, 3 the machine is (a full disk, a missing right)."

#: Commands about city packs, each a module of its name with `add_arguments(parser)` and `run(args) -> int`.
CITY_COMMANDS = {
    "add-city": "write a city pack from boundary files, or those of a list of cities",
    "update-city": "replace a city's areas, or write its residents",
    "remove-city": "take a city away",
    "validate-city": "report what is wrong with a pack",
}


def build_parser(asked: Sequence[str]) -> argparse.ArgumentParser:
    """The commands and their arguments; `run` of the result is the function to call.

    Of the commands about city packs only those that are `asked` get arguments: they load a second of libraries.
    """
    parser = argparse.ArgumentParser(prog="python -m data", description=__doc__, epilog=EPILOG)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("check", help="report every broken rule of a drop", epilog=EPILOG)
    command.add_argument("drop", metavar="DROP", help="folder with the drop's manifest.json")
    command.add_argument("--city", help="city whose areas count; the drop's own folder says it otherwise")
    command.add_argument("--json", action="store_true", help="print the report as JSON")
    command.set_defaults(run=run_check)

    command = commands.add_parser("publish", help="publish a city's newest drops", epilog=EPILOG)
    command.add_argument("city", metavar="CITY")
    command.add_argument("domain", metavar="DOMAIN", nargs="?", help="one domain instead of all that have a drop")
    command.add_argument("--again", action="store_true", help="also what is published already or was taken back")
    command.add_argument("--accept", metavar="RUN", help="publish the run that waits because it holds far less")
    command.set_defaults(run=run_publish)

    command = commands.add_parser("status", help="what is served, and how old it is")
    command.add_argument("--json", action="store_true", help="print it as JSON")
    command.set_defaults(run=run_status)

    command = commands.add_parser("rollback", help="serve the snapshot before the current one again", epilog=EPILOG)
    command.add_argument("city", metavar="CITY")
    command.add_argument("domain", metavar="DOMAIN")
    command.set_defaults(run=run_rollback)

    command = commands.add_parser("cities", help="list the cities and their levels")
    command.set_defaults(run=run_cities)

    command = commands.add_parser("doctor", help="list what is damaged or in want, and mend it", epilog=EPILOG)
    doctor.add_arguments(command)
    command.set_defaults(run=doctor.run)

    command = commands.add_parser("backup", help="save cities, snapshots and secrets in one file", epilog=EPILOG)
    backup.add_backup_arguments(command)
    command.set_defaults(run=backup.run_backup)

    command = commands.add_parser("restore", help="bring back what backup saved", epilog=EPILOG)
    backup.add_restore_arguments(command)
    command.set_defaults(run=backup.run_restore)

    for name, told in CITY_COMMANDS.items():
        module = f"data.bring_city.{name.replace('-', '_')}"
        if importlib.util.find_spec(module) is None:
            continue
        command = commands.add_parser(name, help=told, epilog=EPILOG)
        if name in asked:
            part = importlib.import_module(module)
            part.add_arguments(command)
            command.set_defaults(run=part.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a fault of the call or the machine becomes a sentence."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", datefmt="%H:%M:%S")
    asked = sys.argv[1:] if arguments is None else arguments
    args = build_parser(asked).parse_args(asked)
    try:
        return int(args.run(args))
    except CallError as error:
        print(f"data: {error}", file=sys.stderr)
        return CALL
    except PublishError as error:
        print(f"data: {error}", file=sys.stderr)
        return MACHINE
    except duckdb.OutOfMemoryException as error:
        print(f"data: not done, {what_is_full(error)}", file=sys.stderr)
        return MACHINE


if __name__ == "__main__":
    sys.exit(main())
