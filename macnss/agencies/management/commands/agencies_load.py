"""Load the list of agencies, and the days on which they are closed, from CSV files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from macnss.agencies.services import directory
from macnss.kernel.errors import DomainError


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agencies", type=Path, nargs="?", help="code, name, name_ar, town, …: see the how-to")
        parser.add_argument("--closures", type=Path, help="code, since, until, reason, reason_ar")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            if options["agencies"]:
                loaded = directory.load(entries=directory.read(options["agencies"]), by=None, now=now)
                self.stdout.write(f"{len(loaded)} agencies")
            if options["closures"]:
                rows = directory.read_closures(options["closures"])
                self.stdout.write(f"{directory.close_all(rows=rows, by=None, now=now)} closures")
        except (DomainError, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
