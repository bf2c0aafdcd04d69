"""What each right of a mandate opens among the pages of a company, and what it hides."""

import pytest
from django.test import Client
from django.utils.html import strip_tags

from macnss.declarations.models import Upload
from macnss.declarations.tests.company_story import OCTOBER, SEPTEMBER, Story
from macnss.employers.enums import Function, Right
from macnss.employers.models import Membership
from macnss.employers.tests.factories import with_rights, zellige

pytestmark = pytest.mark.django_db
DECLARE, PAY, READ, REGISTER = Right.DECLARE, Right.PAY, Right.READ_WAGES, Right.REGISTER
OPENS = {
    "company": {DECLARE, PAY, READ, REGISTER},
    "history": {DECLARE, PAY, READ, REGISTER},
    "upload": {DECLARE},
    "entry_choice": {DECLARE},
    "entry": {DECLARE},
    "pre_established": {DECLARE},
    "upload_report": {DECLARE},
    "upload_findings": {DECLARE},
    "upload_again": {DECLARE},
    "declaration": {DECLARE, READ, PAY},
    "employees": {DECLARE, READ, REGISTER},
    "dues": {DECLARE, PAY},
}


@pytest.fixture
def arguments(story: Story) -> dict[str, list[object]]:
    """What each address names."""
    (september,) = story.declared(SEPTEMBER)
    story.checked(b"not a declaration\r\n")
    upload = Upload.objects.get().public_id
    files: dict[str, list[object]] = {}
    for name in ("upload_report", "upload_findings", "upload_again"):
        files[name] = [upload]
    month: list[object] = [OCTOBER.year, OCTOBER.number]
    return {**files, "declaration": [september.public_id], "entry": month, "pre_established": month}


@pytest.mark.parametrize("right", list(Right))
def test_each_page_opens_to_the_rights_that_it_needs(
    story: Story, arguments: dict[str, list[object]], right: Right
) -> None:
    story.sign_in(with_rights(story.company, right))
    for name, rights in OPENS.items():
        address = story.address(name, *arguments.get(name, []))
        answer = story.client.post(address) if name == "upload_again" else story.client.get(address)
        assert (answer.status_code < 400) is (right in rights), name


@pytest.mark.parametrize("right", list(Right))
def test_what_cannot_be_opened_cannot_be_sent_either(
    story: Story, arguments: dict[str, list[object]], right: Right
) -> None:
    story.sign_in(with_rights(story.company, right))
    before = Upload.objects.count()
    assert (story.send(story.file()).status_code == 404) is (right != DECLARE)
    assert (story.post(story.typed("send")).status_code == 404) is (right != DECLARE)
    assert (Upload.objects.count() > before) is (right == DECLARE)


@pytest.mark.parametrize("right", list(Right))
def test_no_page_shows_a_door_that_is_closed(story: Story, arguments: dict[str, list[object]], right: Right) -> None:
    story.sign_in(with_rights(story.company, right))
    closed = [
        story.address(name, *arguments.get(name, []))
        for name, rights in OPENS.items()
        if right not in rights and name != "company"
    ]
    for name in ("company", "history", "dues", "employees", "declaration"):
        if right in OPENS[name]:
            for query in ("", "?show=files"):
                html = story.html(name, *arguments.get(name, []), query=query)
                assert [address for address in closed if f'href="{address}' in html] == [], name


def test_who_only_pays_sees_the_sums_of_a_receipt_and_nobody_s_wage(
    story: Story, arguments: dict[str, list[object]]
) -> None:
    story.sign_in(with_rights(story.company, PAY))
    said = strip_tags(story.html("declaration", *arguments["declaration"]))
    assert "12\u00a0200,00" in said
    assert "BENNANI" not in said
    assert "7\u00a0200,00" not in said
    story.sign_in(with_rights(story.company, READ, login="reader"))
    assert "BENNANI" in story.html("declaration", *arguments["declaration"])


def test_who_only_registers_employees_reads_no_amount(story: Story, arguments: dict[str, list[object]]) -> None:
    story.sign_in(with_rights(story.company, REGISTER))
    for name in ("company", "history"):
        said = strip_tags(story.html(name))
        assert "12\u00a0200,00" not in said
        assert "septembre" in said
    assert "BENNANI" in story.html("employees")


def test_a_right_held_elsewhere_opens_nothing_here(story: Story) -> None:
    payer = with_rights(story.company, PAY)
    Membership.objects.create(
        account=payer, employer=zellige(), function=Function.STAFF, rights=[DECLARE], since=OCTOBER.first_day
    )
    story.sign_in(payer)
    assert story.get("upload").status_code == 404


def test_a_mandate_without_any_right_opens_the_front_page_only(story: Story, client: Client) -> None:
    story.sign_in(with_rights(story.company))
    assert story.get("company").status_code == 200
    for name in ("upload", "employees", "dues"):
        assert story.get(name).status_code == 404
