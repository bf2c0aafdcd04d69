"""The library in which every component registers, and the checks they share.

A wrong tone, icon or size is a mistake of the page: it raises `TemplateSyntaxError`.
"""

from collections.abc import Collection
from typing import Any

from django import template
from django.template import TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from macnss.ui.items import Text

register = template.Library()


def one_of(value: Any, allowed: Collection[Any], what: str) -> None:
    """Refuse a value that the design system does not know."""
    if value not in allowed:
        raise TemplateSyntaxError(f"no such {what}: {value!r} (one of {', '.join(map(str, sorted(allowed)))})")


def needed(value: Text, what: str) -> None:
    """Refuse a component that would say nothing."""
    if not str(value).strip():
        raise TemplateSyntaxError(f"{what} may not be empty")


def draw(component: str, **values: Any) -> SafeString:
    return render_to_string(f"ui/components/{component}.html", values)
