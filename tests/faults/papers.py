"""Papers on their way: in parts, by a plain form, by the worker; turned, taken out; given when they were asked for."""

import datetime as dt
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from procrastinate.contrib.django.models import ProcrastinateJob

from macnss.cases.enums import ArrivalState, PieceState, State, StepName
from macnss.cases.models import Arrival, Case, Page
from macnss.cases.services import arrivals, drafts, examining, papers
from macnss.cases.tests.factories import draft, examined, of_person
from macnss.cases.tests.papers import given
from macnss.identity.tests.factories import NOW
from macnss.kernel.documents import pictures
from macnss.kernel.tests.files import heavy, photo
from tests.faults.asking import PICTURE
from tests.faults.killing import works
from tests.faults.stories import Story, again, at, journal, steps

OTHER_PICTURE = photo(size=(400, 520))
LARGE = heavy(3.1)
PART = len(PICTURE) // 3 + 1
LATER = dt.timedelta(minutes=10)
TUS = {"Tus-Resumable": "1.0.0"}


def leases_pass() -> None:
    """What a dead process held is free again, some minutes later."""
    Arrival.objects.update(moved_at=F("moved_at") - LATER, taken_at=F("taken_at") - LATER)


def the_worker_sees_to_it() -> None:
    leases_pass()
    if arrivals.resume(now=NOW):
        works("cases")


class OfAmina(Story):
    """Amina's draft, which asks for some papers."""

    def begins(self) -> Case:
        self.cast.door(self.cast.amina.account)
        for left in Case.objects.drafts():
            drafts.discard(case=left, by=None, now=NOW)
        return draft(of_person(self.cast.amina))


class ComesInParts(OfAmina):
    """A file comes in three parts, the last of which makes a page; then it is taken up where it was left."""

    points = 20

    def acts(self, it: Case) -> None:
        self.goes_on(it, "")

    def goes_on(self, case: Case, address: str) -> None:
        """As static/js does: expect it, ask how far it is, send what is left."""
        door, content = self.cast.door(self.cast.amina.account), PICTURE
        if not address:
            headers = {**TUS, "Upload-Length": str(len(content)), "Upload-Metadata": "paper Y2FyZA=="}
            address = door.post(at(case, "arrivals"), headers=headers)["Location"]
        there = int(door.head(address, headers=TUS)["Upload-Offset"])
        while there < len(content):
            answer = door.patch(
                address,
                content[there : there + PART],
                content_type="application/offset+octet-stream",
                headers={**TUS, "Upload-Offset": str(there)},
            )
            there = int(answer["Upload-Offset"])

    def again(self, it: Case, chance: Random) -> None:
        """From where it was left; or from the beginning, when nobody heard where, or the page was closed."""
        begun = it.arrivals.order_by("pk").last()
        heard = begun is not None and (begun.received > 0 or chance.random() < 0.5)
        address = at(it, "arrival", arrival_id=begun.public_id) if begun and heard and chance.random() < 0.7 else ""
        self.goes_on(it, address)
        the_worker_sees_to_it()

    def holds(self, it: Case) -> None:
        page = Page.objects.get(piece__case=it, removed_at=None)
        assert papers.picture_of(page) == pictures.redrawn(PICTURE).content
        assert page.piece.state == PieceState.GIVEN
        assert not it.arrivals.exclude(state__in=[ArrivalState.KEPT, ArrivalState.ARRIVING]).exists()


class ComesByForm(OfAmina):
    """Two files by the plain form; then both again."""

    points = 12

    def acts(self, it: Case) -> None:
        files = [SimpleUploadedFile(f"{rank}.jpg", each) for rank, each in enumerate((PICTURE, OTHER_PICTURE))]
        self.cast.door(self.cast.amina.account).post(at(it, "paper", piece="card"), {"files": files})

    def again(self, it: Case, chance: Random) -> None:
        self.acts(it)
        the_worker_sees_to_it()

    def holds(self, it: Case) -> None:
        kept = [papers.picture_of(page) for page in Page.objects.filter(piece__case=it, removed_at=None)]
        assert sorted(kept) == sorted(pictures.redrawn(each).content for each in (PICTURE, OTHER_PICTURE))


class IsChecked(OfAmina):
    """A large file waits for the worker, which makes a page of it."""

    points = 14

    def begins(self) -> Case:
        case = super().begins()
        made = arrivals.begin(case=case, piece_name="card", file_name="photo.jpg", length=len(LARGE), now=NOW)
        for first in range(0, len(LARGE), len(LARGE) // 2):
            part = LARGE[first : first + len(LARGE) // 2]
            made = arrivals.append(arrival=made, offset=first, content=part, now=NOW)
        return case

    def acts(self, it: Case) -> None:
        works("cases")

    def again(self, it: Case, chance: Random) -> None:
        """Each minute what nobody checks is queued again; also while its job still waits."""
        for _minute in range(chance.randint(1, 3)):
            leases_pass()
            arrivals.resume(now=NOW)
        waiting = ProcrastinateJob.objects.filter(task_name="cases.check_arrival", status="todo")
        assert waiting.filter(args={"arrival": it.arrivals.get().pk}).count() <= 1
        works("cases")

    def holds(self, it: Case) -> None:
        page = Page.objects.get(piece__case=it)
        assert papers.picture_of(page) == pictures.redrawn(LARGE).content
        arrival = it.arrivals.get()
        assert (arrival.state, arrival.parts) == (ArrivalState.KEPT, [])
        assert arrival.tries <= 2


class Turns(OfAmina):
    """A page is turned; who sees that it is turned does not press again."""

    def begins(self) -> Page:  # type: ignore[override]
        return given(super().begins(), "card", PICTURE).pages.get()

    def acts(self, it: Page) -> None:
        where = at(it.piece.case, "page_act", page_id=it.public_id)
        self.cast.door(self.cast.amina.account).post(where, {"act": "turn"})

    def again(self, it: Page, chance: Random) -> None:
        if Page.objects.get(pk=it.pk).width == it.width:
            self.acts(it)

    def holds(self, it: Page) -> None:
        now = Page.objects.get(pk=it.pk)
        assert (now.width, now.height) == (it.height, it.width)
        assert papers.picture_of(now) == pictures.turned(pictures.redrawn(PICTURE).content).content


class TakesOut(OfAmina):
    """A page is taken out of a draft, and its file goes."""

    def begins(self) -> Page:  # type: ignore[override]
        return given(super().begins(), "card", PICTURE).pages.get()

    def acts(self, it: Page) -> None:
        where = at(it.piece.case, "page_act", page_id=it.public_id)
        self.cast.door(self.cast.amina.account).post(where, {"act": "remove"})

    def holds(self, it: Page) -> None:
        assert not Page.objects.filter(pk=it.pk).exists()
        assert not it.piece.case.pieces.exists()


class GivesPapers(Story):
    """All that was asked for is given: back to the agent, once."""

    def begins(self) -> Case:
        self.cast.door(self.cast.amina.account)
        case = examined(self.cast.driss, of_person(self.cast.amina))
        examining.ask_papers(case=case, papers={"letter": "Elle manque."}, by=self.cast.driss, now=NOW)
        given(again(case), "letter", PICTURE)
        return case

    def acts(self, it: Case) -> None:
        self.cast.door(self.cast.amina.account).post(at(it, "papers_given"))

    def holds(self, it: Case) -> None:
        assert again(it).state == State.EXAMINED
        steps(it, StepName.RECEIVED, StepName.EXAMINED, StepName.AWAITING, StepName.EXAMINED)
        journal(it, "case.papers_given")


PAPERS = [ComesInParts, ComesByForm, IsChecked, Turns, TakesOut, GivesPapers]
