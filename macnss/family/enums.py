"""The words of a family: who is in it, how they came, why they left."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MemberKind(models.TextChoices):
    """Membre de la famille / فرد من الأسرة."""

    SPOUSE = "spouse", _("Husband or wife")
    CHILD = "child", _("Child")


class Origin(models.TextChoices):
    """How somebody came into the family."""

    MARRIAGE = "marriage", _("By marriage")
    BIRTH = "birth", _("By birth")
    KAFALA = "kafala", _("Taken in (kafala)")


class Departure(models.TextChoices):
    """Why somebody left it."""

    DIVORCE = "divorce", _("Divorce")
    DEATH = "death", _("Death")


class Custody(models.TextChoices):
    """Garde / حضانة: with whom the children of a divorced couple live."""

    MINE = "mine", _("With me")
    OTHER = "other", _("With the other parent")
    NONE = "none", _("There are no children")


class Attested(models.TextChoices):
    """What a certificate of studies attests; the codes are those of `rules.Studies`."""

    SCHOOL = "school", _("At school")
    APPRENTICE = "apprentice", _("In apprenticeship")
    HIGHER = "higher", _("Studies after the baccalaureate")


class EventKind(models.TextChoices):
    """Événement familial / حدث عائلي."""

    MARRIAGE = "marriage", _("Marriage")
    BIRTH = "birth", _("Birth")
    KAFALA = "kafala", _("Kafala")
    DIVORCE = "divorce", _("Divorce")
    DEATH = "death", _("Death")
    STUDY = "study", _("Certificate of studies")
    DISABILITY = "disability", _("Disability")
