"""Immatriculer, affilier: from the telephone of who asks to the agent's decision, and back; Arabic and French."""

import datetime as dt
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from macnss.cases.engine import KINDS
from macnss.cases.enums import Outcome
from macnss.cases.models import Case
from macnss.cases.services import deciding, examining, papers, sending
from macnss.declarations.tests.factories import works
from macnss.employers.models import Employer
from macnss.identity.models import Account
from macnss.identity.tests.factories import PASSWORD
from macnss.insured.models import Insured
from macnss.kernel.months import Month
from macnss.kernel.numbers.check_digits import affiliation_is_sound, registration_is_sound
from macnss.lawbook.texts import Text
from macnss.outbox.tests.reading import last_message
from macnss.registration.enums import CardState
from macnss.registration.models import Card
from macnss.registration.services.batches.columns import columns
from macnss.registration.tests.factories import MINARET, NADIA, by_company, drafted
from tests.browser.case_steps import (
    accepts,
    answers,
    bare,
    document,
    follows,
    follows_the_message,
    gives_all_papers,
    jpeg,
    portrait,
    presses,
    prints,
    proves_a_phone,
    reads,
    reads_again_and_sends,
    reason_of,
    refuses,
    says,
    sends_a_file,
    stands_well,
    takes,
    takes_and_accepts,
    ticks,
    title_of_paper,
    writes,
)
from tests.browser.conftest import DESK, LANGUAGES, PHONE, Cast, Open, Visitor, run_jobs
from tests.browser.test_papers import FAKE_CAMERA
from tests.browser.test_passkeys import with_a_finger

languages = pytest.mark.parametrize("language", LANGUAGES)
pytestmark = pytest.mark.usefixtures("folder")
IM = "immatriculation"
TYPED = {**NADIA, "phone": "0661 00 00 01"}
CIN, PORTRAIT = title_of_paper(IM, "cin"), title_of_paper(IM, "photo")


@languages
def test_a_company_registers_an_employee_and_reads_the_number(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    karim = opens(language, PHONE)
    karim.page.add_init_script(FAKE_CAMERA)
    karim.signs_in("karim")
    follows(karim, "Registration of employees")
    stands_well(karim, "registration-company")
    follows(karim, "Register one employee")
    stands_well(karim, "immatriculation-start")
    presses(karim, "Begin")
    stands_well(karim, "immatriculation-sheet")
    answers(karim, IM, TYPED)
    stands_well(karim, "immatriculation-papers")
    follows(karim, CIN)
    sends_a_file(karim, jpeg("recto.jpg"), by="Take a photo")
    sends_a_file(karim, document("verso.pdf"))
    stands_well(karim, "immatriculation-paper")
    follows(karim, "Done: back to my papers")
    photographs_a_face(karim)
    reference = reads_again_and_sends(karim, IM)
    prints(karim)

    driss = opens(language, DESK)
    driss.signs_in("driss")
    takes(driss, reference)
    reads(driss, "Filed by the account of the company.")
    stands_well(driss, "immatriculation-examined")
    accepts(driss)
    stands_well(driss, "immatriculation-accepted")
    nadia = Insured.objects.get(document_number=NADIA["document_number"])
    assert registration_is_sound(nadia.number)

    follows(karim, "Follow my request")
    reads(karim, "Your request is accepted")
    reads(karim, str(nadia.registration_number))
    stands_well(karim, "immatriculation-answer")
    follows(karim, "Company", within="nav")
    follows(karim, "Registration of employees")
    reads(karim, str(nadia.registration_number))
    stands_well(karim, "registration-issued")


@languages
def test_the_new_person_opens_the_account_and_gets_the_card(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    nadia = registered_for(cast, language)
    phone, driss = comes_by_the_link(opens(language, PHONE)), opens(language, DESK)
    shown = bare(phone.page.inner_text("body"))
    assert str(nadia.registration_number) not in shown  # her account is open, and her identity not proved yet
    driss.signs_in("driss")
    hands_the_card_over(driss, nadia)
    sees_the_card(phone, nadia)


def registered_for(cast: Cast, language: str) -> Insured:
    """Nadia, whose registration was accepted, with her portrait."""
    karim, driss = (Account.objects.get(email=f"{login}@example.org") for login in ("karim", "driss"))
    now = timezone.now()
    case = drafted(by_company(cast.company, karim), IM, NADIA, now=now)
    Case.objects.filter(pk=case.pk).update(language=language)
    papers.add(case=case, piece_name="photo", content=portrait()["buffer"], file_name="moi.jpg", by=karim, now=now)
    taken = examining.take(case=sending.send(case=case, by=karim, now=now), by=driss, now=now)
    deciding.decide(case=taken, outcome=Outcome.ACCEPTED, by=driss, now=now)
    return Insured.objects.get(document_number=NADIA["document_number"])


def photographs_a_face(visitor: Visitor) -> None:
    """With the camera of the page, in its frame."""
    follows(visitor, PORTRAIT)
    presses_without_leaving(visitor, "Take the photo here")
    expect(visitor.page.locator("[data-camera-video]")).not_to_have_js_property("videoWidth", 0)
    presses_without_leaving(visitor, "Take the photo", exact=True)
    expect(visitor.page.locator(".page")).to_have_count(1)
    follows(visitor, "Done: back to my papers")


def presses_without_leaving(visitor: Visitor, words: str, *, exact: bool = False) -> None:
    visitor.page.locator("main").get_by_role("button", name=says(visitor, words), exact=exact).click()


def comes_by_the_link(nadia: Visitor) -> Visitor:
    """What the new person receives opens their own account, to which their finger comes back."""
    with_a_finger(nadia)
    follows_the_message(nadia, "registration.registered")
    stands_well(nadia, "activation-link")
    for label, part in zip(("Year", "Month", "Day"), NADIA["birth_date"].split("-"), strict=True):
        nadia.page.get_by_label(says(nadia, label), exact=True).fill(str(int(part)))
    presses(nadia, "Activate my account")
    presses(nadia, "Use my fingerprint or my face")
    stands_well(nadia, "activation-finished")
    presses(nadia, "Go to my space")
    return nadia


def hands_the_card_over(driss: Visitor, owner: Insured) -> None:
    """Printed, received, then given to its owner, whose identity is confirmed at the counter."""
    follows(driss, "CNSS cards", within="nav")
    stands_well(driss, "cards-ordered")
    driss.page.get_by_label(says(driss, "Choose all the cards of this page")).check()
    with driss.page.expect_download() as download:
        presses_without_leaving(driss, "Print the chosen cards")
    assert download.value.path().read_bytes().startswith(b"%PDF")
    opens_tab(driss, CardState.PRINTED)
    driss.page.get_by_label(says(driss, "Choose all the cards of this page")).check()
    presses(driss, "They are at the agency")
    confirms_the_identity(driss, owner)
    follows(driss, "CNSS cards", within="nav")
    opens_tab(driss, CardState.AT_AGENCY)
    with driss.page.expect_navigation():
        driss.page.locator("main tbody th a").click()
    stands_well(driss, "card-desk")
    ticks(driss, "I have seen the identity document of this person, and the face is theirs")
    presses(driss, "Hand the card over")
    assert Card.objects.get(insured=owner).state == CardState.HANDED_OVER


def opens_tab(agent: Visitor, state: CardState) -> None:
    follows(agent, state.label, within="main .tabs")


def confirms_the_identity(driss: Visitor, owner: Insured) -> None:
    """The person is there, with the identity document in hand."""
    follows(driss, "Counter", within="nav")
    writes(driss, "Registration number, or number of the identity document", str(owner.number))
    presses(driss, "Search")
    presses(driss, "Open the file")
    stands_well(driss, "counter-person")
    follows(driss, "Confirm the identity at the counter")
    writes(driss, "Number of the card or of the passport", owner.document_number)
    for label, part in zip(("Year", "Month", "Day"), str(owner.birth_date).split("-"), strict=True):
        driss.page.get_by_label(says(driss, label), exact=True).first.fill(str(int(part)))
    ticks(driss, "The person is in front of me, and the photo of the document is theirs.")
    ticks(driss, "The person says that this account is theirs, and told me the phone or the e-mail that it shows.")
    presses(driss, "Confirm the identity")


def sees_the_card(nadia: Visitor, owner: Insured) -> None:
    follows(nadia, "My data", within="nav")
    if nadia.is_at("/prove/"):  # the session is older than the confirmation of the identity
        nadia.presses("[data-passkey-sign-in]")
        nadia.page.wait_for_url("**/me/**")
    stands_well(nadia, "my-data")
    follows(nadia, "My registration number")
    follows(nadia, "My CNSS card")
    nadia.page.get_by_text(says(nadia, "Show my card")).click()
    card = nadia.page.locator(".cnss-card")
    expect(card).to_contain_text(NADIA["last_name"])
    expect(card.get_by_role("img").first).to_be_visible()
    assert str(owner.registration_number) in re.sub(r"\s", "", bare(card.inner_text()))
    stands_well(nadia, "card")


@languages
def test_an_employee_without_an_account_is_refused_with_the_reason_in_plain_words(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    nadia = opens(language, PHONE)
    nadia.goes_to("/")
    stands_well(nadia, "landing")
    follows(nadia, "Affiliate to the CNSS, or register an employee")
    stands_well(nadia, "registration-home")
    follows(nadia, "I am the employee: ask for my number")
    stands_well(nadia, "immatriculation-public")
    proves_a_phone(nadia, "0661 00 00 01")
    said = {
        **TYPED,
        "employer_known": True,
        "affiliation_number": cast.company.affiliation_number,
        "confirmation": "ask",
    }
    answers(nadia, IM, said)
    gives_all_papers(nadia, IM)
    reference = reads_again_and_sends(nadia, "public")
    follows(nadia, "Follow my request")
    reads(nadia, "We asked the company")
    stands_well(nadia, "public-asked")

    karim = opens(language, PHONE)
    karim.signs_in("karim")
    follows(karim, "Requests", within="nav")
    reads(karim, "The fund asks you something")
    stands_well(karim, "company-requests")
    follows(karim, "Read and answer")
    follows(karim, "CHRAIBI", within="main")
    stands_well(karim, "company-question")
    ticks(karim, "No, it is not")
    writes(karim, "Your explanation", "Cette personne ne travaille pas chez nous.")
    presses(karim, "Send the answer")

    driss = opens(language, DESK)
    driss.signs_in("driss")
    takes(driss, reference)
    reads(driss, "Cette personne ne travaille pas chez nous.")
    stands_well(driss, "refusal-examined")
    refuses(driss, reason_of(IM, "not_employed").title)

    elsewhere = opens(language, PHONE)  # another telephone: the link of the message is enough
    follows_the_message(elsewhere, "cases.refused")
    reads(elsewhere, "Your request could not be accepted")
    reads(elsewhere, reason_of(IM, "not_employed").words)
    reads(elsewhere, reason_of(IM, "not_employed").remedy or Text("", ""))
    reads(elsewhere, "What you can do now")
    stands_well(elsewhere, "refused")
    assert not Insured.objects.filter(document_number=NADIA["document_number"]).exists()


@languages
def test_a_list_with_one_bad_line_says_which_and_the_others_are_drafts(
    cast: Cast, opens: Open, folder: Path, language: str
) -> None:
    karim = opens(language, PHONE)
    karim.signs_in("karim")
    follows(karim, "Registration of employees")
    follows(karim, "Register many by file")
    stands_well(karim, "batch-new")
    karim.page.locator("main details summary").click()
    stands_well(karim, "batch-new-guide")
    karim.page.get_by_label(says(karim, "The list of employees")).set_input_files(a_list(folder))
    presses(karim, "Send and check")
    run_jobs()
    karim.page.reload()
    stands_well(karim, "batch")
    wrong = karim.page.get_by_role("table", name=says(karim, "Lines to correct"))
    expect(wrong).to_contain_text(says(karim, next(c for c in columns() if c.name == "document_number").question.label))
    drafts = Case.objects.drafts().filter(kind=IM, company=cast.company)
    assert sorted(each.said["last_name"] for each in drafts) == ["CHRAIBI", "SLAOUI"]
    with karim.page.expect_download() as download:
        karim.page.get_by_role("link", name=says(karim, "Take the lines to correct (.csv)")).click()
    assert "FASSI" in download.value.path().read_text("utf-8-sig")
    follows(karim, "Requests to complete or send", within="main .tabs")
    stands_well(karim, "batch-drafts")
    follows(karim, says(karim, "Complete"), within="main tbody")
    assert "/papers/" in karim.page.url or "/ask/" in karim.page.url
    follows(karim, "Company", within="nav")
    follows(karim, "Registration of employees")
    reads(karim, "SLAOUI")
    stands_well(karim, "registration-drafts")


def a_list(folder: Path) -> Path:
    """Three employees; the document of the second is impossible."""
    unnamed = {"last_name_ar": "", "first_name_ar": ""}
    wrong = {**unnamed, "last_name": "FASSI", "first_name": "OMAR", "document_number": "1"}
    sound = {**unnamed, "last_name": "SLAOUI", "first_name": "HIBA", "document_number": "CD771299"}
    people: list[dict[str, str]] = [{}, wrong, sound]
    lines = [[cell({**TYPED, **person}.get(each.name, "")) for each in columns()] for person in people]
    path = folder / "salaries.csv"
    text = "\r\n".join(";".join(line) for line in [[each.header for each in columns()], *lines])
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    return path


def cell(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        return "/".join(reversed(str(value).split("-")))
    return str(value)


@languages
def test_a_company_is_affiliated_before_any_account_and_its_head_comes_in(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    saad = opens(language, PHONE)
    saad.goes_to("/")
    follows(saad, "Affiliate to the CNSS, or register an employee")
    follows(saad, "Ask for the affiliation number")
    proves_a_phone(saad, "0661 00 00 02")
    answers(saad, "affiliation", {**MINARET, "phone": "0661 00 00 02", "work_address": "", "elsewhere": False})
    gives_all_papers(saad, "affiliation")
    reference = reads_again_and_sends(saad, "affiliation")

    driss = opens(language, DESK)
    driss.signs_in("driss")
    takes_and_accepts(driss, reference)
    stands_well(driss, "affiliation-accepted")
    company = Employer.objects.get(ice=MINARET["ice"])
    assert affiliation_is_sound(int(company.affiliation_number))

    follows(saad, "Follow my request")
    reads(saad, company.affiliation_number)
    stands_well(saad, "affiliation-answer")
    head = comes_as_the_head(opens(language, PHONE))
    assert company.affiliation_number in bare(head.page.inner_text("main"))
    stands_well(head, "affiliated-company")


def comes_as_the_head(saad: Visitor) -> Visitor:
    """The invitation opens an account; a company opens to a second proof only."""
    message = last_message("employer.invitation")
    assert message.to == MINARET["head_email"]
    saad.page.goto(message.data["address"])
    stands_well(saad, "head-invited")
    writes(saad, "Choose a password", PASSWORD)
    presses(saad, "Open my account and accept")
    saad.signs_out()
    saad.types_password("saad", "/sign-in/company/")
    saad.types_code()
    if "/company" not in saad.page.url and "/employer" not in saad.page.url:
        follows(saad, MINARET["name"], within="main")
    return saad


@languages
def test_a_company_moves(cast: Cast, opens: Open, language: str) -> None:
    karim, driss = at_work(opens, language)
    moved = {"what": "address", "changed_on": "2026-11-02", "address": "12 BD HASSAN II", "town": "MEKNES"}
    takes_and_accepts(driss, asks(karim, "company_change", moved, name="company-change"))
    follows(karim, "Company", within="nav")
    reads(karim, "MEKNES")


@languages
def test_a_company_stops_and_works_again(cast: Cast, opens: Open, language: str) -> None:
    karim, driss = at_work(opens, language)
    today = timezone.localdate()
    stop = {"stop": "temporary", "stopped_on": (today - dt.timedelta(days=40)).isoformat(), "staff_left": True}
    takes_and_accepts(driss, asks(karim, "company_stop", stop))
    follows(karim, "Company", within="nav")
    reads(karim, "The company is stopped")
    stands_well(karim, "company-stopped")

    follows(karim, "The company works again: tell the fund")
    presses(karim, "Begin")
    answers(karim, "company_resume", {"resumed_on": today.isoformat(), "employees": 3})
    takes_and_accepts(driss, reads_again_and_sends(karim))
    follows(karim, "Company", within="nav")
    assert says(karim, "The company is stopped") not in bare(karim.page.inner_text("main"))


def at_work(opens: Open, language: str) -> tuple[Visitor, Visitor]:
    """The head of the company at a telephone, the agent at a desk."""
    karim, driss = opens(language, PHONE), opens(language, DESK)
    karim.signs_in("karim")
    driss.signs_in("driss")
    return karim, driss


def asks(karim: Visitor, kind: str, said: Mapping[str, object], *, name: str = "") -> str:
    """From the door of the requests: choose, answer, give the papers, send. Returns the reference."""
    follows(karim, "Requests", within="nav")
    follows(karim, "Ask for something")
    if name:
        stands_well(karim, f"{name}-choose")
    follows(karim, KINDS[kind].definition.title, within="main")
    presses(karim, "Begin")
    answers(karim, kind, said)
    gives_all_papers(karim, kind)
    return reads_again_and_sends(karim, name)


@languages
def test_the_two_entries_stand_under_their_names_and_a_number_is_looked_up(
    cast: Cast, opens: Open, language: str
) -> None:
    labels = {"fr": ("S’affilier à la CNSS", "Immatriculation"), "ar": ("الانخراط في الصندوق", "التسجيل")}[language]
    visitor = opens(language, PHONE)
    visitor.goes_to("/")
    for label in labels:
        expect(visitor.page.locator("main").get_by_text(label).first).to_be_visible()
    follows(visitor, "Affiliate to the CNSS, or register an employee")
    for label in labels:
        expect(visitor.page.get_by_role("heading", name=label, exact=True)).to_be_visible()

    works(cast.amina, cast.company, Month(2026, 1))
    karim = opens(language, PHONE)
    karim.signs_in("karim")
    for label in labels:
        expect(karim.page.locator("main nav").get_by_role("link", name=label).first).to_be_visible()
    follows(karim, "Affiliate to the CNSS", within="main nav")
    reads(karim, KINDS["affiliation"].definition.title)
    karim.signs_in("karim")
    follows(karim, "Registration of employees", within="main nav")
    follows(karim, "Look up a number")
    stands_well(karim, "look-up")
    writes(karim, "Number of the CIN, passport or residence card", cast.amina.document_number)
    writes(karim, "Or the last name, if you do not know the birth date", "Inconnue")
    presses(karim, "Look up")
    reads(karim, "Nobody who works for the company today answers to this. Check what you typed.")
    writes(karim, "Or the last name, if you do not know the birth date", cast.amina.last_name)
    presses(karim, "Look up")
    reads(karim, str(cast.amina.registration_number))
    stands_well(karim, "looked-up")


@languages
def test_form_321_1_06_is_taken_blank_and_filled(cast: Cast, opens: Open, language: str) -> None:
    karim = opens(language, PHONE)
    karim.signs_in("karim")
    follows(karim, "Registration of employees")
    blank = takes_pdf(karim, "Form 321-1-06 on paper")
    assert "CHRAIBI" not in written_in(blank)
    follows(karim, "Register one employee")
    presses(karim, "Begin")
    answers(karim, IM, TYPED)
    filled = takes_pdf(karim, "Form 321-1-06 with these answers, to sign and stamp (PDF)")
    assert {"CHRAIBI", "NADIA", "CD771204"} <= set(written_in(filled))


def takes_pdf(visitor: Visitor, words: str) -> bytes:
    """What the link of these words brings: one page."""
    link = visitor.page.get_by_role("link", name=says(visitor, words)).first
    answer = visitor.page.request.get(f"{visitor.address}{link.get_attribute('href')}")
    assert answer.status == 200
    with pikepdf.open(BytesIO(answer.body())) as form:
        assert len(form.pages) == 1
    return answer.body()


def written_in(form: bytes) -> list[str]:
    """What stands in the fields of a fillable form."""
    with pikepdf.open(BytesIO(form)) as paper:
        fields = paper.Root.AcroForm.Fields
        return [str(field.get("/V", "")).strip() for field in fields]
