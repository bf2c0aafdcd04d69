"""A file becomes pages of a paper, is there once, and leaves nothing behind when it goes."""

import datetime as dt
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from unittest import mock

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pytest_django import Settings

from macnss.audit.models import Event
from macnss.cases.enums import PieceState, State
from macnss.cases.models import Case, Page, Piece
from macnss.cases.queries.papers import listed, pages_of
from macnss.cases.services import drafts, examining, papers, sending, store
from macnss.cases.services.refusals import Incomplete, NotNow
from macnss.cases.tests.papers import CARD, FACE, LETTER, asked_for, begun, given
from macnss.gateways.tests.clamd import listening
from macnss.identity.tests.factories import NOW, driss, office
from macnss.insured.tests.factories import amina, zineb
from macnss.kernel.documents.refusals import TooManyPages, UnknownFile
from macnss.kernel.tests.files import EICAR, heic, pdf, photo

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=2)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    kept = {**settings.STORAGES["documents"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "documents": kept}
    return tmp_path


@pytest.fixture(autouse=True)
def three_papers() -> Iterator[None]:
    with asked_for(CARD, FACE, LETTER):
        yield


@pytest.fixture
def case() -> Case:
    return begun(amina())


def files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def grown_old(folder: Path) -> None:
    for each in files(folder):
        os.utime(each, times=((NOW - dt.timedelta(days=2)).timestamp(),) * 2)


def ask_for(case: Case, **words: str) -> Case:
    """Sent, taken by an agent who asks for papers."""
    agent = driss()
    case.refresh_from_db()
    sending.send(case=case, by=case.account, now=NOW)
    examining.take(case=case, by=agent, now=NOW)
    return examining.ask_papers(case=case, papers=words, by=agent, now=NOW + dt.timedelta(hours=1))


def complete(case: Case) -> Case:
    office()
    given(case)
    given(case, "face")
    return case


def test_a_photo_a_heic_and_a_pdf_make_one_paper_of_several_pages(case: Case) -> None:
    for content in (photo(), heic(), pdf(2)):
        piece = given(case, content=content)
    assert piece.state == PieceState.GIVEN
    assert [page.place for page in pages_of(case)] == [1, 2, 3, 4]
    assert {Image.open(BytesIO(papers.picture_of(page))).format for page in pages_of(case)} == {"JPEG"}


def test_nothing_stands_in_clear_on_the_disk(case: Case, folder: Path) -> None:
    given(case)
    (stored,) = files(folder)
    assert b"\xff\xd8\xff" not in stored.read_bytes()
    assert "photo" not in str(stored)


def test_the_same_file_sent_twice_is_there_once(case: Case, folder: Path) -> None:
    given(case)
    given(case)
    assert Page.objects.count() == len(files(folder)) == 1
    given(case, "letter")
    assert Page.objects.count() == 2


def test_a_file_that_is_refused_leaves_nothing(case: Case, folder: Path) -> None:
    with pytest.raises(UnknownFile):
        given(case, content=b"MZ a program")
    assert not Piece.objects.exists()
    assert files(folder) == []


def test_a_paper_takes_no_more_pages_than_it_says(case: Case, folder: Path) -> None:
    given(case, content=pdf(3))
    with pytest.raises(TooManyPages) as refusal:
        given(case, content=pdf(2))
    assert refusal.value.details == {"most": 4}
    assert len(files(folder)) == 3


def test_a_paper_that_nobody_asks_for_is_not_taken_in_a_draft(case: Case) -> None:
    for name in ("other", "unknown"):
        with pytest.raises(papers.NoSuchPaper):
            given(case, name)


def test_a_crash_between_the_file_and_its_row_leaves_a_file_that_is_swept(case: Case, folder: Path) -> None:
    """Killed, nothing is tidied up: the store is written, the transaction undone."""
    killed = mock.patch.object(papers, "_put", side_effect=SystemExit)
    with killed, mock.patch.object(store, "erase"), pytest.raises(SystemExit):
        given(case)
    assert len(files(folder)) == 1
    assert not Page.objects.exists()
    assert store.sweep(now=NOW) == 0  # it may be on its way
    grown_old(folder)
    kept = given(case)
    assert store.sweep(now=NOW) == 1
    assert papers.picture_of(kept.pages.get())


def test_an_erased_draft_leaves_no_picture(case: Case, folder: Path) -> None:
    given(case)
    drafts.discard(case=case, by=case.account, now=NOW)
    grown_old(folder)
    assert store.sweep(now=NOW) == 1
    assert files(folder) == []


def test_what_a_case_shows_is_not_swept(case: Case, folder: Path) -> None:
    given(case)
    grown_old(folder)
    assert store.sweep(now=NOW) == 0
    assert len(files(folder)) == 1


def test_a_page_is_turned_moved_and_taken_out(
    case: Case, folder: Path, django_capture_on_commit_callbacks: mock.Mock
) -> None:
    given(case, content=photo(size=(900, 1200)))
    given(case, content=photo(size=(1000, 1200)))
    first, second = pages_of(case)
    with django_capture_on_commit_callbacks(execute=True):
        papers.turn(page=second)
        papers.move_up(page=second)
    assert [(page.width, page.height) for page in pages_of(case)] == [(1200, 1000), (900, 1200)]
    papers.move_up(page=pages_of(case)[0])  # the first stays
    with django_capture_on_commit_callbacks(execute=True):
        papers.remove(page=first, by=case.account, now=NOW)
        papers.remove(page=pages_of(case)[0], by=case.account, now=NOW)
    assert not Piece.objects.exists()
    assert files(folder) == []
    with pytest.raises(NotNow):
        papers.remove(page=first, by=case.account, now=NOW)


def test_a_draft_without_its_papers_is_not_sent_and_with_them_it_is(case: Case) -> None:
    with pytest.raises(Incomplete) as lacks:
        sending.send(case=case, by=case.account, now=NOW)
    assert lacks.value.papers == ["card", "face"]
    assert sending.send(case=complete(case), by=case.account, now=NOW).state == State.SENT


def test_once_sent_only_another_paper_is_added_and_nothing_taken_out(case: Case) -> None:
    sending.send(case=complete(case), by=case.account, now=NOW)
    case.refresh_from_db()
    given(case, "other")
    given(case, "card", photo(size=(1000, 900)))  # sent while the case left: it goes with the others
    assert [(page.piece.name, page.place) for page in pages_of(case)][2:] == [("other", 1), ("other", 2)]
    for page in pages_of(case):
        with pytest.raises(NotNow):
            papers.remove(page=page, by=case.account, now=NOW)
    assert Event.objects.filter(action="case.paper_added").count() == 2


def test_a_paper_asked_anew_replaces_the_old_one_which_stays_for_the_record(case: Case) -> None:
    awaited = ask_for(complete(case), face="The eyes are shut.")
    again = next(each for each in listed(awaited) if each.name == "face")
    assert (again.state, again.words, again.may_add) == ("again", "The eyes are shut.", True)
    with pytest.raises(papers.GivenAlready):
        given(awaited, "face")
    piece = given(awaited, "face", photo(size=(950, 1300)))
    assert piece.pages.filter(removed_at=None).count() == 1
    assert piece.pages.exclude(removed_at=None).count() == 1
    assert next(each for each in listed(awaited) if each.name == "face").state == "given"
    assert examining.give_papers(case=awaited, by=case.account, now=LATER).state == State.EXAMINED


def test_what_an_agent_did_not_ask_for_stays_as_it_was_given(case: Case) -> None:
    awaited = ask_for(complete(case), more_1="The letter of the notary")
    (new,) = (each for each in listed(awaited) if each.name == "more_1")
    assert (new.title, new.words, new.state) == ("The letter of the notary", "", "needed")
    assert [each.name for each in listed(awaited) if each.may_add] == ["more_1"]
    with pytest.raises(NotNow):
        papers.remove(page=pages_of(awaited)[0], by=case.account, now=LATER)
    given(awaited, "more_1")
    new_page = Page.objects.get(piece__name="more_1")
    Page.objects.update(added_at=LATER)
    new_page.refresh_from_db()
    papers.remove(page=new_page, by=case.account, now=LATER)
    assert not Page.objects.filter(pk=new_page.pk).exists()


def test_a_closed_case_takes_nothing_more(case: Case) -> None:
    sending.send(case=complete(case), by=case.account, now=NOW)
    sending.withdraw(case=case, by=case.account, now=NOW)
    case.refresh_from_db()
    with pytest.raises(NotNow):
        given(case, "other")


def test_a_virus_is_refused_journalled_and_nothing_of_it_kept(case: Case, folder: Path, settings: Settings) -> None:
    with listening() as (settings.CLAMAV, _clamd), pytest.raises(papers.VirusFound):
        given(case, content=photo() + EICAR)
    assert files(folder) == []
    assert Event.objects.get(action="case.virus_refused").data == {"virus": "Eicar-Test-Signature"}


def test_without_an_answer_of_the_antivirus_nothing_is_accepted(case: Case, settings: Settings) -> None:
    settings.CLAMAV = "/nowhere/clamd.ctl"
    with pytest.raises(papers.NotChecked):
        given(case)
    assert not Page.objects.exists()


def test_the_list_is_read_with_as_many_queries_whatever_its_length(case: Case) -> None:
    given(case)
    with CaptureQueriesContext(connection) as few:
        listed(case)
        pages_of(case)
    for width in range(900, 903):
        given(case, content=photo(size=(width, 1300)))
    given(case, "face")
    given(case, "letter", pdf(8))
    with CaptureQueriesContext(connection) as many:
        assert len(listed(case)) == 3
        assert len(pages_of(case)) == 13
    assert len(many) == len(few) == 4


def test_a_paper_leaves_as_one_pdf(case: Case) -> None:
    given(case, content=pdf(2))
    document = pypdfium2.PdfDocument(papers.as_pdf(given(case)))
    assert len(document) == 3
    document.close()


def test_an_appeal_shows_the_same_pages_and_nothing_of_them_is_swept(case: Case, folder: Path) -> None:
    piece = given(case)
    page = piece.pages.get()
    other = begun(zineb())
    copy = Piece.objects.create(case=other, name="card", state=PieceState.GIVEN, at=NOW)
    Page.objects.create(
        piece=copy, place=1, document=page.document, width=1, height=1, size=1, source=page.source, added_at=NOW
    )
    papers.remove(page=page, by=case.account, now=NOW)
    grown_old(folder)
    assert store.sweep(now=NOW) == 0
    assert papers.picture_of(copy.pages.get())
