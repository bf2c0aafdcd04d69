"""Atlas, its accountant Chaïma, and the people who work there: what the stories of the employer's pages share."""

import datetime as dt
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from macnss.declarations.ebds.people import AnsweredLine, Entrant
from macnss.declarations.ebds.write import write_declaration
from macnss.declarations.models import Declaration, Upload
from macnss.declarations.queries import header_for
from macnss.declarations.services import uploads
from macnss.declarations.tests.factories import Paid, declares, works
from macnss.employers.enums import Function
from macnss.employers.models import Employer
from macnss.employers.services import mandate
from macnss.employers.tests.factories import atlas, chaima
from macnss.identity.models import Account
from macnss.identity.tests.factories import come_in
from macnss.insured.models import Insured
from macnss.insured.tests.factories import NOW, amina, brahim
from macnss.kernel.months import Month

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

JULY, SEPTEMBER, OCTOBER = Month(2026, 7), Month(2026, 9), Month(2026, 10)


class Story:
    """Atlas, its accountant Chaïma, Amina and Brahim who work there, and what was declared of them."""

    def __init__(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client = client
        self.now = dt.datetime(2026, 11, 6, 10, 0, tzinfo=dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        self.company = atlas()
        self.amina, self.brahim = amina(), brahim()
        for person in (self.amina, self.brahim):
            works(person, self.company, JULY)
        self.sign_in(chaima(self.company))
        self.speak("fr")

    def sign_in(self, account: Account) -> None:
        self.account = account
        come_in(self.client, account)

    def speak(self, language: str) -> None:
        self.client.cookies["macnss_language"] = language

    def on(self, moment: dt.datetime) -> None:
        """Another day: the session of this one has ended."""
        self.now = moment
        self.sign_in(self.account)

    def act_also_for(self, company: Employer) -> None:
        """The same accountant, at the desk of another company."""
        since = dt.date(2020, 1, 1)
        mandate(account=self.account, employer=company, function=Function.ACCOUNTANT, since=since, by=None, now=NOW)
        self.company = company

    def typed(self, act: str) -> dict[str, str]:
        """The sheet of October as a browser posts it."""
        row = {"days": "26", "wage": "5 000,00", "situation": "0"}
        people = (self.amina, self.brahim)
        rows = {f"s{person.number}-{name}": value for person in people for name, value in row.items()}
        return {"entrants": "0", "act": act} | rows

    def post(self, typed: dict[str, str]) -> "Answer":
        return self.client.post(self.address("entry", 2026, 10), typed)

    def declared(self, *months: Month) -> list[Declaration]:
        return [declares(self.company, month, Paid(self.amina, 720_000), Paid(self.brahim)) for month in months]

    def address(self, name: str, *arguments: object) -> str:
        return reverse(f"declarations:{name}", args=[self.company.public_id, *arguments])

    def get(self, name: str, *arguments: object, query: str = "") -> "Answer":
        return self.client.get(f"{self.address(name, *arguments)}{query}")

    def html(self, name: str, *arguments: object, query: str = "") -> str:
        return self.get(name, *arguments, query=query).content.decode()

    def read(self, name: str, *arguments: object, query: str = "") -> str:
        answer = self.get(name, *arguments, query=query)
        assert answer.status_code == 200
        return words(answer)

    def file(self, **changed: Any) -> bytes:
        """A sound main declaration of October, with one entrant; `changed` spoils Amina's line."""
        lines = [
            AnsweredLine(**(described(person) | {"days": 26, "real": 500_000, "capped": 500_000} | given))
            for person, given in sorted([(self.amina, changed), (self.brahim, {})], key=lambda each: each[0].number)
        ]
        entrant = Entrant(surname="RAMI", given_names="SAID", cin="BE77120", days=13, real=250_000, capped=250_000)
        out = BytesIO()
        write_declaration(out, header_for(self.company, OCTOBER, timezone.localdate()), lines, [entrant])
        return out.getvalue()

    def send(self, content: bytes, name: str = "DS.txt", **headers: str) -> "Answer":
        return self.client.post(self.address("upload"), {"file": SimpleUploadedFile(name, content)}, headers=headers)

    def checked(self, content: bytes, name: str = "DS.txt") -> Upload:
        """A file sent and checked, as the worker does it."""
        self.send(content, name)
        upload = Upload.objects.get()
        return uploads.check(upload=upload, by=self.account, now=timezone.now())


def described(person: Insured) -> dict[str, Any]:
    return {"number": person.number, "surname": person.last_name, "given_names": person.first_name}


def entrant(**typed: str) -> dict[str, str]:
    given = {"surname": "RAMI", "given_names": "SAID", "cin": "BE77120", "number": "", "days": "13", "wage": "2500"}
    return {"entrants": "1"} | {f"e0-{name}": value for name, value in (given | typed).items()}


def report_of(upload: Upload) -> dict[str, Any]:
    assert upload.report
    return dict(upload.report)


def words(answer: "Answer") -> str:
    """What a person reads of a page."""
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()).replace("\u00a0", " "))
