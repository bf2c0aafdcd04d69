"""The library in which every component registers, and the checks they share.

A wrong tone, icon or size is a mistake of the page: it raises `TemplateSyntaxError`.
"""

from collections.abc import Collection
from functools import cache
from typing import Any

from django import template
from django.template import TemplateSyntaxError
from django.template.loader import get_template
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
    return SafeString(_drawing(component).render(values))


@cache
def _drawing(component: str) -> Any:
    """The template of a component, looked up once: a page draws dozens of them."""
    return get_template(f"ui/components/{component}.html")
