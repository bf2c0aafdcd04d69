"""Form 321-1-06: faithful to its boxes, filled from a case, fillable on a screen, legible once printed and scanned."""

import datetime as dt
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from macnss.cases.tests.factories import of_person
from macnss.cases.tests.factories import sent as message_sent
from macnss.employers.models import Employer
from macnss.employers.tests.factories import atlas as atlas_sarl
from macnss.employers.tests.factories import chaima
from macnss.gateways.tests.paper import codes_in, from_left_to_right, pages, scanned, seen, text_of
from macnss.gateways.typst.fields import Kind
from macnss.identity.tests.factories import account, come_in, driss
from macnss.insured.tests.factories import amina
from macnss.registration.services import form_321
from macnss.registration.services.form_321 import blank, capitals, fields, filled, form_data, read_back
from macnss.registration.tests.factories import NADIA, by_company, drafted, sent
from macnss.registration.tests.reading import lines_of, read, straightened

AT = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)
# law.md, 8.3: how many boxes each field has.
BOXES = {
    "last_name": 24,
    "first_name": 24,
    "cin": 8,
    "birth_date": 8,
    "sex": 1,
    "nationality": 12,
    "address_1": 29,
    "address_2": 29,
    "address_3": 29,
    "commune": 25,
    "town": 13,
    "postcode": 5,
    "registration_number": 9,
    "affiliation_number": 7,
    "hired_on": 8,
}
ANSWERS: dict[str, Any] = {
    "last_name": "Bennani",
    "first_name": "Amina",
    "document": "cin",
    "document_number": "CD482915",
    "birth_date": "1992-03-14",
    "birth_place": "Fès",
    "sex": "F",
    "address": "12 rue des Orangers, quartier Atlas, immeuble 4",
    "commune": "Agdal",
    "town": "Fès",
    "postcode": "30000",
    "phone": "+212661234567",
    "family_status": "married",
    "children": 2,
    "hired_on": "2026-11-02",
    "job": "Couturière",
}


def atlas() -> Employer:
    return Employer(name="ATLAS TEXTILE SARL", affiliation_number="1234567")


def form_of(answers: dict[str, Any], *, photo: bytes | None = None) -> bytes:
    case: Any = SimpleNamespace(said=answers, reference="IM-7K3M-9QWT")
    return filled(case, employer=atlas(), at=AT, photo=photo)


def test_each_field_has_as_many_boxes_as_the_form_of_the_fund() -> None:
    said = {field.name: field.boxes for field in fields()}
    assert {name: said[name] for name in BOXES} == BOXES


def test_it_is_one_page_in_both_languages_with_its_reference() -> None:
    assert pages(blank()) == 1
    for words in ("Demande d'immatriculation", "Réf. 321-1-06", "Direction des Affiliés", "Réservé à la CNSS"):
        assert from_left_to_right(blank(), words), words
    assert "طلب التسجيل" in text_of(blank())
    assert codes_in(seen(blank(), 200)) == {"Code128": "321-1-06"}


def test_the_answers_go_in_capitals_without_accents_into_their_boxes() -> None:
    said = form_data(ANSWERS, atlas())
    assert said.notes == []
    assert said.values["nationality"] == "MAROCAINE"
    assert said.values["birth_date"] == "14031992"
    assert said.values["hired_on"] == "02112026"
    assert said.values["town"] == "FES"
    assert said.values["phone"] == "0661234567"
    assert said.values["employer"] == "ATLAS TEXTILE SARL"
    assert said.values["affiliation_number"] == "1234567"
    assert said.values["address_1"] == "12 RUE DES ORANGERS, QUARTIER"
    assert said.values["address_2"] == "ATLAS, IMMEUBLE 4"


def test_a_passport_goes_into_its_own_boxes() -> None:
    said = form_data({**ANSWERS, "document": "passport", "document_number": "XK9923817", "nationality": "SN"}, None)
    assert said.values["document_number"] == "XK9923817"
    assert "cin" not in said.values
    assert said.values["nationality"] == "SENEGAL"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("last_name", "BENNANI EL IDRISSI EL OUAZZANI"),
        (
            "address",
            "Résidence les Orangers, immeuble 12, escalier B, appartement 14, route d'Imouzzer, quartier Atlas",
        ),
        ("job", "Opératrice de machine à coudre industrielle, atelier de nuit"),
        ("town", "الدار البيضاء"),
        ("address", "زنقة البرتقال رقم 12 حي الأطلس"),
    ],
)
def test_what_does_not_hold_in_its_boxes_stands_in_full_in_a_note(name: str, answer: str) -> None:
    said = form_data({**ANSWERS, name: answer}, None)
    (note,) = said.notes
    assert note.answer == answer
    assert any(value.endswith("*") for value in said.values.values())
    assert pages(form_of({**ANSWERS, name: answer})) == 1


def test_no_value_is_longer_than_its_boxes_whatever_is_answered() -> None:
    long = dict.fromkeys(ANSWERS, "EXTRAORDINAIREMENT " * 6) | {"document": "passport", "birth_date": "1992-03-14"}
    places = {field.name: field for field in fields()}
    for name, value in form_data(long, None).values.items():
        if places.get(name) and places[name].kind.in_boxes:
            assert len(value) <= places[name].boxes, name


def test_capitals_are_those_of_registers() -> None:
    assert capitals("  Œuvre d’été  ") == "OEUVRE D'ETE"
    assert capitals("٣ rue d’été, ۱۲") == "3 RUE D'ETE, 12"
    assert capitals("فاس") == ""


def test_a_person_fills_it_on_a_screen_and_it_is_read_back() -> None:
    with pikepdf.open(BytesIO(blank())) as document:
        named = {str(field.T): field for field in document.Root.AcroForm.Fields}
        assert int(named["last_name"].MaxLen) == 24
        assert int(named["last_name"].Ff) & 1 << 24
        assert "Nom" in str(named["last_name"].TU)
        assert int(named["registration_number"].Ff) & 1
        named["last_name"].V = pikepdf.String("TAZI")
        out = BytesIO()
        document.save(out)
    assert read_back(out.getvalue())["last_name"] == "TAZI"
    assert read_back(form_of(ANSWERS))["family_status"] == "married"


def test_its_fields_stand_in_the_structure_that_is_read_aloud() -> None:
    with pikepdf.open(BytesIO(blank())) as document:
        page = document.pages[0]
        assert page.Tabs == pikepdf.Name.S
        tree = pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree)
        for widget in page.Annots:
            element = tree[int(widget.StructParent)]
            assert pikepdf.Name.Form == element.S
            assert str(element.Alt) == str(widget.TU)


def test_the_fields_stay_in_place_whatever_the_form_holds() -> None:
    from macnss.gateways.typst.fields import Field
    from macnss.gateways.typst.typesetting import marked

    said = {
        "language": "fr",
        "code": "IM-7K3M-9QWT",
        "reference": "IM-7K3M-9QWT",
        "photo": False,
        "notes": [{"name": "Adresse", "answer": "TRES LONGUE " * 12}] * 4,
    }
    found = marked(form_321.TEMPLATE, said, "field", files=form_321._files("IM-7K3M-9QWT"))
    assert tuple(map(Field.read, found)) == fields()


@pytest.mark.parametrize(("degrees", "seed"), [(0.0, 1), (0.8, 2), (-1.2, 3)])
def test_printed_and_scanned_it_is_read_box_by_box(degrees: float, seed: int) -> None:
    scan = scanned(seen(form_of(ANSWERS), 150), degrees=degrees, seed=seed)
    assert codes_in(scan)["Code128"] == "IM-7K3M-9QWT"
    sheet, values = straightened(scan), form_data(ANSWERS, atlas()).values
    for field in fields():
        if field.kind is Kind.COMB:
            assert max(lines_of(sheet, field)) < 190, field.name
            wanted = values.get(field.name, "").translate({ord(","): " ", ord("'"): " "})
            found = read(sheet, field)
            pairs = list(zip(found.ljust(field.boxes), wanted.ljust(field.boxes), strict=True))
            assert [pair for pair in pairs if pair[0] != pair[1] and pair[1] != " "] == [], field.name


def test_anybody_downloads_the_blank_form() -> None:
    answer = Client().get(reverse("registration:form"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert pages(answer.content) == 1


@pytest.mark.django_db
def test_a_company_prints_the_form_of_its_request_and_an_agent_too(client: Client) -> None:
    company = atlas_sarl()
    clerk = chaima(company)
    case = sent(by_company(company, clerk), "immatriculation", NADIA)
    address = reverse("registration:form_of_case", kwargs={"case_id": case.public_id})
    answer = come_in(client, clerk).get(address)
    assert answer.status_code == 200
    said = read_back(answer.content)
    assert said["last_name"] == "CHRAIBI"
    assert said["affiliation_number"] == company.affiliation_number
    assert codes_in(seen(answer.content, 200))["Code128"] == case.reference
    assert come_in(Client(), driss()).get(address).status_code == 200
    assert come_in(Client(), account("stranger", "STRANGER")).get(address).status_code == 404


@pytest.mark.django_db
def test_the_filled_form_is_offered_beside_the_papers_before_sending(client: Client) -> None:
    company = atlas_sarl()
    clerk = chaima(company)
    case = drafted(by_company(company, clerk), "immatriculation", NADIA, papers=False)
    shown = come_in(client, clerk).get(reverse("cases:papers", kwargs={"case_id": case.public_id}))
    form = reverse("registration:form_of_case", kwargs={"case_id": case.public_id})
    assert f'href="{form}"' in shown.content.decode()
    assert read_back(client.get(form).content)["first_name"] == "NADIA"


@pytest.mark.django_db
def test_a_case_of_another_kind_has_no_such_form(client: Client) -> None:
    person = amina()
    case = message_sent(of_person(person))
    assert person.account
    address = reverse("registration:form_of_case", kwargs={"case_id": case.public_id})
    assert come_in(client, person.account).get(address).status_code == 404
