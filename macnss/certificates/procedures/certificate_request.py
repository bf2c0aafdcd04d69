"""Demande d'attestation / طلب شهادة (Réf. 310-1-34): those that are not given at once."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.agencies.models import Agency
from macnss.cases.definition import Answers, Choice, Question
from macnss.cases.engine import CannotAccept, Check, Holder, Kind, Line
from macnss.cases.enums import DecisionState, Verdict
from macnss.cases.models import Case
from macnss.certificates.enums import Delivery, Making
from macnss.certificates.models import Certificate
from macnss.certificates.services import making
from macnss.identity.models import Account, Office
from macnss.lawbook.texts import Text
from macnss.ui.items import Step, StepState

NOT_REGISTERED = "not_registered"
OF_STRANGERS = (NOT_REGISTERED,)  # what somebody without a number may ask for


class CertificateRequest(Kind):
    """A certificate of the form 310-1-34."""

    code = "certificate_request"

    def prefilled(self, holder: Holder, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        if holder.person is None:
            return {"requester": "public", "certificate": NOT_REGISTERED}
        person = holder.person
        where = ", ".join(each for each in (person.address, f"{person.postcode} {person.town}".strip()) if each)
        return {"requester": "insured", **({"postal_address": where} if where else {})}

    def choices(self, question: Question, holder: Holder, answers: Answers) -> tuple[Choice, ...]:  # noqa: ARG002
        if question.name == "agency":
            found = Agency.objects.select_related("office").order_by("office__town", "office__code")
            return tuple(Choice(str(each.public_id), Text(each.office.name, each.office.name_ar)) for each in found)
        if holder.person is None:
            return tuple(each for each in question.choices if each.code in OF_STRANGERS)
        return question.choices

    def office(self, answers: Answers, holder: Holder) -> Office | None:  # noqa: ARG002
        return office_of(answers)

    def about(self, answers: Answers, holder: Holder) -> str:
        return super().about(answers, holder) or str(answers.get("name", ""))

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        how = answers.get("delivery", "")
        said = [Line(_("How you receive it"), Delivery(how).label)] if how in Delivery else []
        if office := office_of(answers):
            said.append(Line(_("Where"), str(office)))
        return [*said, Line(_("You are told"), _("When it is granted, then when it is ready."))]

    def checks(self, case: Case, on: dt.date) -> list[Check]:  # noqa: ARG002
        title = _("Registration")
        asked, person = case.said.get("certificate"), case.person
        if asked == NOT_REGISTERED and person:
            return [Check("registered", title, Verdict.WRONG, _("Has a registration number"))]
        if asked == NOT_REGISTERED:
            return [Check("register", title, Verdict.DOUBT, _("Look for the person by document, name and birth date."))]
        return [Check("register", title, Verdict.FINE, str(person or ""))]

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:  # noqa: ARG002
        delivery = Delivery(case.said["delivery"])
        decision = case.decisions.exclude(state=DecisionState.TURNED_DOWN).order_by("-pk").first()
        words = decision.words if decision else ""
        if delivery == Delivery.SPACE and not words:
            raise CannotAccept(why=_("The person chose a written answer: write what the certificate says."))
        title = str(case.said["certificate"])
        making.grant(case=case, title=title, delivery=delivery, office=office_of(case.said), now=now)
        return {"words": words}

    def outcome(self, case: Case) -> list[Line]:
        made = Certificate.objects.filter(case=case).select_related("office").first()
        if made is None:
            return []
        words = case.results.get("words", "")
        said = [Line(_("How you receive it"), made.get_delivery_display())]
        if made.delivery == Delivery.AGENCY and made.office:
            said.append(Line(_("Where"), str(made.office)))
        return [*([Line(_("Our answer"), words)] if words else []), *said]

    def after(self, case: Case) -> list[Step]:
        made = Certificate.objects.filter(case=case).first()
        return steps_of(made) if made else []


def steps_of(certificate: Certificate) -> list[Step]:
    """Printed, ready, handed over: with the day of each."""
    if certificate.delivery == Delivery.SPACE:
        return []
    ready = timezone.localdate(certificate.ready_at) if certificate.ready_at else None
    gone = timezone.localdate(certificate.handed_over_at) if certificate.handed_over_at else None
    last = _("Sending by post") if certificate.delivery == Delivery.POST else _("Handing over")
    at_hand = StepState.CURRENT if certificate.state == Making.READY else StepState.TODO
    return [
        Step(_("Printed and signed"), StepState.DONE if ready else StepState.CURRENT, ready),
        Step(last, StepState.DONE if gone else at_hand, gone),
    ]


def office_of(answers: Answers) -> Office | None:
    """The office of the agency where it is collected, if one was chosen."""
    if answers.get("delivery") != Delivery.AGENCY or not answers.get("agency"):
        return None
    found = Agency.objects.filter(public_id=answers["agency"]).select_related("office").first()
    return found.office if found else None
