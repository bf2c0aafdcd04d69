import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from macnss.ui.items import NavigationItem, Step, StepState


def drawn(source: str, **values: Any) -> str:
    """What a page that holds this source shows, its white space evened out."""
    return " ".join(Template("{% load formats i18n ui %}" + source).render(Context(values)).split())


class Question(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="Ours only.")
    wage = forms.DecimalField(label="Wage", required=False)
    channel = forms.ChoiceField(label="Channel", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    file = forms.FileField(label="File")
    agreed = forms.BooleanField(label="Agreed")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_card_holds_one_thing_and_one_way_further() -> None:
    card = drawn('{% card "Wages" icon="coins" href="/wages" more="All" %}<p>content</p>{% endcard %}')
    assert "<h2>Wages</h2>" in card
    assert "<p>content</p>" in card
    assert '<a class="card-more" href="/wages">All' in card


def test_a_notice_says_its_tone_with_a_picture_too() -> None:
    notice = drawn('{% notice "warning" title="A month is missing" %}<p>August</p>{% endnotice %}')
    assert "tone-warning" in notice
    assert "#triangle-alert" in notice


def test_a_badge_escapes_what_it_says() -> None:
    assert "&lt;b&gt;" in drawn("{% badge text %}", text="<b>")


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in drawn('{% icon "house" %}')
    assert 'role="img" aria-label="Home"' in drawn('{% icon "house" label="Home" %}')


def test_arrows_turn_with_the_direction() -> None:
    assert "icon-mirrored" in drawn('{% icon "arrow-left" %}')
    assert "icon-mirrored" not in drawn('{% icon "house" %}')


def test_money_is_one_left_to_right_number_and_its_unit() -> None:
    with translation.override("ar"):
        shown = drawn("{% money amount %}", amount=Decimal("5400.5"))
    assert '<bdi dir="ltr">5 400<span class="money-cents">,50</span></bdi>' in shown
    assert "درهم" in shown


def test_a_summary_pairs_labels_and_values() -> None:
    row = '{% summary_row "Month" href="/m" change="Change" %}March{% endsummary_row %}'
    shown = drawn(f"{{% summary_list %}}{row}{{% endsummary_list %}}")
    assert shown.startswith('<dl class="summary">')
    assert "<dt>Month</dt>" in shown
    assert '<a href="/m">Change<span class="visually-hidden"> Month</span></a>' in shown


def test_a_table_labels_its_cells_and_keeps_its_roles_when_it_becomes_cards() -> None:
    rows = '<tr class="gap"><th scope="row">March</th><td class="x">26</td></tr>'
    table = drawn(f'{{% data_table "Wages" "Month" "Days" figures="2" %}}{rows}{{% enddata_table %}}')
    assert '<table class="table" role="table">' in table
    assert '<tr role="row" class="gap">' in table
    assert '<th role="rowheader" data-label="Month" scope="row">' in table
    assert '<td role="cell" data-label="Days" data-figure class="x">' in table


def test_a_field_ties_its_label_its_help_and_its_mistake_together() -> None:
    shown = drawn('{% field form.email autocomplete="email" %}', form=Question({"email": "no"}))
    assert '<label for="id_email">' in shown
    assert 'autocomplete="email"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_email_helptext id_email_error"' in shown
    assert 'id="id_email_helptext"' in shown
    assert 'id="id_email_error"' in shown


def test_addresses_and_numbers_are_typed_left_to_right() -> None:
    assert 'dir="ltr"' in drawn("{% field form.email %}", form=Question())
    assert 'dir="ltr"' not in drawn("{% field form.file %}", form=Question())


def test_a_group_of_choices_has_a_legend() -> None:
    shown = drawn("{% field form.channel %}", form=Question())
    assert "<fieldset" in shown
    assert "<legend> Channel" in shown


def test_a_file_field_carries_the_progress_of_its_sending() -> None:
    assert "data-upload-progress" in drawn("{% field form.file %}", form=Question())


def test_what_is_optional_says_so_and_what_is_hidden_stays_bare() -> None:
    with translation.override(None):
        assert "(optional)" in drawn("{% field form.wage %}", form=Question())
    assert drawn("{% field form.secret %}", form=Question()).startswith('<input type="hidden"')


def test_the_summary_of_mistakes_leads_to_each_field() -> None:
    summary = drawn("{% error_summary form %}", form=Question({"email": "no"}))
    for name in ("email", "channel", "file", "agreed"):
        assert f'href="#id_{name}"' in summary
    assert "data-focus" in summary


def test_a_form_without_mistakes_has_no_summary() -> None:
    assert drawn("{% error_summary form %}", form=Question()) == ""


def test_a_page_header_leads_back_and_dates_its_data() -> None:
    moment = dt.datetime(2026, 4, 11, 9, 30, tzinfo=dt.UTC)
    header = drawn('{% page_header "Wages" back="/" updated=moment %}', moment=moment)
    assert "<h1>Wages</h1>" in header
    assert '<a class="back" href="/">' in header
    assert "10:30" in header


def test_pages_keep_the_filters_of_the_address() -> None:
    page = Paginator(range(30), 10).page(2)
    shown = drawn("{% pagination page %}", page=page, request=RequestFactory().get("/?year=2026&page=2"))
    assert "?year=2026&amp;page=1" in shown
    assert "?year=2026&amp;page=3" in shown


def test_a_single_page_shows_no_pagination() -> None:
    page = Paginator(range(3), 10).page(1)
    assert drawn("{% pagination page %}", page=page, request=RequestFactory().get("/")) == ""


def test_tabs_mark_the_one_that_is_open() -> None:
    items = [NavigationItem("2026", "?year=2026", current=True), NavigationItem("2025", "?year=2025")]
    assert drawn('{% tabs items "Years" %}', items=items).count('aria-current="page"') == 1


def test_steps_say_where_the_file_stands() -> None:
    steps = [Step("Received", StepState.DONE, on=dt.date(2026, 3, 5)), Step("Decision", StepState.CURRENT)]
    shown = drawn("{% step_list steps %}", steps=steps)
    assert '<li class="steps-current" aria-current="step">' in shown
    assert "2026" in shown


def test_progress_is_a_native_bar() -> None:
    assert 'value="1" max="3"' in " ".join(drawn('{% progress_bar 1 3 "Steps" %}').split())


def test_a_masked_value_opens_in_the_page_or_asks_the_server() -> None:
    assert "123454321" not in drawn('{% masked "•••4321" %}')
    assert "<details" in drawn('{% masked "•••4321" full="123454321" %}')
    asked = drawn('{% masked "•••4321" reveal="/reveal" %}', csrf_token="token")
    assert 'method="post"' in asked
    assert 'value="token"' in asked


def test_buttons_and_links_are_what_they_look_like() -> None:
    assert drawn('{% button "Send" %}').startswith('<button class="button button-primary" type="submit"')
    assert drawn('{% link_button "Open" "/open" "secondary" %}').startswith('<a class="button button-secondary"')
    assert "data-print" in drawn('{% print_button "Print" %}')


def test_nothing_here_says_why_and_what_comes_next() -> None:
    assert "<h2>No file</h2>" in drawn('{% empty_state "No file" %}<p>Soon.</p>{% endempty_state %}')


def test_a_figure_reads_label_first() -> None:
    figure = drawn('{% figure 12 "Days" note="this year" %}')
    assert figure.index("Days") < figure.index("12")


@pytest.mark.parametrize(
    "source",
    [
        '{% icon "no-such-icon" %}',
        '{% mark "house" %}',
        '{% badge "x" "pink" %}',
        '{% badge "" %}',
        '{% card "x" tone="loud" %}{% endcard %}',
        '{% card "x" href="/" %}{% endcard %}',
        '{% card "x" level=1 %}{% endcard %}',
        '{% notice "neutral" %}{% endnotice %}',
        '{% button "x" "huge" %}',
        '{% link_button "x" "" %}',
        '{% field "email" %}',
        '{% field form.email autocomplete="e-mail" %}',
        '{% field form.email size="huge" %}',
        '{% error_summary "form" %}',
        '{% page_header "" %}',
        '{% updated_at "yesterday" %}',
        '{% progress_bar 4 3 "x" %}',
        "{% step_list nothing %}",
        '{% masked "•" full="1" reveal="/" %}',
        '{% data_table "x" %}{% enddata_table %}',
        '{% data_table "x" "a" figures="2" %}{% enddata_table %}',
        '{% data_table "x" "a" "b" %}<tr><td>1</td></tr>{% enddata_table %}',
        '{% bar_chart nothing "" %}',
        '{% summary_row "" %}{% endsummary_row %}',
        '{% empty_state "" %}{% endempty_state %}',
    ],
)
def test_a_mistake_of_the_page_is_told_to_who_writes_it(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        drawn(source, form=Question(), nothing=[])


def test_the_tone_of_a_message_follows_its_level() -> None:
    levels = {"debug": "info", "info": "info", "success": "success", "warning": "warning", "error": "danger"}
    assert {level: drawn("{{ level|tone }}", level=level) for level in levels} == levels
