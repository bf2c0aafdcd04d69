"""The words of agencies and appointments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Service(models.TextChoices):
    """Guichet / شباك: what an agency receives people for. One makes an appointment for one of them."""

    REGISTRATION = "registration", _("Register, or have a card again")
    FAMILY = "family", _("Declare a spouse or a child")
    PERSONAL = "personal", _("Correct my data, give my bank account")
    WAGES = "wages", _("A month that is missing or wrong")
    BENEFITS = "benefits", _("Benefits and pensions")
    HEALTH = "health", _("Health insurance (AMO)")
    CERTIFICATES = "certificates", _("Ask for a certificate")
    ACCOUNT = "account", _("Open my account, get back into it")
    EMPLOYERS = "employers", _("A company: affiliation, declarations")
    COMPLAINTS = "complaints", _("Make a complaint")


class Region(models.TextChoices):
    """Région / الجهة."""

    TANGER = "tanger-tetouan-al-hoceima", _("Tangier - Tetouan - Al Hoceima")
    ORIENTAL = "oriental", _("Oriental")
    FES = "fes-meknes", _("Fes - Meknes")
    RABAT = "rabat-sale-kenitra", _("Rabat - Sale - Kenitra")
    BENI_MELLAL = "beni-mellal-khenifra", _("Beni Mellal - Khenifra")
    CASABLANCA = "casablanca-settat", _("Casablanca - Settat")
    MARRAKECH = "marrakech-safi", _("Marrakech - Safi")
    DRAA = "draa-tafilalet", _("Draa - Tafilalet")
    SOUSS = "souss-massa", _("Souss - Massa")
    GUELMIM = "guelmim-oued-noun", _("Guelmim - Oued Noun")
    LAAYOUNE = "laayoune-sakia-el-hamra", _("Laayoune - Sakia El Hamra")
    DAKHLA = "dakhla-oued-ed-dahab", _("Dakhla - Oued Ed-Dahab")


class AppointmentState(models.TextChoices):
    """Rendez-vous / موعد."""

    BOOKED = "booked", _("Booked")
    CANCELLED = "cancelled", pgettext_lazy("appointment", "Cancelled")
    CAME = "came", _("The person came")
    MISSED = "missed", _("The person did not come")
