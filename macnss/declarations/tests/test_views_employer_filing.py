"""A declaration by file: sent, checked, reported on, sent again."""

import csv
import datetime as dt
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from macnss.declarations.enums import UploadState
from macnss.declarations.models import Upload
from macnss.declarations.services import uploads
from macnss.declarations.tests.company_story import OCTOBER, Story, report_of
from macnss.employers.models import Employer
from macnss.employers.tests.factories import zellige
from macnss.insured.tests.factories import NOW

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_and_its_page_waits_for_the_check(story: Story) -> None:
    answer = story.send(story.file())
    upload = Upload.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == story.address("upload_report", upload.public_id)
    html = story.html("upload_report", upload.public_id)
    assert 'http-equiv="refresh"' in html
    assert 'hx-trigger="every 1s"' in html


def test_htmx_is_told_where_to_go(story: Story) -> None:
    answer = story.send(story.file(), HX_Request="true")
    assert answer["HX-Redirect"] == story.address("upload_report", Upload.objects.get().public_id)


def test_the_progress_is_a_part_of_the_page_until_the_check_is_over(story: Story) -> None:
    story.send(story.file())
    upload = Upload.objects.get()
    address = story.address("upload_report", upload.public_id)
    part = story.client.get(address, headers={"HX-Request": "true"})
    assert b"<progress" in part.content
    assert b"<html" not in part.content
    uploads.check(upload=upload, by=None, now=NOW)
    assert story.client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_same_bytes_are_the_same_upload(story: Story) -> None:
    story.send(story.file(), "DS.txt")
    story.on(timezone.now() + dt.timedelta(minutes=1))
    answer = story.client.post(
        story.address("upload"), {"file": SimpleUploadedFile("again.txt", story.file())}, follow=True
    )
    assert Upload.objects.count() == 1
    assert "notice tone-info" in answer.content.decode()


def test_no_file_and_an_empty_file_are_refused_in_words(story: Story) -> None:
    for files in ({}, {"file": SimpleUploadedFile("DS.txt", b"")}):
        answer = story.client.post(story.address("upload"), files)
        assert answer.status_code == 422
        assert "error-summary" in answer.content.decode()


def test_an_accepted_file_says_what_it_costs_and_where_its_receipt_is(story: Story) -> None:
    upload = story.checked(story.file())
    assert upload.state == UploadState.ACCEPTED, upload.report
    assert upload.declaration
    html = story.html("upload_report", upload.public_id)
    assert story.address("declaration", upload.declaration.public_id) in html
    assert "12 500,00 DH" in story.read("upload_report", upload.public_id)


def test_a_refused_file_says_line_by_line_what_to_correct(story: Story) -> None:
    upload = story.checked(story.file(capped=400_000))
    assert upload.state == UploadState.REFUSED
    said = story.read("upload_report", upload.public_id)
    assert "N_Salaire_Plaf" in said
    assert "500000" in said
    assert "plafond du mois" in said  # the remedy, in French


def test_findings_are_filtered_and_paginated(story: Story) -> None:
    upload = story.checked(story.file(capped=400_000))
    first = report_of(upload)["findings"][0]
    many = [{**first, "line": line, "code": "days-too-many" if line == 7 else first["code"]} for line in range(1, 61)]
    Upload.objects.filter(pk=upload.pk).update(report={**report_of(upload), "findings": many, "errors": 60})
    html = story.html("upload_report", upload.public_id)
    assert html.count('scope="row"') == 2 + 25  # two kinds, one page of lines
    assert "code=days-too-many" in html
    alone = story.html("upload_report", upload.public_id, query="?code=days-too-many")
    assert alone.count('scope="row"') == 2 + 1
    assert story.get("upload_report", upload.public_id, query="?code=nothing&page=99").status_code == 200


def test_the_table_to_download_holds_no_formula(story: Story) -> None:
    upload = story.checked(story.file(capped=400_000))
    first = report_of(upload)["findings"][0]
    report = {**report_of(upload), "findings": [{**first, "found": "=1+1"}], "errors": 1, "warnings": 0}
    Upload.objects.filter(pk=upload.pk).update(report=report)
    answer = story.get("upload_findings", upload.public_id)
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    head, row = csv.reader(StringIO(text[1:]), delimiter=";")
    assert len(head) == 8
    assert row[5] == "'=1+1"
    assert row[7] == first["message"]["fr"]
    assert "attachment" in answer["Content-Disposition"]


def test_the_table_holds_all_findings_where_the_report_kept_some(story: Story) -> None:
    upload = story.checked(story.file(capped=400_000, days=30))
    Upload.objects.filter(pk=upload.pk).update(report={**report_of(upload), "findings": []})
    text = story.html("upload_findings", upload.public_id)
    assert "capped-wrong" in text
    assert "days-too-many" in text


def test_a_second_main_declaration_leads_to_the_first(story: Story) -> None:
    (october,) = story.declared(OCTOBER)
    upload = story.checked(story.file())
    assert report_of(upload)["refusal"] == "already-declared"
    html = story.html("upload_report", upload.public_id)
    assert story.address("declaration", october.public_id) in html


def test_a_file_of_another_company_of_the_same_accountant_is_led_there(story: Story) -> None:
    content = story.file()
    story.act_also_for(zellige())
    upload = story.checked(content)
    html = story.html("upload_report", upload.public_id)
    assert upload.state == UploadState.REFUSED
    assert reverse("declarations:upload", args=[Employer.objects.get(name="ATLAS SARL").public_id]) in html


def test_an_interrupted_check_can_be_asked_again(story: Story) -> None:
    story.send(story.file())
    upload = Upload.objects.get()
    Upload.objects.update(state=UploadState.FAILED)
    assert story.address("upload_again", upload.public_id) in story.html("upload_report", upload.public_id)
    assert story.client.post(story.address("upload_again", upload.public_id)).status_code == 302
    assert story.client.get(story.address("upload_again", upload.public_id)).status_code == 405


def test_a_check_that_lasts_too_long_can_be_asked_again(story: Story) -> None:
    story.send(story.file())
    upload = Upload.objects.get()
    story.on(timezone.now() + uploads.STUCK_AFTER + dt.timedelta(seconds=1))
    assert story.address("upload_again", upload.public_id) in story.html("upload_report", upload.public_id)


def test_the_pre_established_file_is_downloaded_under_its_name(story: Story) -> None:
    answer = story.get("pre_established", 2026, 10)
    assert f"AFFEBDS_{story.company.affiliation_number}_202610.txt" in answer["Content-Disposition"]
    assert b"BENNANI" in answer.content
    assert story.get("pre_established", 2026, 12).status_code == 404
    assert story.get("pre_established", 2026, 13).status_code == 404
