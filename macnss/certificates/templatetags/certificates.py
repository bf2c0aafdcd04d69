"""How certificates are shown."""

from django import template

from macnss.cases.models import Case
from macnss.certificates.models import Certificate
from macnss.certificates.procedures.certificate_request import CertificateRequest, steps_of
from macnss.ui.items import Step
from macnss.ui.templatetags.formats import language

register = template.Library()


@register.filter
def certificate_title(asked: Certificate | Case) -> str:
    """The title of the form, in the language of the page."""
    code = asked.title if isinstance(asked, Certificate) else asked.said.get("certificate", "")
    sheet = CertificateRequest.definition.sheet("certificate")
    choices = sheet.questions[0].choices if sheet else ()
    label = next((each.label for each in choices if each.code == code), CertificateRequest.definition.title)
    return label.ar if language() == "ar" else label.fr


@register.filter
def making_steps(certificate: Certificate) -> list[Step]:
    return steps_of(certificate)
