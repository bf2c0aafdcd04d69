"""Value types: a text becomes a number that holds, or says every reason why it cannot."""

import re
import unicodedata
from collections.abc import Iterator
from typing import ClassVar, Self

import phonenumbers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.ma import ice

from macnss.kernel.numbers import check_digits
from macnss.kernel.numbers.check_digits import NumberRule

Reason = str | Promise

_SEPARATORS = re.compile(r"[\s.\-_/\u200e\u200f\u2066-\u2069]+")


class NumberRefused(ValueError):
    """This text is not such a number; `reasons` are sentences for the person who typed it."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


def ascii_digits(text: str) -> str:
    """Arabic-Indic and other digits as 0-9; everything else as it was."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)


def western_digits(text: str) -> str:
    """The numbers of a text in 0-9, and all the rest as somebody wrote it: 100 m² stays so."""
    return re.sub(r"\d+", lambda number: ascii_digits(number[0]), text)


RIB_DIGITS = 24
_MOROCCAN_IBAN = re.compile(r"MA[0-9]{26}")


def _iban_holds(number: str) -> bool:
    """The key of an IBAN: the country and its key go to the end, letters count from 10 (M is 22, A is 10)."""
    return int(f"{number[4:]}2210{number[2:4]}") % 97 == 1


class Identifier(str):
    """A normalised number. `parse` is the only way in for what people type."""

    __slots__ = ()
    visible_at_the_end: ClassVar[int] = 3

    @classmethod
    def normalise(cls, text: str) -> str:
        return _SEPARATORS.sub("", ascii_digits(text)).upper()

    @classmethod
    def reasons(cls, number: str) -> Iterator[Reason]:
        """Why `number`, already normalised, is refused: nothing when it is sound."""
        raise NotImplementedError

    @classmethod
    def parse(cls, text: str) -> Self:
        number = cls.normalise(text)
        if reasons := tuple(cls.reasons(number)):
            raise NumberRefused(*reasons)
        return cls(number)

    @property
    def masked(self) -> str:
        """The number with all but its last characters hidden."""
        return mask(self, self.visible_at_the_end)


def mask(text: str, visible: int = 3) -> str:
    return "•" * max(len(text) - visible, 0) + text[-visible:]


class KeyedNumber(Identifier):
    """A number whose last digit is a key of which we are not sure: a setting says what a wrong one means."""

    __slots__ = ()

    @classmethod
    def doubts(cls, number: str) -> Iterator[Reason]:
        """Why `number`, of the right length, should be looked at again."""
        raise NotImplementedError

    @classmethod
    def parse(cls, text: str, rule: NumberRule = NumberRule.REJECT) -> Self:
        """Refuses a wrong key under the rule `reject` only; `doubts` says what to warn of."""
        number = super().parse(text)
        if rule is NumberRule.REJECT and (doubts := tuple(cls.doubts(number))):
            raise NumberRefused(*doubts)
        return number


class RegistrationNumber(KeyedNumber):
    """Numéro d'immatriculation / رقم التسجيل: 9 digits, the last one a key (e-BDS specification, IV-4)."""

    __slots__ = ()

    @classmethod
    def reasons(cls, number: str) -> Iterator[Reason]:
        if not re.fullmatch(r"[0-9]{9}", number):
            yield _("A registration number has 9 digits, for example 123456785.")

    @classmethod
    def doubts(cls, number: str) -> Iterator[Reason]:
        if not check_digits.registration_is_sound(int(number)):
            yield _("The last digit of this registration number does not match the others: check each digit.")


class AffiliationNumber(KeyedNumber):
    """Numéro d'affiliation / رقم الانخراط: 7 digits, the last one a key of either series."""

    __slots__ = ()

    @classmethod
    def reasons(cls, number: str) -> Iterator[Reason]:
        if not re.fullmatch(r"[0-9]{7}", number):
            yield _("An affiliation number has 7 digits, for example 1234567.")

    @classmethod
    def doubts(cls, number: str) -> Iterator[Reason]:
        if not check_digits.affiliation_is_sound(int(number)):
            yield _("The last digit of this affiliation number does not match the others: check each digit.")


class Cin(Identifier):
    """Carte nationale d'identité / البطاقة الوطنية للتعريف: one or two letters, then up to seven digits."""

    __slots__ = ()

    @classmethod
    def reasons(cls, number: str) -> Iterator[Reason]:
        if not re.fullmatch(r"[A-Z]{1,2}[0-9]{1,7}", number) or len(number) > 8:
            yield _("A CIN is one or two letters followed by digits, for example AB123456.")


class Ice(Identifier):
    """Identifiant commun de l'entreprise / التعريف الموحد للمقاولة: 15 digits, a multiple of 97."""

    __slots__ = ()

    @classmethod
    def reasons(cls, number: str) -> Iterator[Reason]:
        if not re.fullmatch(r"[0-9]{15}", number):
            yield _("An ICE has 15 digits.")
        elif not ice.is_valid(number):
            yield _("The last two digits of this ICE do not match the others: check each digit.")


class Rib(Identifier):
    """Relevé d'identité bancaire / رقم الحساب البنكي: 24 digits, a multiple of 97.

    A Moroccan IBAN is taken too: MA, its own key, then the RIB.
    """

    __slots__ = ()
    visible_at_the_end = 4

    @classmethod
    def normalise(cls, text: str) -> str:
        number = re.sub(r"^(IBAN|RIB)?:?", "", super().normalise(text))
        return number[4:] if _MOROCCAN_IBAN.fullmatch(number) and _iban_holds(number) else number

    @property
    def bank_code(self) -> str:
        """The three digits of the bank."""
        return self[:3]

    @classmethod
    def reasons(cls, number: str) -> Iterator[Reason]:
        if number.startswith("MA"):
            yield _("This IBAN is not right: check each character, or type the 24 digits of the RIB.")
        elif not number.isdigit():
            yield _("A RIB has 24 digits.")
        elif len(number) != RIB_DIGITS:
            yield _("A RIB has 24 digits: there are %(count)s here.") % {"count": len(number)}
        elif int(number) % 97:
            yield _("The key of this RIB (its last two digits) does not match: check each digit.")


class Phone(Identifier):
    """A phone number, kept as E.164 (+212612345678). Without a country it is Moroccan."""

    __slots__ = ()
    visible_at_the_end = 2

    @classmethod
    def normalise(cls, text: str) -> str:
        try:
            number = phonenumbers.parse(ascii_digits(text), "MA")
        except phonenumbers.NumberParseException:
            return text.strip()
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    @classmethod
    def reasons(cls, number: str) -> Iterator[Reason]:
        try:
            known = phonenumbers.is_possible_number(phonenumbers.parse(number, None))
        except phonenumbers.NumberParseException:
            known = False
        if not known:
            yield _("This is not a phone number: type it as 06 12 34 56 78, or with + and the country code.")


class Postcode(Identifier):
    """Code postal / الرمز البريدي: 5 digits."""

    __slots__ = ()

    @classmethod
    def reasons(cls, number: str) -> Iterator[Reason]:
        if not re.fullmatch(r"[0-9]{5}", number):
            yield _("A postcode has 5 digits, for example 30000. You may leave it empty.")


def mask_email(address: str) -> str:
    """amina@example.org as a••••@example.org."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}{'•' * max(len(name) - 1, 1)}{at}{domain}"
