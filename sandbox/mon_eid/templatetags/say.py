"""`{% say "key" name=value %}`: a sentence of the sandbox in the language of the page."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sandbox.mon_eid.levels import LEVELS
from sandbox.mon_eid.words import sentence

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Mapping[str, Any], key: str, **named: object) -> SafeString:
    """Values stand apart from the direction of the text around them."""
    set_apart = {name: format_html("<bdi>{}</bdi>", value) for name, value in named.items()}
    return format_html(sentence(key, context.get("language", "ar")), **set_apart)


@register.simple_tag(takes_context=True)
def level(context: Mapping[str, Any], acr: str) -> str:
    name = acr.rpartition(":")[2] if acr in LEVELS else "low"
    return sentence(f"level_{name}", context.get("language", "ar"))
