"""What a company and its people are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalForm(models.TextChoices):
    """Forme juridique / الشكل القانوني."""

    SARL = "sarl", _("Limited liability company (SARL)")
    SARL_AU = "sarl-au", _("Single-member limited liability company (SARL AU)")
    SA = "sa", _("Public limited company (SA)")
    SNC = "snc", _("General partnership (SNC)")
    PERSON = "person", _("Natural person")
    ASSOCIATION = "association", _("Association")
    COOPERATIVE = "cooperative", _("Cooperative")


class Sector(models.TextChoices):
    """Secteur d'activité / قطاع النشاط."""

    TRADE = "trade", _("Trade")
    SERVICES = "services", _("Services")
    CONSTRUCTION = "construction", _("Construction")
    AGRICULTURE = "agriculture", _("Agriculture, forestry, fishing")
    HOSPITALITY = "hospitality", _("Hotels and restaurants")
    INDUSTRY = "industry", _("Manufacturing")
    TRANSPORT = "transport", _("Transport")
    ICT = "ict", _("Information and communication")
    FINANCE = "finance", _("Finance and insurance")
    OTHER = "other", _("Other activities")


class Function(models.TextChoices):
    """What a person may do for a company."""

    HEAD = "head", _("Head of the company")
    STAFF = "staff", _("Employee in charge of declarations")
    ACCOUNTANT = "accountant", _("Accountant by mandate")


class Right(models.TextChoices):
    """Pouvoir donné par un mandat / صلاحية. The head of a company holds them all."""

    DECLARE = "declare", _("Declare wages")
    PAY = "pay", _("Pay contributions")
    READ_WAGES = "read_wages", _("Read the wages")
    REGISTER = "register", _("Register employees")


class InvitationState(models.TextChoices):
    SENT = "sent", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
