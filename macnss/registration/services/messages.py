"""What is written to companies about the persons whom the fund registers. Never a number: the page has it."""

from django.utils.translation import gettext_lazy as _

from macnss.outbox.kinds import DAY, kind

NUMBER_ISSUED = kind(
    "registration.number_issued",
    subject=_("%(company)s: an employee is registered"),
    body=_(
        "The registration of %(person)s, who works for %(company)s, is accepted.\n\n"
        "The registration number is here, with those of your other employees: %(address)s"
    ),
    sms=_("Ma CNSS: an employee of %(company)s is registered. The number is here: %(address)s"),
    worth=7 * DAY,
)
