"""People as the page names them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from macnss.insured.models import Insured

register = template.Library()


@register.filter
def full_name(person: Insured) -> SafeString:
    """The name in the script of the page, or in the one that the register has."""
    return format_html("<bdi>{}</bdi>", (get_language_bidi() and person.name_ar) or str(person))
