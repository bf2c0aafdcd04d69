"""Print the address of the demonstration and how to sign in as each member of the cast."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from macnss.country.services import CAST


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default="8000")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"\n  Ma CNSS: http://localhost:{options['port']}/   (Ctrl-C stops everything)\n")
        self.stdout.write(f"  Password of all: {settings.CAST_PASSWORD}\n")
        for role in CAST:
            self.stdout.write(f"    {role.email:20} {role.name:17} {role.can}")
        for sample in sorted(settings.SAMPLES_FOLDER.glob("*.txt")):
            self.stdout.write(f"  To hand in as Karim: {sample}")
        self.stdout.write("")
