"""The citizen before the sandbox of Mon e-ID: cards and PINs, passwords, and a phone that confirms for a screen."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.mon_eid import HIGH, LOW, SUBSTANTIAL, Browser, Sandbox, Service, carried, new_key, registration, running

AMINA, BRAHIM, SALMA = "AB123456", "BE204117", "K90417"
OLD_CARD, BLOCKED = "ZZ900002", "ZZ900003"
KEY = new_key()


@pytest.fixture
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("mon-eid"), MON_EID_CLIENTS=registration(KEY)) as started:
        yield started


@pytest.fixture
def service(sandbox: Sandbox) -> Service:
    return Service(sandbox, KEY)


@pytest.fixture
def browser(sandbox: Sandbox) -> Iterator[Browser]:
    with Browser(sandbox) as opened:
        yield opened


@pytest.fixture
def phone(sandbox: Sandbox) -> Iterator[Browser]:
    with Browser(sandbox) as opened:
        yield opened


def asks(service: Service, browser: Browser, **changes: str | None) -> str:
    """Bring the browser before the ways; the address of its visit."""
    browser.opens(service.door(ui_locales="fr", **changes))
    return browser.path


def shows(browser: Browser, visit: str) -> tuple[str, str]:
    """Show a QR code on the screen: the address that it carries and the number beside it."""
    page = browser.sends(f"{visit}screen/").text
    address = re.search(r'href="http://localhost:\d+(/phone/[^"]+)"', page)
    number = re.search(r'class="big">\s*<bdi dir="ltr">(\d\d)<', page)
    assert address
    assert number
    return address[1], number[1]


def state(browser: Browser, visit: str) -> str:
    return str(browser.client.get(f"{visit}screen/state").json()["state"])


def test_three_wrong_pins_block_the_card_and_a_new_pin_frees_it(service: Service, browser: Browser) -> None:
    visit = asks(service, browser)
    right, _ = browser.crib(AMINA)
    said = [browser.sends(f"{visit}card/", card=AMINA, pin="000000").text for _ in range(3)]
    assert "Il reste 2 essais" in said[0]
    assert "Encore un essai" in said[1]
    assert "bloquée" in said[2]
    assert browser.sends(f"{visit}card/", card=AMINA, pin=right).status_code == 422
    page = browser.sends("/pin/", cin=AMINA, pin="246810", face="on", back=visit)
    assert f'href="{visit}"' in page.text
    assert browser.sends(f"{visit}card/", card=AMINA, pin="246810").url.path.endswith("/consent/")


def test_a_right_pin_gives_back_the_tries(service: Service, browser: Browser) -> None:
    visit = asks(service, browser)
    pin, _ = browser.crib(AMINA)
    for _ in range(2):
        browser.sends(f"{visit}card/", card=AMINA, pin="000000")
        browser.sends(f"{visit}card/", card=AMINA, pin="000001")
        assert browser.sends(f"{visit}card/", card=AMINA, pin=pin).status_code == 200


def test_thirty_pins_at_once_are_three_tries(service: Service, browser: Browser) -> None:
    visit = asks(service, browser)

    def tries(number: int) -> str:
        token = browser.client.cookies["mon_eid_sandbox_csrf"]
        typed = {"card": AMINA, "pin": f"{number:06d}", "csrfmiddlewaretoken": token}
        return browser.client.post(f"{visit}card/", data=typed).text

    with ThreadPoolExecutor(15) as racers:
        said = list(racers.map(tries, range(30)))
    assert sum("bloquée" not in each for each in said) <= 2
    assert browser.sends(f"{visit}card/", card=AMINA, pin=browser.crib(AMINA)[0]).status_code == 422


@pytest.mark.parametrize("changes", [{"pin": "12345"}, {"pin": "abcdef"}, {"face": None}, {"cin": "NOBODY"}])
def test_a_new_pin_that_is_not_one_changes_nothing(
    service: Service, browser: Browser, changes: dict[str, str | None]
) -> None:
    asks(service, browser)
    typed = {"cin": AMINA, "pin": "246810", "face": "on"} | changes
    answer = browser.sends("/pin/", **{name: value for name, value in typed.items() if value})
    assert answer.status_code == 422
    assert browser.crib(AMINA)[0] != "246810"


def test_the_page_of_the_pin_leads_nowhere_else(service: Service, browser: Browser) -> None:
    asks(service, browser)
    for elsewhere in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        assert f'href="{elsewhere}' not in browser.opens(f"/pin/?back={elsewhere}").text
        assert (
            browser.client.post(
                "/language/",
                data={"next": elsewhere, "csrfmiddlewaretoken": browser.client.cookies["mon_eid_sandbox_csrf"]},
            ).headers["Location"]
            == "/"
        )


def test_an_old_card_and_a_blocked_card_say_what_they_are(service: Service, browser: Browser) -> None:
    visit = asks(service, browser)
    assert "ancienne" in browser.sends(f"{visit}card/", card=OLD_CARD, pin="000000").text
    assert "bloquée" in browser.sends(f"{visit}card/", card=BLOCKED, pin=browser.crib(BLOCKED)[0]).text
    assert "Choisissez une carte" in browser.sends(f"{visit}card/", card="NOBODY", pin="000000").text


def test_a_password_stops_after_five_wrong_ones(service: Service, browser: Browser) -> None:
    visit = asks(service, browser, acr_values=LOW)
    _, password = browser.crib(AMINA)
    for _ in range(5):
        assert browser.sends(f"{visit}password/", cin=AMINA, password="wrong").status_code == 422
    assert browser.sends(f"{visit}password/", cin=AMINA, password=password).status_code == 422


def test_an_unknown_cin_and_a_wrong_password_have_one_answer(service: Service, browser: Browser) -> None:
    visit = asks(service, browser, acr_values=LOW)
    unknown = browser.sends(f"{visit}password/", cin="QQ111111", password="wrong")
    wrong = browser.sends(f"{visit}password/", cin=SALMA, password="wrong")
    alert = re.compile(r'role="alert">(.*?)<', re.S)
    assert alert.findall(unknown.text) == alert.findall(wrong.text)


def test_a_phone_confirms_by_card_for_the_screen_that_began(service: Service, browser: Browser, phone: Browser) -> None:
    visit = asks(service, browser, acr_values=HIGH)
    qr, number = shows(browser, visit)
    page = phone.opens(qr).text
    assert "Ma CNSS" in page
    assert "127.0.0.0/24" in page
    assert state(browser, visit) == "scanned"
    phone.sends(f"{qr}number/", number=number)
    assert state(browser, visit) == "matched"
    done = phone.sends(f"{qr}confirm/", card=AMINA, pin=phone.crib(AMINA)[0], by="card")
    assert done.status_code == 200
    assert "Location" not in done.headers
    assert state(browser, visit) == "confirmed"
    assert browser.opens(f"{visit}screen/").url.path.endswith("/consent/")
    said = service.read(service.exchange(browser.accepts()["code"]).json()["id_token"])
    assert (said["cin"], said["acr"], said["amr"]) == (AMINA, HIGH, ["hwk", "pin"])


def test_the_result_never_goes_to_the_phone(service: Service, browser: Browser, phone: Browser) -> None:
    visit = asks(service, browser)
    qr, number = shows(browser, visit)
    phone.opens(qr)
    phone.sends(f"{qr}number/", number=number)
    phone.sends(f"{qr}confirm/", card=AMINA, pin=phone.crib(AMINA)[0])
    assert phone.opens(f"{visit}consent/").status_code == 410
    assert phone.sends(f"{visit}consent/").status_code == 410


def test_a_fingerprint_is_substantial(service: Service, browser: Browser, phone: Browser) -> None:
    visit = asks(service, browser, acr_values=f"{SUBSTANTIAL} {HIGH}")
    qr, number = shows(browser, visit)
    phone.opens(qr)
    phone.sends(f"{qr}number/", number=number)
    assert phone.sends(f"{qr}confirm/", card=OLD_CARD, fingerprint="1").status_code == 422
    assert phone.sends(f"{qr}confirm/", card=BRAHIM, fingerprint="1").status_code == 200
    browser.opens(f"{visit}screen/")
    said = service.read(service.exchange(browser.accepts()["code"]).json()["id_token"])
    assert (said["cin"], said["acr"], said["amr"]) == (BRAHIM, SUBSTANTIAL, ["hwk", "fpt"])


def test_a_fingerprint_does_not_do_where_the_card_is_asked(service: Service, browser: Browser, phone: Browser) -> None:
    visit = asks(service, browser, acr_values=HIGH)
    qr, number = shows(browser, visit)
    phone.opens(qr)
    assert 'name="fingerprint"' not in phone.sends(f"{qr}number/", number=number).text
    assert phone.sends(f"{qr}confirm/", card=BRAHIM, fingerprint="1").status_code == 422


def test_a_wrong_number_ends_the_code(service: Service, browser: Browser, phone: Browser) -> None:
    visit = asks(service, browser)
    qr, number = shows(browser, visit)
    phone.opens(qr)
    wrong = "10" if number != "10" else "11"
    assert phone.sends(f"{qr}number/", number=wrong).status_code == 410
    assert phone.sends(f"{qr}number/", number=number).status_code == 410
    assert state(browser, visit) == "void"


def test_nothing_is_confirmed_before_the_number(service: Service, browser: Browser, phone: Browser) -> None:
    visit = asks(service, browser)
    qr, _ = shows(browser, visit)
    phone.opens(qr)
    assert phone.sends(f"{qr}confirm/", card=AMINA, pin=phone.crib(AMINA)[0]).status_code == 410
    assert state(browser, visit) == "scanned"


def test_a_code_is_read_by_one_phone(service: Service, browser: Browser, phone: Browser, sandbox: Sandbox) -> None:
    visit = asks(service, browser)
    qr, number = shows(browser, visit)
    assert phone.opens(qr).status_code == 200
    with Browser(sandbox) as other:
        assert other.opens(qr).status_code == 410
        assert other.sends(f"{qr}number/", number=number).status_code == 410
    assert phone.opens(qr).status_code == 200


def test_a_second_code_voids_the_first(service: Service, browser: Browser, phone: Browser) -> None:
    visit = asks(service, browser)
    first, number = shows(browser, visit)
    phone.opens(first)
    phone.sends(f"{first}number/", number=number)
    second, _ = shows(browser, visit)
    assert first != second
    assert phone.sends(f"{first}confirm/", card=AMINA, pin=phone.crib(AMINA)[0]).status_code == 410
    assert state(browser, visit) == "waiting"


def test_a_code_confirms_once(service: Service, browser: Browser, phone: Browser) -> None:
    visit = asks(service, browser)
    qr, number = shows(browser, visit)
    phone.opens(qr)
    phone.sends(f"{qr}number/", number=number)
    phone.sends(f"{qr}confirm/", card=AMINA, pin=phone.crib(AMINA)[0])
    assert phone.sends(f"{qr}confirm/", card=BRAHIM, pin=phone.crib(BRAHIM)[0]).status_code == 410
    assert "Amina" in browser.opens(f"{visit}screen/").text


def test_an_expired_code_is_dead(service: Service, browser: Browser, phone: Browser, sandbox: Sandbox) -> None:
    visit = asks(service, browser)
    sandbox.turn(expire="on")
    page = browser.sends(f"{visit}screen/").text
    assert "a expiré" in page
    assert state(browser, visit) == "expired"
    assert 'class="qr"' not in page


def test_a_name_with_another_secret_is_dead(service: Service, browser: Browser, phone: Browser) -> None:
    qr, _ = shows(browser, asks(service, browser))
    for forged in (f"{qr[:-4]}aaa/", f"{qr[:39]}/", "/phone/x/", "/phone/é/"):
        assert phone.opens(forged).status_code == 410


def test_a_phone_that_refuses_leaves_the_screen_with_the_other_ways(
    service: Service, browser: Browser, phone: Browser
) -> None:
    visit = asks(service, browser)
    qr, _ = shows(browser, visit)
    phone.opens(qr)
    assert phone.sends(f"{qr}refuse/").status_code == 200
    page = browser.opens(f"{visit}screen/").text
    assert "Refusé sur le téléphone" in page
    assert f'href="{visit}"' in page
    assert carried(browser.sends(f"{visit}leave/", why="refuse"))["error"] == "access_denied"


def test_every_page_says_that_it_is_a_sandbox(service: Service, browser: Browser, phone: Browser) -> None:
    visit = asks(service, browser, acr_values=LOW)
    pages = [browser.opens(each) for each in ("/", "/pin/", "/switches/", "/nowhere", visit)]
    pages += [browser.opens(f"{visit}{each}/") for each in ("card", "password")]
    qr, _ = shows(browser, visit)
    pages += [browser.opens(f"{visit}screen/"), phone.opens(qr), phone.opens("/phone/x/")]
    for page in pages:
        assert "SANDBOX" in page.text, page.url
        assert "BAC À SABLE" in page.text
        assert "بيئة تجريبية" in page.text
