"""Print the address of the demonstration and how to come in as each member of the cast."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from macnss.country.seats import CAST, Seat
from macnss.gateways.eid import health
from macnss.identity.models import Account
from macnss.identity.services import enrolment
from macnss.insured.enums import IdentityDocument
from macnss.insured.models import Insured


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default="8000")
        parser.add_argument("--sandbox", default="", help="the address of the sandbox of Mon e-ID")

    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "DEMONSTRATION", False):
            raise CommandError("There is no cast but in a demonstration.")
        health.ask(now=timezone.now())  # the first visitor already sees how Mon e-ID is
        home = f"http://localhost:{options['port']}"
        self.stdout.write(f"\n  Ma CNSS: {home}/   (Ctrl-C stops everything)\n")
        self.stdout.write(f"  Codes and messages arrive at {home}{reverse('outbox:inbox')}\n")
        if options["sandbox"]:
            self.stdout.write(f"  The sandbox of Mon e-ID: {options['sandbox']}/\n")
        self.stdout.write(f"  Password of all but the agents: {settings.CAST_PASSWORD}\n")
        for seat in CAST:
            self.stdout.write(f"    {seat.email:20} {seat.name:17} {seat.can}")
            if seat.roles:
                self.stdout.write(f"      {_way_in(seat, home)}")
        self._to_activate()
        for sample in sorted(settings.SAMPLES_FOLDER.glob("*.txt")):
            self.stdout.write(f"  To hand in as Karim: {sample}")
        self.stdout.write("")

    def _to_activate(self) -> None:
        """Somebody who has no account yet: a newcomer activates it."""
        without = Insured.objects.filter(account=None, document=IdentityDocument.CIN, nationality="MA")
        if person := without.order_by("pk").first():
            self.stdout.write(
                f"  To activate an account: number {person.number}, CIN {person.document_number}, "
                f"born on {person.birth_date:%d/%m/%Y} ({person})"
            )


def _way_in(seat: Seat, home: str) -> str:
    """The one-time address where an agent makes a passkey; who has one simply comes in with it."""
    account = Account.objects.get(email=seat.email)
    if account.passkeys.exists():
        return "comes in with the passkey made here before"
    secret = enrolment.invite(account=account, by=None, now=timezone.now())
    return f"makes a passkey at {home}{reverse('identity:enrol', args=[secret])}"
