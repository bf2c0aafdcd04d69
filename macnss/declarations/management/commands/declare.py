"""Post wage-declaration files for the employers they name, by the same door as the portal's."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from macnss.declarations.ebds.examine import check_path
from macnss.declarations.ebds.findings import Severity
from macnss.declarations.enums import UploadState
from macnss.declarations.models import Upload
from macnss.declarations.services import uploads
from macnss.declarations.services.checking import affiliate_of
from macnss.employers.models import Employer

CHUNK = 1 << 20
ACCEPTED, REFUSED, UNREADABLE = range(3)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        statuses = [self._status(path) for path in options["files"]]
        if worst := max(statuses):
            raise SystemExit(worst)

    def _status(self, path: Path) -> int:
        """0 accepted, 1 refused, 2 could not be read: as `check-ebds` says it. One file does not stop the next."""
        try:
            return ACCEPTED if self._declare(path) else REFUSED
        except CommandError as error:
            self.stderr.write(f"{path.name}: {error}")
            return UNREADABLE

    def _declare(self, path: Path) -> bool:
        upload = self._upload(path)
        now = timezone.now()
        upload = uploads.check(upload=upload, by=None, now=now)
        self.stdout.write(f"{path.name}: {upload.get_state_display()}")
        for line in told(upload):
            self.stdout.write(f"  {line}")
        return upload.state == UploadState.ACCEPTED

    def _upload(self, path: Path) -> Upload:
        try:
            with path.open("rb") as file:
                employer = self._employer(affiliate_of(file), path)
                file.seek(0)
                chunks = iter(lambda: file.read(CHUNK), b"")
                return uploads.receive(
                    employer=employer, file_name=path.name, chunks=chunks, by=None, now=timezone.now()
                )
        except OSError as error:
            raise CommandError(str(error.strerror))

    def _employer(self, affiliate: str, path: Path) -> Employer:
        if not (affiliate.isascii() and affiliate.isdigit()):
            first = check_path(path).findings[0].message
            raise CommandError(f"{first['fr']}\n  {first['ar']}")
        try:
            return Employer.objects.get(affiliation_number=affiliate)
        except Employer.DoesNotExist:
            raise CommandError(
                f"No company bears the affiliation number {affiliate} of this file: affiliate it first, "
                "or check the second line (columns 4 to 10)."
            )


def told(upload: Upload) -> list[str]:
    """What the report says, a line a finding and a language."""
    report = upload.report or {}
    lines = [
        f"{each['severity']:7} line {each['line']} {each['record']} {each['field']}: {each['message'][language]}"
        for each in report.get("findings", [])
        for language in ("fr", "ar")
        if each["severity"] == Severity.ERROR or upload.state == UploadState.REFUSED
    ]
    if "refusal" in report:
        lines.append(f"refused: {report['refusal']} {report.get('first', '')}".rstrip())
    if declaration := upload.declaration:
        lines.append(f"declaration {declaration.public_id}: {declaration.lines} lines, {declaration.due} centimes due")
    return lines
