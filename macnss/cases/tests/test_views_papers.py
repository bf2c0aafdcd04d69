"""Papers by the doors that people use: a plain form, the protocol of parts, and nobody else's pages."""

import base64
import datetime as dt
import uuid
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from macnss.cases import tasks
from macnss.cases.enums import ArrivalState, State
from macnss.cases.models import Arrival, Case, Page
from macnss.cases.queries.papers import pages_of
from macnss.cases.services import arrivals, examining, papers, sending
from macnss.cases.tests.factories import draft, of_company
from macnss.cases.tests.papers import CARD, FACE, LETTER, asked_for, begun, given
from macnss.employers.tests.factories import atlas, chaima, zellige
from macnss.identity.tests.factories import NOW, come_in, driss, office
from macnss.insured.tests.factories import amina, zineb
from macnss.kernel.secrets import digest
from macnss.kernel.tests.files import heavy, pdf, photo

pytestmark = pytest.mark.django_db
TUS = {"Tus-Resumable": "1.0.0"}
PART = "application/offset+octet-stream"
MEGABYTE = 1024**2


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    kept = {**settings.STORAGES["documents"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "documents": kept}
    return tmp_path


@pytest.fixture(autouse=True)
def three_papers() -> Iterator[None]:
    with asked_for(CARD, FACE, LETTER), translation.override("fr"):
        yield


@pytest.fixture
def case() -> Case:
    return begun(amina())


@pytest.fixture
def holder(client: Client, case: Case) -> Client:
    assert case.account
    client.cookies["macnss_language"] = "fr"
    return come_in(client, case.account)


def at(case: Case, name: str, **more: Any) -> str:
    return reverse(f"cases:{name}", kwargs={"case_id": case.public_id, **more})


def file(content: bytes, name: str = "photo.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=kind)


def expects(client: Client, case: Case, length: int, paper: str = "card", name: str = "photo.jpg") -> Any:
    said = ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}"
        for key, value in {"filename": name, "paper": paper}.items()
    )
    headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": said}
    return client.post(at(case, "arrivals"), headers=headers)


def in_64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def part(client: Client, address: str, offset: int, content: bytes) -> Any:
    headers = {**TUS, "Upload-Offset": str(offset)}
    return client.patch(address, data=content, content_type=PART, headers=headers)


# The plain form, and the pages.


def test_several_files_leave_by_a_plain_form(holder: Client, case: Case) -> None:
    files = [file(photo()), file(pdf(2), "scan.pdf", "application/pdf")]
    answer = holder.post(at(case, "paper", piece="card"), {"files": files})
    assert (answer.status_code, answer["Location"]) == (302, at(case, "paper", piece="card"))
    assert len(pages_of(case)) == 3
    shown = holder.get(answer["Location"]).content.decode()
    assert shown.count('class="page"') == 3


def test_neither_the_name_nor_the_announced_type_of_a_file_is_believed(holder: Client, case: Case) -> None:
    holder.post(at(case, "paper", piece="card"), {"files": [file(pdf(), "photo.jpg", "image/jpeg")]})
    assert len(pages_of(case)) == 1
    holder.post(at(case, "paper", piece="card"), {"files": [file(b"MZ a program", "photo.jpg")]})
    assert Arrival.objects.get(state=ArrivalState.REFUSED).refusal == "unknown-file"
    assert "photo.jpg" in holder.get(at(case, "paper", piece="card")).content.decode()


def test_a_file_that_cannot_be_begun_is_named_with_the_reason_and_the_others_are_kept(
    holder: Client, case: Case, settings: Settings
) -> None:
    settings.LARGEST_DOCUMENT = 2 * MEGABYTE
    files = [file(photo()), file(b"", "empty.jpg"), file(heavy(2.1), "heavy.jpg")]
    answer = holder.post(at(case, "paper", piece="card"), {"files": files})
    assert answer.status_code == 422
    assert "empty.jpg" in answer.content.decode()
    assert "heavy.jpg" in answer.content.decode()
    assert len(pages_of(case)) == 1


def test_a_form_without_a_file_says_what_to_do(holder: Client, case: Case) -> None:
    assert holder.post(at(case, "paper", piece="card")).status_code == 422


def test_the_list_says_what_is_given_and_what_is_needed(holder: Client, case: Case) -> None:
    given(case)
    shown = holder.get(at(case, "papers"))
    assert [(paper.name, paper.state) for paper, *_files in shown.context["papers"]] == [
        ("card", "given"),
        ("face", "needed"),
        ("letter", "optional"),
    ]
    assert reverse("cases:review", kwargs={"case_id": case.public_id}) in shown.content.decode()


def test_the_list_counts_apart_what_is_on_its_way_and_what_was_not_taken(holder: Client, case: Case) -> None:
    expects(holder, case, 100)
    for rank in range(3):
        part(holder, expects(holder, case, 12, name=f"{rank}.exe")["Location"], 0, b"MZ a program")
    shown = holder.get(at(case, "papers"))
    assert [(paper.name, *files) for paper, *files in shown.context["papers"]] == [
        ("card", 1, 3),
        ("face", 0, 0),
        ("letter", 0, 0),
    ]


def test_files_that_were_not_taken_are_read_at_once_under_one_reason(holder: Client, case: Case) -> None:
    for name in ("a.exe", "b.exe"):
        part(holder, expects(holder, case, 12, name=name)["Location"], 0, b"MZ a program")
    elsewhere = expects(holder, case, 12, "letter")["Location"]
    part(holder, elsewhere, 0, b"MZ a program")
    on_its_way = expects(holder, case, 100)["Location"]
    ((words, names),) = holder.get(at(case, "paper", piece="card")).context["refused"]
    assert names == ["a.exe", "b.exe"]
    assert words == holder.get(elsewhere).json()["words"]
    assert holder.post(at(case, "paper", piece="card"), {"read": "all"})["Location"] == at(case, "paper", piece="card")
    assert holder.get(at(case, "paper", piece="card")).context["refused"] == []
    assert {holder.get(each).status_code for each in (elsewhere, on_its_way)} == {200}


def test_a_complete_paper_takes_no_more_files_and_names_those_that_it_left(holder: Client, case: Case) -> None:
    given(case, content=pdf(3))
    files = [file(photo(size=(900 + rank, 700)), f"{rank}.jpg") for rank in range(3)]
    answer = holder.post(at(case, "paper", piece="card"), {"files": files})
    assert answer.status_code == 422
    assert [each.name for each in answer.context["wrong"]] == ["1.jpg", "2.jpg"]
    assert len(pages_of(case)) == 4
    refused = expects(holder, case, 100)
    assert refused.status_code == 422
    assert len(refused.content.decode()) > 30
    assert not Arrival.objects.filter(state=ArrivalState.ARRIVING).exists()


def test_a_file_cut_before_the_paper_was_complete_is_put_aside_there(holder: Client, case: Case) -> None:
    cut = expects(holder, case, 100)["Location"]
    again = "Choisissez de nouveau le même fichier"
    assert again in holder.get(at(case, "paper", piece="card")).content.decode()
    given(case, content=pdf(4))
    shown = holder.get(at(case, "paper", piece="card"))
    assert again not in shown.content.decode()
    assert f'action="{cut}"' in shown.content.decode()
    holder.post(cut)
    assert cut not in holder.get(at(case, "paper", piece="card")).content.decode()


def test_a_paper_that_is_not_asked_for_does_not_exist(holder: Client, case: Case) -> None:
    assert holder.get(at(case, "paper", piece="other")).status_code == 404


def test_pages_are_turned_moved_and_taken_out_without_javascript(holder: Client, case: Case) -> None:
    given(case, content=pdf(2))
    second = pages_of(case)[1]
    for act in ("turn", "up", "dance"):
        address = at(case, "page_act", page_id=second.public_id)
        assert holder.post(address, {"act": act})["Location"] == at(case, "paper", piece="card")
    first, last = pages_of(case)
    assert first.pk == second.pk
    assert first.width > first.height
    holder.post(at(case, "page_act", page_id=last.public_id), {"act": "remove"})
    assert holder.get(at(case, "page_image", page_id=last.public_id)).status_code == 404
    assert len(pages_of(case)) == 1


def test_a_page_is_shown_to_its_holder_and_kept_by_nobody(holder: Client, case: Case) -> None:
    given(case)
    address = at(case, "page_image", page_id=pages_of(case)[0].public_id)
    large, small = holder.get(address), holder.get(f"{address}?small")
    for answer in (large, small):
        assert Image.open(BytesIO(answer.content)).format == "JPEG"
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("inline")
    assert len(small.content) < len(large.content) / 3


def test_a_picture_that_is_lost_does_not_exist(holder: Client, case: Case, folder: Path) -> None:
    given(case)
    for each in folder.rglob("*"):
        if each.is_file():
            each.unlink()
    assert holder.get(at(case, "page_image", page_id=pages_of(case)[0].public_id)).status_code == 404


@pytest.mark.parametrize("who", ["zineb", "driss", "stranger", "visitor"])
def test_somebody_else_walks_through_the_addresses_and_finds_nothing(case: Case, who: str) -> None:
    given(case)
    begun_file = arrivals.begin(case=case, piece_name="card", file_name="a.jpg", length=10, now=NOW)
    company = zellige()
    accounts = {"zineb": zineb().account, "driss": driss(), "stranger": chaima(company), "visitor": None}
    walker, account = Client(), accounts[who]
    if account:
        come_in(walker, account)
    page = {"page_id": pages_of(case)[0].public_id}
    file_on_its_way = {"arrival_id": begun_file.public_id}
    nothing = {302} if who == "visitor" else {404}
    asked = [
        walker.get(at(case, "papers")),
        walker.get(at(case, "paper", piece="card")),
        walker.post(at(case, "paper", piece="card"), {"files": [file(photo())]}),
        walker.get(at(case, "page_image", **page)),
        walker.post(at(case, "page_act", **page), {"act": "remove"}),
        walker.post(at(case, "papers_given")),
        walker.get(at(case, "arrival", **file_on_its_way)),
        walker.delete(at(case, "arrival", **file_on_its_way), headers=TUS),
        part(walker, at(case, "arrival", **file_on_its_way), 0, b"x"),
        expects(walker, case, 10),
    ]
    assert {answer.status_code for answer in asked} == nothing
    assert len(pages_of(case)) == 1
    assert Arrival.objects.get().received == 0


def test_the_pages_of_one_case_do_not_open_under_another(client: Client) -> None:
    mine, theirs = begun(amina()), begun(zineb())
    given(theirs)
    page = pages_of(theirs)[0]
    on_its_way = arrivals.begin(case=theirs, piece_name="card", file_name="a.jpg", length=10, now=NOW)
    assert mine.account
    come_in(client, mine.account)
    assert client.get(at(mine, "page_image", page_id=page.public_id)).status_code == 404
    assert client.post(at(mine, "page_act", page_id=page.public_id), {"act": "remove"}).status_code == 404
    assert client.get(at(mine, "arrival", arrival_id=on_its_way.public_id)).status_code == 404
    assert client.get(at(mine, "page_image", page_id=uuid.uuid4())).status_code == 404


def test_people_of_a_company_share_its_papers(client: Client) -> None:
    company = atlas()
    account = chaima(company)
    case = draft(of_company(company, account))
    come_in(client, account)
    client.post(at(case, "paper", piece="card"), {"files": [file(photo())]})
    assert client.get(at(case, "page_image", page_id=pages_of(case)[0].public_id)).status_code == 200


def test_somebody_without_an_account_gives_papers_by_their_secret(client: Client, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(person=None, account=None, holder=digest("secret", "case"))
    session = client.session
    session["cases_held"] = {str(case.public_id): "secret"}
    session.save()
    client.cookies["macnss_session"] = str(session.session_key)
    assert client.post(at(case, "paper", piece="card"), {"files": [file(photo())]}).status_code == 302
    answer = client.get(at(case, "page_image", page_id=pages_of(case)[0].public_id))
    assert answer["Cache-Control"] == "private, no-store"


def test_papers_asked_for_are_given_and_the_agent_goes_on(holder: Client, case: Case) -> None:
    office()
    given(case)
    given(case, "face")
    agent = driss()
    sending.send(case=case, by=case.account, now=NOW)
    examining.take(case=case, by=agent, now=NOW)
    examining.ask_papers(case=case, papers={"face": "The eyes are shut."}, by=agent, now=NOW)
    shown = holder.get(at(case, "paper", piece="face")).content.decode()
    assert "The eyes are shut." in shown
    assert holder.post(at(case, "papers_given"))["Location"] == at(case, "papers")
    holder.post(at(case, "paper", piece="face"), {"photo": [file(photo(size=(1000, 1300)))]})
    assert holder.post(at(case, "papers_given"))["Location"] == at(case, "case")
    case.refresh_from_db()
    assert case.state == State.EXAMINED
    holder.post(at(case, "paper", piece="other"), {"files": [file(photo())]})
    assert Page.objects.filter(piece__name="other").count() == 1


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("page", ["papers", "paper"])
def test_a_page_is_drawn_with_as_many_queries_whatever_it_shows(
    holder: Client, case: Case, page: str, language: str
) -> None:
    holder.cookies["macnss_language"] = language
    address = at(case, page, **({"piece": "letter"} if page == "paper" else {}))
    given(case, "letter")
    with CaptureQueriesContext(connection) as few:
        holder.get(address)
    given(case, "letter", pdf(9))
    for _file in range(4):
        arrivals.begin(case=case, piece_name="letter", file_name="a.jpg", length=10, now=NOW)
    with CaptureQueriesContext(connection) as many:
        assert holder.get(address).status_code == 200
    assert len(many) == len(few)


# The protocol.


def test_what_the_protocol_can_do_is_said(holder: Client, case: Case) -> None:
    answer = holder.options(at(case, "arrivals"))
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,termination"
    assert answer["Tus-Max-Size"] == str(12 * MEGABYTE)


def test_a_file_in_parts_becomes_a_page(holder: Client, case: Case) -> None:
    content = photo()
    made = expects(holder, case, len(content))
    assert (made.status_code, made["Tus-Resumable"]) == (201, "1.0.0")
    address, half = made["Location"], len(content) // 2
    assert part(holder, address, 0, content[:half])["Upload-Offset"] == str(half)
    how_far = holder.head(address, headers=TUS)
    assert (how_far["Upload-Offset"], how_far["Upload-Length"]) == (str(half), str(len(content)))
    assert how_far["Cache-Control"] == "private, no-store"
    assert holder.get(address).json()["state"] == "arriving"
    assert part(holder, address, half, content[half:]).status_code == 204
    assert holder.get(address).json() == {
        "state": "kept",
        "offset": len(content),
        "length": len(content),
        "words": "",
    }
    assert len(pages_of(case)) == 1


def test_a_part_at_the_wrong_place_changes_nothing(holder: Client, case: Case) -> None:
    address = expects(holder, case, 100)["Location"]
    assert part(holder, address, 10, b"x" * 10).status_code == 409
    assert part(holder, address, 0, b"x" * 10).status_code == 204
    assert part(holder, address, 0, b"x" * 10).status_code == 409
    assert part(holder, address, 10, b"x" * 91).status_code == 409
    assert holder.head(address, headers=TUS)["Upload-Offset"] == "10"


@pytest.mark.parametrize(
    ("headers", "kind", "status"),
    [
        ({}, PART, 412),
        ({"Tus-Resumable": "0.2.2"}, PART, 412),
        (TUS, PART, 400),
        ({**TUS, "Upload-Offset": "minus one"}, PART, 400),
        ({**TUS, "Upload-Offset": "0"}, "image/jpeg", 415),
    ],
)
def test_a_part_that_does_not_speak_the_protocol_is_sent_back(
    holder: Client, case: Case, headers: dict[str, str], kind: str, status: int
) -> None:
    address = expects(holder, case, 100)["Location"]
    assert holder.patch(address, data=b"x", content_type=kind, headers=headers).status_code == status
    assert Arrival.objects.get().received == 0


def test_what_cannot_be_expected_is_refused_in_words(holder: Client, case: Case) -> None:
    for length, paper, status in ((0, "card", 422), (12 * MEGABYTE + 1, "card", 413), (10, "unknown", 422)):
        answer = expects(holder, case, length, paper)
        assert answer.status_code == status
        assert len(answer.content.decode()) > 30
    assert holder.post(at(case, "arrivals"), headers=TUS).status_code == 400
    assert holder.post(at(case, "arrivals")).status_code == 412
    malformed = {**TUS, "Upload-Length": "10", "Upload-Metadata": "paper ***,filename"}
    assert holder.post(at(case, "arrivals"), headers=malformed).status_code == 422


def test_a_file_is_given_up(holder: Client, case: Case, folder: Path) -> None:
    address = expects(holder, case, 100)["Location"]
    assert holder.delete(address, headers=TUS).status_code == 204
    assert holder.head(address, headers=TUS).status_code == 404
    by_form = expects(holder, case, 100)["Location"]
    assert holder.post(by_form)["Location"] == at(case, "paper", piece="card")
    assert not Arrival.objects.exists()


def test_why_a_file_was_refused_is_said_until_it_was_read(holder: Client, case: Case) -> None:
    address = expects(holder, case, 12)["Location"]
    part(holder, address, 0, b"MZ a program")
    said = holder.get(address).json()
    assert said["state"] == "refused"
    assert len(said["words"]) > 30
    assert said["words"] in holder.get(at(case, "paper", piece="card")).content.decode()
    holder.post(address)
    assert not Arrival.objects.exists()


def test_a_failure_of_the_check_does_not_lose_the_file(holder: Client, case: Case) -> None:
    content = photo()
    address = expects(holder, case, len(content))["Location"]
    with mock.patch.object(papers, "add", side_effect=OSError("disk full")):
        assert part(holder, address, 0, content).status_code == 204
    assert holder.get(address).json()["state"] == "checking"
    again = Arrival.objects.select_related("case", "case__account").get()
    assert arrivals.check(arrival=again, by=None, now=NOW + dt.timedelta(hours=1)).state == ArrivalState.KEPT


def test_ten_photos_of_eight_megabytes_on_a_line_that_is_cut(holder: Client, case: Case) -> None:
    """Each part is cut, repeated or goes unheard in turn; every byte is there, ten pages, no more."""
    for rank in range(10):
        content = heavy(8, size=(640 + rank, 480))
        address = expects(holder, case, len(content), "letter")["Location"]
        offset, step = 0, 0
        while offset < len(content):
            answer = part(holder, address, offset, content[offset : offset + MEGABYTE])
            step += 1
            if step % 3 == 0:  # the answer was not heard: sent again, then asked
                assert part(holder, address, offset, content[offset : offset + MEGABYTE]).status_code == 409
                offset = int(holder.head(address, headers=TUS)["Upload-Offset"])
            else:
                offset = int(answer["Upload-Offset"])
    with mock.patch.object(tasks, "one_connection"):
        for job in ProcrastinateJob.objects.filter(task_name="cases.check_arrival"):
            tasks.check_arrival(**job.args)
    assert [page.width for page in pages_of(case)] == [640 + rank for rank in range(10)]
    assert not Arrival.objects.exclude(state=ArrivalState.KEPT).exists()
