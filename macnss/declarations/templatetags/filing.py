"""Files and findings as people read them: the trade's words beside the format's names, what is sensitive hidden."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from macnss.declarations.ebds.layout import RECORDS
from macnss.declarations.enums import UploadState
from macnss.kernel.money import from_centimes
from macnss.kernel.numbers.identifiers import mask
from macnss.ui.templatetags.formats import grouped, language

register = template.Library()
Text = str | Promise

SEVERITIES: dict[str, Text] = {"error": _("Error"), "warning": _("Warning")}
TONES = {"error": "danger", "warning": "warning"}
UPLOAD_TONES: dict[str, str] = {
    UploadState.RECEIVED: "info",
    UploadState.CHECKING: "info",
    UploadState.ACCEPTED: "success",
    UploadState.REFUSED: "danger",
    UploadState.FAILED: "warning",
}
RECORD_NAMES: dict[str, Text] = {
    "00": _("Start of the file"),
    "01": _("The company"),
    "02": _("Employees of the pre-established list"),
    "03": _("Totals of the pre-established list"),
    "04": _("Entrants"),
    "05": _("Totals of the entrants"),
    "06": _("Totals of the file"),
}
"""By the digits of the record's type: B02 and E02 are the same to a reader."""
FIELD_NAMES: dict[str, Text] = {
    "transfer_id": _("Transfer number"),
    "category": _("Category"),
    "affiliate": _("Affiliation number"),
    "period": _("Month"),
    "company_name": _("Company name"),
    "activity": _("Activity"),
    "address": _("Address"),
    "town": _("Town"),
    "postcode": _("Postcode"),
    "agency": _("Agency"),
    "issue_date": _("Date of issue"),
    "due_date": _("Due date"),
    "number": _("Registration number"),
    "name": _("Last name and first name"),
    "cin": _("CIN"),
    "children": _("Children"),
    "af_to_pay": _("Family allowances due"),
    "af_to_deduct": _("Family allowances withheld"),
    "af_net": _("Family allowances to pay"),
    "af_to_return": _("Family allowances to hand back"),
    "days": _("Days"),
    "real": _("Real wage"),
    "capped": _("Capped wage"),
    "situation": _("Situation"),
    "control": _("Control sum"),
    "lines": _("Number of employees"),
    "filler": _("End of the line"),
}
"""By the word that the layout gives each field."""


@register.filter
def severity_name(severity: str) -> Text:
    return SEVERITIES.get(severity, severity)


@register.filter
def severity_tone(severity: str) -> str:
    return TONES.get(severity, "neutral")


@register.filter
def record_name(code: str) -> Text:
    """What the lines of a record are about."""
    return RECORD_NAMES.get(code[1:], code)


@register.filter
def field_name(finding: Mapping[str, Any]) -> Text:
    """The field in the trade's words; empty when the whole line is meant."""
    record = RECORDS.get(finding["record"], ())
    word = next((field.word for field in record if field.name == finding["field"]), "")
    return FIELD_NAMES.get(word, "")


@register.filter
def told(finding: Mapping[str, Any]) -> str:
    """What is wrong and what to do, in the language of the page."""
    return str(finding["message"][language()])


@register.filter
def upload_tone(state: str) -> str:
    return UPLOAD_TONES.get(state, "neutral")


@register.filter
def as_written(text: object) -> SafeString:
    """A name of a file or what stood in it: left to right whatever its letters, and broken where it is too long."""
    return format_html('<span dir="ltr">{}</span>', text)


@register.filter
def hidden(number: str) -> str:
    """A number of which only the end shows."""
    return mask(number)


@register.filter
def amount(centimes: int) -> str:
    """Centimes in DH, without the unit: for where it stands in the label."""
    return grouped(from_centimes(centimes), 2)


@register.filter
def by_eights(fingerprint: str) -> str:
    """A long code in groups that an eye can compare and a narrow screen can break."""
    return " ".join(fingerprint[place : place + 8] for place in range(0, len(fingerprint), 8))
