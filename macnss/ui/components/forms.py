"""What people press and fill: buttons, fields, what is wrong with them."""

from django.forms import BaseForm, BoundField, CheckboxInput, FileInput, MultiWidget
from django.http import QueryDict
from django.template import TemplateSyntaxError
from django.template.context import Context
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from macnss.ui.components.registry import draw, needed, one_of, register
from macnss.ui.components.signs import icon as draw_icon
from macnss.ui.items import Text

BUTTONS = ("primary", "secondary", "quiet", "danger")
BUTTON_TYPES = ("submit", "button")
SIZES = ("full", "medium", "short")
# The tokens of the HTML standard that a fund has a use for: they let a telephone fill the form for its owner.
AUTOCOMPLETE = frozenset(
    [
        "off",
        "name",
        "given-name",
        "family-name",
        "email",
        "username",
        "username webauthn",
        "new-password",
        "current-password",
        "one-time-code",
        "organization",
        "street-address",
        "address-line1",
        "address-level2",
        "postal-code",
        "country",
        "country-name",
        "bday",
        "sex",
        "tel",
        "tel-national",
        "language",
    ]
)
LEFT_TO_RIGHT = frozenset({"email", "tel", "number", "url", "password", "date", "month"})


@register.simple_tag
def button(
    text: Text, kind: str = "primary", *, icon: str = "", name: str = "", value: str = "", type: str = "submit"
) -> SafeString:
    """A button of a form."""
    one_of(kind, BUTTONS, "kind of button")
    one_of(type, BUTTON_TYPES, "type of button")
    needed(text, "a button")
    return draw("button", text=text, kind=kind, icon=icon, name=name, value=value, type=type)


@register.simple_tag
def link_button(text: Text, href: str, kind: str = "primary", *, icon: str = "", download: bool = False) -> SafeString:
    """A link that is the main thing to do on the page."""
    one_of(kind, BUTTONS, "kind of button")
    needed(text, "a link")
    needed(href, "the address of a link")
    return draw("link_button", text=text, href=href, kind=kind, icon=icon, download=download)


@register.simple_tag
def print_button(text: Text) -> SafeString:
    """Prints the page; absent where there is no JavaScript, since the browser's menu does it too."""
    needed(text, "a button")
    return format_html(
        '<button class="button button-secondary needs-js" type="button" data-print>{}{}</button>',
        draw_icon("printer"),
        text,
    )


@register.simple_tag(takes_context=True)
def field(
    context: Context, bound: BoundField, *, autocomplete: str = "", size: str = "full", ltr: bool = False
) -> SafeString:
    """A field of a form with its label, its help and what is wrong with it, tied together for screen readers.

    What was typed here before a detour (`request.held`) comes back into it.
    """
    if not isinstance(bound, BoundField):
        raise TemplateSyntaxError(f"a field of a form, not {bound!r}")
    _give_back(bound, getattr(context.get("request"), "held", None))
    one_of(size, SIZES, "size")
    one_of(autocomplete, AUTOCOMPLETE | {""}, "autocomplete token")
    if bound.is_hidden:
        return bound.as_hidden()
    attrs = _attributes(bound, autocomplete=autocomplete, size=size, ltr=ltr)
    return draw("field", field=bound, kind=_kind(bound), widget=bound.as_widget(attrs=attrs))


def _give_back(bound: BoundField, held: QueryDict | None) -> None:
    """Fill the field from what was typed, when it was typed into this form."""
    form, widget = bound.form, bound.field.widget
    if held and not form.is_bound and any(form.add_prefix(name) in held for name in form.fields):
        form.initial[bound.name] = widget.value_from_datadict(held, MultiValueDict(), bound.html_name)
        bound.__dict__.pop("initial", None)  # Django keeps the value that it read first


def _kind(bound: BoundField) -> str:
    if isinstance(bound.field.widget, MultiWidget):
        return "boxes"
    if bound.use_fieldset:
        return "choices"
    if isinstance(bound.field.widget, CheckboxInput):
        return "check"
    return "file" if isinstance(bound.field.widget, FileInput) else "line"


def _attributes(bound: BoundField, *, autocomplete: str, size: str, ltr: bool) -> dict[str, str | bool]:
    widget = bound.field.widget
    attrs: dict[str, str | bool] = {}
    if _kind(bound) in {"line", "file"}:
        attrs["class"] = f"input size-{size}"
    if autocomplete:
        attrs["autocomplete"] = autocomplete
    if ltr or getattr(widget, "input_type", "") in LEFT_TO_RIGHT:
        attrs["dir"] = "ltr"
    return attrs


@register.simple_tag
def error_summary(form: BaseForm, *, focus: bool = True) -> SafeString:
    """All that is wrong with a form, each line a link to its field; takes the focus when the page opens."""
    if not isinstance(form, BaseForm):
        raise TemplateSyntaxError(f"a form, not {form!r}")
    if not form.errors:
        return SafeString("")
    wrong = [(form[name], errors) for name, errors in form.errors.items() if name in form.fields]
    return draw("error_summary", general=form.non_field_errors(), wrong=wrong, focus=focus)
