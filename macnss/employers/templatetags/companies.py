"""Companies as pages write them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from macnss.employers.models import Employer

register = template.Library()


@register.filter
def company_name(employer: Employer) -> SafeString:
    """The name in the script of the page, or in the one that the register has."""
    return format_html("<bdi>{}</bdi>", (get_language_bidi() and employer.name_ar) or employer.name)
