"""What each level of assurance opens, as one table of data: shown to the person, and read by who adds a page."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from macnss.identity.enums import Level
from macnss.ui.items import Text


@dataclass(frozen=True, slots=True)
class Service:
    """One thing that a person does here: how sure we must be of who they are, and of who is there at that moment."""

    label: Text
    identity: Level
    fresh: Level | None = None


SERVICES: tuple[Service, ...] = (
    Service(_("See whether I am declared, month by month, without amounts"), Level.LOW),
    Service(_("See who looked at my file"), Level.LOW),
    Service(_("Choose my password, my fingerprint or face, and end my sessions"), Level.LOW, Level.SUBSTANTIAL),
    Service(_("Change my e-mail address or my phone"), Level.LOW, Level.SUBSTANTIAL),
    Service(_("See my registration number"), Level.SUBSTANTIAL),
    Service(_("See my wages and my contributions"), Level.SUBSTANTIAL),
    Service(_("See my personal data in clear"), Level.SUBSTANTIAL),
    Service(_("Let a relative look at my file"), Level.SUBSTANTIAL, Level.HIGH),
)
