"""Acting for others: an accountant by mandate, and an agent who confirms who somebody is."""

import datetime as dt
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from macnss.declarations.tests.factories import career
from macnss.identity.enums import Level
from macnss.identity.models import Account
from macnss.identity.tests.factories import PASSWORD, invitation
from macnss.insured.tests.factories import picture
from macnss.kernel.months import Month
from macnss.outbox.tests.reading import last_message
from tests.browser.conftest import DESK, LANGUAGES, Cast, Open
from tests.browser.test_passkeys import comes_in, presses, with_a_finger

WAGE = "7\u00a0200,00"
languages = pytest.mark.parametrize("language", LANGUAGES)


@languages
def test_an_accountant_comes_by_invitation_does_what_was_given_and_no_more_until_it_ends(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    career(cast.amina, cast.company, Month(2026, 9), Month(2026, 10), real=720_000)
    company = f"/employer/{cast.company.public_id}/"
    karim = opens(language, DESK)
    karim.signs_in("karim")
    karim.goes_to(f"{company}people/")
    karim.presses(f"main a[href='{company}people/invite/']")
    last_day = timezone.localdate() + dt.timedelta(days=200)
    karim.page.fill("input[name=until]", last_day.isoformat())
    karim.sends(name="Nadia Chraïbi", function="accountant", rights="pay", email="nadia@example.org")
    assert karim.is_at(f"{company}people/")
    assert karim.sees("nadia@example.org")

    nadia = opens(language, DESK)
    message = last_message("employer.invitation")
    assert message.to == "nadia@example.org"
    nadia.page.goto(message.data["address"])
    assert nadia.fits()
    assert nadia.barriers() == []
    nadia.sends(name="Nadia Chraïbi", password=PASSWORD)
    assert nadia.is_at("/prove/")  # a password alone opens no company
    nadia.signs_out()
    nadia.types_password("nadia", "/sign-in/company/")
    assert nadia.is_at("/sign-in/second/")
    nadia.types_code()
    nadia.goes_to(company)
    assert nadia.sees("ATLAS" if language == "fr" else "الأطلس")
    assert nadia.page.locator(f"a[href='{company}upload/']").count() == 0
    nadia.goes_to(f"{company}upload/")
    assert nadia.page.locator("input[type=file]").count() == 0
    nadia.goes_to(f"{company}employees/")
    assert not nadia.sees("7\u00a0200")
    nadia.goes_to(f"{company}dues/")
    assert nadia.sees("ATLAS" if language == "fr" else "الأطلس")

    karim.goes_to(f"{company}people/")
    mandate = cast.company.memberships.get(account__email="nadia@example.org")
    karim.presses(f"main a[href='{company}people/{mandate.public_id}/']")
    karim.presses(f"main a[href='{company}people/{mandate.public_id}/end/']")
    karim.presses("main form button")
    assert karim.is_at(f"{company}people/")
    nadia.presses(f"a[href='{company}']")
    assert not nadia.sees("ATLAS")
    assert not nadia.sees("الأطلس")


@languages
def test_an_agent_with_a_finger_confirms_an_identity_and_the_amounts_appear(
    cast: Cast, opens: Open, tmp_path: Path, language: str
) -> None:
    career(cast.amina, cast.company, Month(2025, 12), Month(2026, 10), real=720_000)
    own = cast.amina.account
    assert own
    own.level = Level.LOW
    own.save()
    amina = opens(language)
    comes_in(amina, own)
    amina.goes_to("/me/")
    assert not amina.sees(WAGE)
    amina.presses("main a[href='/me/identity/']")
    for name in ("front", "back", "face"):
        photo = tmp_path / f"{name}.jpg"
        photo.write_bytes(picture())
        amina.page.set_input_files(f"input[name={name}]", photo)
    amina.presses("main form button")
    assert amina.is_at("/me/identity/")
    assert amina.page.locator("input[type=file]").count() == 0
    assert amina.fits()
    assert amina.barriers() == []

    driss = opens(language, DESK)
    finger = with_a_finger(driss)
    driss.goes_to(reverse("identity:enrol", args=[invitation(Account.objects.get(email="driss@example.org"))]))
    driss.presses("[data-passkey-new]")
    assert driss.is_at("/agent/")
    driss.signs_out()
    presses(driss, finger, reverse("identity:sign_in_agent"))
    driss.page.wait_for_url(lambda url: url.endswith("/agent/") and "/sign-in/" not in url)
    driss.presses("nav a[href='/agent/requests/']")
    driss.presses("main a[href='/agent/identity-checks/']")
    driss.presses("main tbody a")
    driss.presses("main button[value=open]")
    photos = driss.page.locator("main figure img")
    expect(photos).to_have_count(3)
    for shown in photos.all():
        shown.scroll_into_view_if_needed()
        assert shown.evaluate("async (photo) => { await photo.decode(); return photo.naturalWidth; }") == 640
    assert driss.barriers() == []
    driss.presses("main button[value=confirm]")

    amina.goes_to("/me/")
    expect(amina.page.locator("main")).to_contain_text(WAGE)
    own.refresh_from_db()
    assert own.level == Level.SUBSTANTIAL
    assert last_message("insured.identity_confirmed", own)
