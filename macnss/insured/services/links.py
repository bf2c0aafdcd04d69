"""One-time links by which somebody whom an agent tied to a record opens their own account."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.enums import Channel, Level, ProvedBy
from macnss.identity.models import Account
from macnss.insured.models import ActivationLink, Insured
from macnss.insured.services import messages
from macnss.insured.services.opening import open_for
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import digest, seal, token, unseal
from macnss.outbox import services as outbox

SENT = audit.action("insured.link_sent", _("An agent sent you a link to activate your account."))
TRIES = 5


class LinkSpent(DomainError):
    code = "link-spent"
    message = _("This link no longer works: it was used, or it is too old. Ask for another at any agency.")


class OtherBirthDate(DomainError):
    code = "other-birth-date"
    message = _("This is not the birth date of the record. Check it and try again.")


@transaction.atomic
def send_link(
    *,
    insured: Insured,
    language: str,
    seen: bool,
    by: Account,
    now: dt.datetime,
    channel: Channel,
    email: str = "",
    phone: str = "",
    message: str = messages.LINK,
    **said: str,
) -> ActivationLink:
    """Send a person the link that opens their account. The links of before no longer work.

    `message` says why it comes, with what `said` fills in.
    """
    secret = token()
    ActivationLink.objects.filter(insured=insured, used_at=None).update(expires_at=now)
    link = ActivationLink.objects.create(
        insured=insured,
        digest=digest(secret, "activation link"),
        channel=channel,
        email=seal(email, "activation link"),
        phone=seal(phone, "activation link"),
        seen=seen,
        made_by=by,
        made_at=now,
        expires_at=now + messages.LINK_WORTH,
    )
    address = settings.SITE_URL.rstrip("/") + reverse("insured:activate_link", args=[secret])
    outbox.post(
        message,
        account=None,
        language=language,
        now=now,
        email=email,
        phone=phone,
        channel=channel,
        link=address,
        **said,
    )
    audit.record(SENT, insured, by=by, at=now, person=insured.pk)
    return link


def find_link(secret: str, now: dt.datetime) -> ActivationLink | None:
    """The link of that secret, as long as it works."""
    good = ActivationLink.objects.filter(used_at=None, tries__lt=TRIES, expires_at__gt=now, insured__account=None)
    return good.filter(digest=digest(secret, "activation link")).select_related("insured").first()


def follow(*, link: ActivationLink, birth_date: dt.date, language: str, now: dt.datetime) -> Account:
    """Open the account of whoever holds the link and knows the birth date. Raises LinkSpent, OtherBirthDate.

    The try is counted first, in one statement of its own, so that a refusal is kept.
    """
    counted = ActivationLink.objects.filter(pk=link.pk, used_at=None, tries__lt=TRIES, expires_at__gt=now)
    if not counted.update(tries=F("tries") + 1):
        raise LinkSpent
    if link.insured.birth_date != birth_date:
        raise OtherBirthDate
    return _use(link, language, now)


@transaction.atomic
def _use(link: ActivationLink, language: str, now: dt.datetime) -> Account:
    person = Insured.objects.select_for_update(of=("self",)).get(pk=link.insured_id)
    used = ActivationLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now)
    if person.account_id or not used:
        raise LinkSpent
    return open_for(
        insured=person,
        level=Level.SUBSTANTIAL if link.seen else Level.LOW,
        proved_by=ProvedBy.COUNTER if link.seen else ProvedBy.CODES,
        language=language,
        now=now,
        channel=Channel(link.channel),
        email=unseal(link.email, "activation link"),
        phone=unseal(link.phone, "activation link"),
    )
