"""Every refusal of Mon e-ID: a stable code, what the person reads, what they do next.

A code never changes: it is what the journal, the logs and the people at the help desk know. The cause stays in the log.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class Next(Enum):
    """What helps now: go to Mon e-ID again, choose another way, begin anew with another number."""

    AGAIN = "again"
    OTHER_WAYS = "other-ways"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the person reads. What `alarms` is an error in the log: a forged answer, or a setting to put right."""

    title: Sentence
    sentence: Sentence
    next_step: Sentence
    next: Next = Next.AGAIN
    alarms: bool = False


class EidFailure(Exception):
    """Mon e-ID, or one of our checks, said no. `cause` is for the log and names nobody."""

    def __init__(self, code: str, cause: str = "") -> None:
        super().__init__(f"{code}: {cause}" if cause else code)
        self.code = code
        self.cause = cause


def explanation(code: str) -> Explanation:
    """What to say about a failure; of a code that is not known, that it could not be checked."""
    return EXPLANATIONS.get(code, _UNCERTAIN)


_AGAIN = _("Go to Mon e-ID again. If it happens a second time, choose another way below.")
_DOWN = _("It is not your fault. Try again in a few minutes, or choose another way below.")
_OTHERS = _("Choose another way below.")

_UNCERTAIN = Explanation(
    _("We could not check the answer of Mon e-ID"),
    _("What came back is not what we expected. For your safety we did not use it, and nothing was opened or changed."),
    _AGAIN,
    alarms=True,
)
_FAULTY = Explanation(
    _("Mon e-ID answered in a way that we cannot read"),
    _("Something is wrong between Mon e-ID and us. Nothing was opened or changed."),
    _DOWN,
    alarms=True,
)
_UNAVAILABLE = Explanation(
    _("Mon e-ID is not available"),
    _("It does not answer, or too slowly. The other ways in stay open."),
    _DOWN,
)
_UNSETTLED = Explanation(
    _("Mon e-ID did not accept our request"),
    _("Something is badly set between Mon e-ID and us. It is for us to put right."),
    _OTHERS,
    Next.OTHER_WAYS,
    alarms=True,
)
_EXPIRED = Explanation(
    _("Too much time has passed"),
    _("A visit to Mon e-ID is good for 10 minutes, once. This one is over, and nothing was opened or changed."),
    _("Go to Mon e-ID again and confirm there without leaving the page."),
)
_INCOMPLETE = Explanation(
    _("Mon e-ID did not say everything we need"),
    _("To find your file we need your CIN and your birth date. One of them did not come."),
    _("Go to Mon e-ID again and accept to share both, or choose another way below."),
)

EXPLANATIONS: dict[str, Explanation] = {
    # The person, at the provider.
    "refused": Explanation(
        _("You cancelled at Mon e-ID"),
        _("You did not confirm, so nothing was shared with us and nothing was opened."),
        _("You can go to Mon e-ID again whenever you like, or choose another way below."),
    ),
    "sign-in-needed": Explanation(
        _("Mon e-ID did not recognise you"),
        _("You have to identify yourself at Mon e-ID and accept to share your identity with us."),
        _("Go to Mon e-ID again and follow its pages to the end."),
    ),
    "too-weak": Explanation(
        _("A stronger identification is needed"),
        _("You confirmed at Mon e-ID in a way that is not sure enough for what you want to do here."),
        _("Go to Mon e-ID again and choose the card with its PIN, or go to an agency with your card."),
    ),
    "sign-in-too-old": Explanation(
        _("Mon e-ID must recognise you now"),
        _("Mon e-ID answered with an identification that is too old for what you want to do here."),
        _("Go to Mon e-ID again and identify yourself there anew."),
    ),
    "cancelled": Explanation(
        _("You stopped this visit to Mon e-ID"),
        _("Nothing was shared with us and nothing was opened."),
        _("You can begin again, or choose another way below."),
    ),
    # The visit.
    "expired": _EXPIRED,
    "answered-already": _EXPIRED,
    "replaced": _EXPIRED,
    "state-unknown": Explanation(
        _("We do not know this answer"),
        _("This visit to Mon e-ID is over, or it was begun in another browser or application than this one."),
        _("Go back to the page where you began, or begin again here."),
        Next.OTHER_WAYS,
    ),
    "no-answer": _UNCERTAIN,
    "answer-from-elsewhere": _UNCERTAIN,
    "issuer-missing": _UNCERTAIN,
    # The provider, or the road to it.
    "busy": _UNAVAILABLE,
    "provider-silent": _UNAVAILABLE,
    "provider-broken": _UNAVAILABLE,
    "provider-redirects": _FAULTY,
    "answer-malformed": _FAULTY,
    "answer-too-large": _FAULTY,
    "metadata-incomplete": _FAULTY,
    "issuer-differs": _FAULTY,
    "insecure-address": _FAULTY,
    "not-connected": _UNAVAILABLE,
    # What it thinks of us.
    "request-refused": _UNSETTLED,
    "client-refused": _UNSETTLED,
    "code-refused": _EXPIRED,
    "token-refused": _UNSETTLED,
    # What it signed.
    "token-missing": _FAULTY,
    "token-unreadable": _UNCERTAIN,
    "algorithm": _UNCERTAIN,
    "key-unknown": _UNCERTAIN,
    "signature": _UNCERTAIN,
    "issuer": _UNCERTAIN,
    "audience": _UNCERTAIN,
    "authorized-party": _UNCERTAIN,
    "token-expired": _UNCERTAIN,
    "token-too-early": _UNCERTAIN,
    "issued-at": _UNCERTAIN,
    "nonce": _UNCERTAIN,
    "access-token-hash": _UNCERTAIN,
    "subject": _UNCERTAIN,
    "userinfo-subject": _UNCERTAIN,
    "claim-missing": _INCOMPLETE,
    "claim-malformed": _INCOMPLETE,
    # Whose identity it is.
    "other-cin": Explanation(
        _("The CIN that you typed is not that of your Mon e-ID"),
        _("Mon e-ID gave us another CIN than the one you typed. Nothing was opened or changed."),
        _("Check the number on your card and type it again. If the card is right, an agency can help you."),
        Next.CORRECT,
    ),
    "other-person": Explanation(
        _("This Mon e-ID is not tied to your account"),
        _("Somebody else confirmed at Mon e-ID, or your account is not tied to it yet. Nothing was changed."),
        _("Confirm with your own Mon e-ID, or choose another way below."),
    ),
    "already-linked": Explanation(
        _("This Mon e-ID is already tied to an account"),
        _("A person has one account, and an account one person. For your safety we changed nothing."),
        _("If you have another account, recover it below. An agency can help you with your card."),
        Next.OTHER_WAYS,
        alarms=True,
    ),
    "agent-needs-passkey": Explanation(
        _("Agents of the fund come in with a passkey"),
        _("Mon e-ID does not open the space of agents."),
        _("Use the door of agents, with your fingerprint, your face or your key."),
        Next.OTHER_WAYS,
    ),
    "account-locked": Explanation(
        _("This account is locked for its protection"),
        _("It was locked, so no way in opens it for now."),
        _("“I can’t get in” below explains how to open it again."),
        Next.OTHER_WAYS,
    ),
}
SILENCES = frozenset({"provider-silent", "provider-broken", "busy"})
