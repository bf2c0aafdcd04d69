"""Every page for everybody: no barrier that axe knows, nothing that sticks out, in both languages."""

import pytest

from macnss.declarations.models import Declaration
from macnss.declarations.services import uploads
from macnss.declarations.tests.factories import career
from macnss.declarations.tests.files import answers, main_file, unnumbered
from macnss.insured.tests.factories import NOW
from macnss.kernel.months import Month
from tests.browser.conftest import DESK, LANGUAGES, PHONE, Cast, Open

PUBLIC = ("/", "/sign-in/", "/gallery/", "/nowhere/")
INSURED = ("/me/", "/me/wages/", "/me/wages/2026/9/", "/me/number/", "/me/data/", "/me/journal/")
AGENT = ("/agent/",)


@pytest.fixture
def declared(cast: Cast) -> Cast:
    """A career with a month left out, a declaration to look at, and a file that was refused."""
    career(cast.amina, cast.company, Month(2025, 9), Month(2026, 9), left_out=[Month(2026, 6)], real=720_000)
    good = main_file(cast.company, [answers(cast.amina)], [unnumbered()], month=Month(2026, 10))
    for content in (good, good.replace(b"26000000050000", b"31000000050000")):
        upload = uploads.receive(employer=cast.company, file_name="DS.txt", chunks=[content], by=None, now=NOW)
        uploads.check(upload=upload, by=None, now=NOW)
    return cast


def of_the_company(cast: Cast) -> list[str]:
    home = f"/employer/{cast.company.public_id}/"
    reports = [f"{home}uploads/{each.public_id}/" for each in cast.company.uploads.all()]
    latest = Declaration.objects.latest("month")
    inner = ("", "upload/", "entry/", "entry/2026/11/", "employees/", "dues/", "history/")
    return [*(home + path for path in inner), f"{home}declarations/{latest.public_id}/", *reports]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_barrier(declared: Cast, opens: Open, language: str, size: dict[str, int]) -> None:
    audiences = {"": PUBLIC, "amina": INSURED, "driss": AGENT, "karim": of_the_company(declared)}
    found = {}
    for login, paths in audiences.items():
        visitor = opens(language, size)
        if login:
            visitor.signs_in(login)
        for path in paths:
            visitor.goes_to(path)
            if problems := visitor.barriers() + ([] if visitor.fits() else ["sticks out sideways"]):
                found[path] = problems
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dark_theme_has_no_barrier(declared: Cast, opens: Open, language: str) -> None:
    visitor = opens(language, PHONE, color_scheme="dark")
    visitor.signs_in("amina")
    found = {}
    for path in INSURED:
        visitor.goes_to(path)
        if problems := visitor.barriers():
            found[path] = problems
    assert found == {}
