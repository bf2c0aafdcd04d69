"""Fields that several doors share."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from macnss.ui.components.signs import icon


class PasswordInput(forms.PasswordInput):
    """A password that can be shown: `static/js/password.js` moves the button, which is absent without JavaScript."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        return format_html(
            '<div class="shown-password">{}<button class="chip needs-js" type="button" data-show-password'
            ' aria-pressed="false" aria-label="{}" title="{}">{}</button></div>',
            field,
            _("Show the password"),
            _("Show the password"),
            icon("eye"),
        )
