"""The words of a case file: where it stands, what was decided, what holds it up."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(models.TextChoices):
    """Who opens a case, and in which space it is then followed."""

    INSURED = "insured", _("An insured person")
    EMPLOYER = "employer", _("A company")
    PUBLIC = "public", _("Somebody without an account")
    COUNTER = "counter", _("An agent, for somebody present")


class State(models.TextChoices):
    """État du dossier / حالة الملف."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent, waiting for an agent")
    EXAMINED = "examined", _("Being examined")
    AWAITING = "awaiting", _("Waiting for your papers")
    ASKED = "asked", _("Waiting for the company's answer")
    SECOND_LOOK = "second_look", _("Being checked by a second agent")
    ACCEPTED = "accepted", pgettext_lazy("request", "Accepted")
    REFUSED = "refused", pgettext_lazy("request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")


OPEN = (State.SENT, State.EXAMINED, State.AWAITING, State.ASKED, State.SECOND_LOOK)
PAUSED = (State.AWAITING, State.ASKED)
CLOSED = (State.ACCEPTED, State.REFUSED, State.WITHDRAWN)


class StepName(models.TextChoices):
    """Étape / مرحلة: what a case goes through, each with its own clock."""

    RECEIVED = "received", _("Received")
    EXAMINED = "examined", _("Examined by an agent")
    AWAITING = "awaiting", _("Papers asked of you")
    ASKED = "asked", _("The company is asked")
    SECOND_LOOK = "second_look", _("Checked by a second agent")


class Outcome(models.TextChoices):
    """Décision / القرار."""

    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")


class DecisionState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for a second person")
    FINAL = "final", _("Decided")
    TURNED_DOWN = "turned_down", _("Turned down by the second person")
    TAKEN_BACK = "taken_back", _("Taken back before a second person looked")


STANDING = (DecisionState.PROPOSED, DecisionState.FINAL)


class PieceState(models.TextChoices):
    """Pièce justificative / وثيقة إثبات."""

    WANTED = "wanted", _("Asked for")
    GIVEN = "given", _("Given")
    UNFIT = "unfit", _("To be given again")


class ArrivalState(models.TextChoices):
    """A file on its way in: it comes in parts, then is checked, then becomes pages."""

    ARRIVING = "arriving", _("Arriving")
    CHECKING = "checking", _("Being checked")
    KEPT = "kept", _("Kept")
    REFUSED = "refused", _("Refused")


class AlarmKind(models.TextChoices):
    """What a supervisor must look at: nothing stays stuck in silence."""

    LATE = "late", _("Past the date by which it had to be decided")
    NOT_TAKEN = "not_taken", _("Nobody has taken it")
    SECOND_LOOK = "second", _("The second agent has not looked at it")
    PAUSE = "pause", _("It waits for somebody past the day given to them")
    ESCALATED = "escalated", _("An agent asks for a supervisor")
    ARRIVAL = "arrival", _("A file that was sent is not checked")
    MESSAGE = "message", _("A message could not be delivered")
    FAILED = "failed", _("What follows from the decision failed")


class Verdict(models.TextChoices):
    """What an automatic check found."""

    FINE = "fine", _("In order")
    DOUBT = "doubt", _("To be looked at")
    WRONG = "wrong", _("Wrong")


class Pile(models.TextChoices):
    """What an agent has before them: the queue cut by whose turn it is."""

    TODO = "todo", _("To do")
    FREE = "free", _("Nobody has it")
    MINE = "mine", _("Mine")
    ASIDE = "aside", _("Set aside")
    SECOND = "second", _("Second look")
    ESCALATED = "escalated", _("Escalated")
    WAITING = "waiting", _("Awaiting papers or an answer")
    ALL = "all", _("All open")


class Urgency(models.TextChoices):
    """Where a case stands before the day by which the fund said that it would answer."""

    LATE = "late", _("Late")
    SOON = "soon", _("Due within two days")
    IN_TIME = "in_time", _("In time")
    PAUSED = "paused", _("Clock stopped")


class Age(models.TextChoices):
    """How long ago a case was sent."""

    NEW = "new", _("Up to 2 days")
    WEEK = "week", _("3 to 7 days")
    MONTH = "month", _("8 to 30 days")
    OLD = "old", _("More than 30 days")
