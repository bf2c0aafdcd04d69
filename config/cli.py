"""bin/macnss: the commands of the fund's engineers. None needs a web server; some wake the embedded database.

check-ebds FILE [--json]                              check a wage-declaration file
contributions --wage DH --month AAAA-MM [--json]      contributions of one wage, branch by branch
declare FILE [FILE...]                                post files for their employers
country --insured N --employers M --months K --seed S load an invented country
prepare-database                                      bring the database to this version
breached-passwords LIST --to FILE                     the public list of stolen passwords, as the service reads it
"""

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from config.postgres import DEMO, WEB, NoPostgres
from config.with_database import awake, owner_environment

if TYPE_CHECKING:
    from macnss.kernel.months import Month

Command = Callable[[Sequence[str]], int]


def check_ebds(arguments: Sequence[str]) -> int:
    from macnss.declarations.ebds import cli

    return cli.run(arguments, ceiling_of)


def ceiling_of(month: "Month") -> int:
    """The ceiling of a month by the law, in centimes; the latest one where the law of that month is not known."""
    from macnss.declarations.ebds.expectations import CEILING
    from macnss.declarations.rules import contributions as rules
    from macnss.lawbook.errors import NotInForce

    try:
        return rules.ceiling_of(month)
    except NotInForce:
        return CEILING


def contributions(arguments: Sequence[str]) -> int:
    from macnss.declarations import contributions_cli

    return contributions_cli.run(arguments)


def breached_passwords(arguments: Sequence[str]) -> int:
    from config import breached

    return breached.run(arguments)


def of_django(name: str, *defaults: str) -> Command:
    """One of Django's commands, as the owner of the embedded database (or of DATABASE_URL's)."""

    def command(arguments: Sequence[str]) -> int:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        embedded = "DATABASE_URL" not in os.environ
        with awake(DEMO):
            os.environ.update(owner_environment(DEMO))
            import django
            from django.core.management import call_command, execute_from_command_line

            django.setup()
            if name != "prepare_database":
                call_command("prepare_database", *(["--web-role", WEB] if embedded else []))
            execute_from_command_line(["macnss", name, *defaults, *arguments])
        return 0

    return command


COMMANDS: dict[str, Command] = {
    "check-ebds": check_ebds,
    "contributions": contributions,
    "declare": of_django("declare"),
    "country": of_django("country"),
    "prepare-database": of_django("prepare_database"),
    "breached-passwords": breached_passwords,
}


def main(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] not in COMMANDS:
        sys.stderr.write(__doc__ or "")
        return 0 if arguments[:1] in ([], ["--help"], ["help"]) else 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except NoPostgres as error:
        sys.stderr.write(f"{error}\n")
        return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
