"""A declaration typed on screen: proposed, kept, reviewed, sent."""

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from macnss.declarations.enums import Source
from macnss.declarations.models import Declaration, Draft
from macnss.declarations.tests.company_story import JULY, OCTOBER, SEPTEMBER, Story, entrant, words
from macnss.declarations.views.employer import entry
from macnss.employers.tests.factories import zellige
from macnss.identity.sessions import OPENED, SEEN
from macnss.identity.tests.factories import come_in

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db


def test_the_choice_shows_the_months_that_wait(story: Story) -> None:
    story.declared(JULY, SEPTEMBER)
    html = story.html("entry_choice")
    assert story.address("entry", 2026, 10) in html
    assert story.address("entry", 2026, 8) in html
    assert story.address("entry", 2026, 9) not in html


def test_the_sheet_proposes_what_was_declared_last(story: Story) -> None:
    story.declared(SEPTEMBER)
    html = story.html("entry", 2026, 10).replace("\u00a0", " ")
    assert 'value="7 200,00"' in html
    assert "BENNANI AMINA" in html
    assert "12 200,00" in html  # the total


def test_a_new_company_has_empty_rows(story: Story) -> None:
    story.act_also_for(zellige())
    html = story.html("entry", 2026, 10)
    assert 'name="e2-surname"' in html


def test_a_month_already_declared_leads_to_its_receipt(story: Story) -> None:
    (october,) = story.declared(OCTOBER)
    assert story.get("entry", 2026, 10)["Location"] == story.address("declaration", october.public_id)


def test_months_of_the_future_and_before_the_affiliation_do_not_exist(story: Story) -> None:
    for year, month in ((2026, 12), (2027, 1), (2005, 12), (2026, 0)):
        assert story.get("entry", year, month).status_code == 404


@pytest.mark.parametrize("typed", ["5 000,00", "5000.00", "5000", "5\u00a0000,00", "٥٠٠٠", "٥٬٠٠٠٫٠٠"])
def test_wages_are_typed_as_people_write_them(story: Story, typed: str) -> None:
    answer = story.post(story.typed("totals") | {f"s{story.amina.number}-wage": typed})
    assert answer.status_code == 200
    assert "10 000,00" in words(answer)


def test_a_draft_keeps_what_was_typed_and_declares_nothing(story: Story) -> None:
    answer = story.post(story.typed("save") | {f"s{story.amina.number}-wage": "cinq mille"})
    assert answer["Location"] == story.address("entry", 2026, 10)
    assert Draft.objects.get().saved_by == story.account
    html = story.html("entry", 2026, 10)
    assert 'value="cinq mille"' in html
    assert not Declaration.objects.exists()
    assert story.address("entry", 2026, 10) in story.html("company")


def test_mistakes_come_back_with_the_row_the_field_and_the_remedy(story: Story) -> None:
    typed = story.typed("review") | {f"s{story.amina.number}-days": "31"} | entrant(surname="رامي", cin="")
    answer = story.post(typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_s{story.amina.number}-days"' in html
    assert 'href="#id_e0-surname"' in html
    assert 'href="#id_e0-cin"' in html
    assert 'value="31"' in html
    assert "BENNANI AMINA" in words(answer)
    assert not Draft.objects.exists()


def test_a_row_can_be_added_without_javascript(story: Story) -> None:
    assert 'name="e0-surname"' in story.post(story.typed("add")).content.decode()


def test_an_empty_row_is_nobody(story: Story) -> None:
    blank = entrant(surname="", given_names="", cin="", days="", wage="")
    assert story.post(story.typed("review") | blank).status_code == 302
    assert len(Draft.objects.get().lines) == 2


def test_the_review_shows_totals_the_amount_due_and_what_changes(story: Story) -> None:
    story.declared(SEPTEMBER)
    answer = story.post(story.typed("review") | entrant())
    assert answer["Location"].endswith("?review=1")
    said = story.read("entry", 2026, 10, query="?review=1")
    assert "12 500,00 DH" in said
    assert "Assurance maladie obligatoire" in said
    assert "7 200,00 DH" in said  # what Amina earned before
    assert "RAMI SAID" in said
    assert "EL ALAOUI" not in said  # nothing changes for Brahim
    assert not Declaration.objects.filter(month=OCTOBER.first_day).exists()


def send_reviewed(story: Story, **typed: str) -> "Answer":
    reviewed = Draft.objects.get().saved_at.isoformat()
    return story.post({"act": "send", "reviewed": reviewed} | typed)


def test_what_is_sent_is_declared_and_the_draft_goes(story: Story) -> None:
    story.post(story.typed("review") | entrant())
    answer = send_reviewed(story)
    declared = Declaration.objects.get()
    assert answer["Location"] == story.address("declaration", declared.public_id)
    assert (declared.lines, declared.real, declared.source) == (3, 1_250_000, Source.ENTRY)
    assert not Draft.objects.exists()
    assert story.post({"act": "send"})["Location"] == answer["Location"]  # a second press changes nothing


def test_a_draft_that_changed_since_the_review_is_read_again(story: Story) -> None:
    story.post(story.typed("review"))
    answer = send_reviewed(story, reviewed="2026-01-01T00:00:00+00:00")
    assert answer["Location"].endswith("?review=1")
    assert not Declaration.objects.exists()


def test_a_refused_sending_shows_the_row_to_correct(story: Story) -> None:
    story.post(story.typed("review") | {f"s{story.amina.number}-days": "0"})
    answer = send_reviewed(story)
    assert answer.status_code == 422
    assert f'href="#id_s{story.amina.number}-days"' in answer.content.decode()
    assert not Declaration.objects.exists()
    assert Draft.objects.exists()


def test_a_number_that_nobody_bears_is_shown_at_its_row(story: Story) -> None:
    story.post(story.typed("review") | entrant(number="199 999 999", cin=""))
    answer = send_reviewed(story)
    assert answer.status_code == 422
    assert 'href="#id_e0-number"' in answer.content.decode()


def test_above_some_size_a_file_is_advised(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "LONGEST_ENTRY", 1)
    for html in (story.html("entry", 2026, 10), story.html("entry_choice")):
        assert f'href="{story.address("upload")}">' in html
        assert "data-sheet" not in html


def test_a_month_whose_rates_nobody_knows_is_not_typed(story: Story) -> None:
    assert story.get("entry", 2010, 5).status_code == 404


def test_a_sheet_sent_after_the_session_ended_comes_back_as_it_was_typed(story: Story) -> None:
    session, long_ago = story.client.session, (timezone.now() - dt.timedelta(hours=1)).isoformat()
    session.update({SEEN: long_ago, OPENED: long_ago})
    session.save()
    answer = story.post(story.typed("review") | {f"s{story.amina.number}-wage": "cinq mille"})
    assert "/sign-in/" in answer["Location"]
    come_in(story.client, story.account)
    assert 'value="cinq mille"' in story.html("entry", 2026, 10)
    assert 'value="cinq mille"' not in story.html("entry", 2026, 10)  # given back once
    assert not Draft.objects.exists()
