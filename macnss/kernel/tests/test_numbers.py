import numpy as np
import pytest

from macnss.kernel.numbers import check_digits
from macnss.kernel.numbers.check_digits import NumberRule
from macnss.kernel.numbers.identifiers import (
    AffiliationNumber,
    Cin,
    Ice,
    Identifier,
    NumberRefused,
    Phone,
    Postcode,
    RegistrationNumber,
    Rib,
    mask_email,
    western_digits,
)

SOUND: dict[type[Identifier], list[str]] = {
    RegistrationNumber: ["123456785", "112345676", "199999991", "140000002", "135792466", "186420975", "123456784"],
    AffiliationNumber: ["1000009", "1234567", "7654321", "9999999", "2000016", "1357921", "2703892", "1234562"],
    Ice: ["001561191000066", "001512572000078"],
    Rib: ["310810100013070176970116", "011519000001205000534921"],
    Cin: ["AB123456", "A1", "BK654321"],
    Phone: ["+212612345678", "+33612345678"],
    Postcode: ["30000", "01000"],
}
UNSOUND: dict[type[Identifier], list[str]] = {
    RegistrationNumber: ["123456789", "12345678", "223456785", "12345678A"],
    AffiliationNumber: ["1234568", "123456", "12345678"],
    Ice: ["001561191000065", "1561191000066"],
    Rib: ["310810100013070176970117", "31081010001307017697011"],
    Cin: ["ABC12345", "123456", "AB12345678"],
    Phone: ["0612", "bonjour", ""],
    Postcode: ["abc", "3000", "300000", "3000a", ""],
}


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, texts in SOUND.items() for t in texts])
def test_a_sound_number_is_itself(kind: type[Identifier], text: str) -> None:
    assert kind.parse(text) == text


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, texts in UNSOUND.items() for t in texts])
def test_an_unsound_number_says_why(kind: type[Identifier], text: str) -> None:
    with pytest.raises(NumberRefused) as refused:
        kind.parse(text)
    assert all(str(reason) for reason in refused.value.reasons)


def test_a_wrong_key_is_refused_warned_of_or_ignored_as_the_rule_says() -> None:
    with pytest.raises(NumberRefused):
        RegistrationNumber.parse("123456789", NumberRule.REJECT)
    for rule in (NumberRule.WARN, NumberRule.OFF):
        assert RegistrationNumber.parse("123456789", rule) == "123456789"
    assert list(RegistrationNumber.doubts("123456789"))
    assert not list(RegistrationNumber.doubts("123456784"))


def test_of_a_text_the_numbers_alone_are_normalised() -> None:
    assert western_digits("زنقة ٤، رقم ١٢ (۳۴)") == "زنقة 4، رقم 12 (34)"
    assert western_digits("100 m², n° 7, ½") == "100 m², n° 7, ½"


def test_what_people_type_is_normalised() -> None:
    assert Postcode.parse(" ٣٠ ٠٠٠ ") == "30000"
    assert RegistrationNumber.parse(" 123 456-785 ") == "123456785"
    assert RegistrationNumber.parse("١٢٣٤٥٦٧٨٥") == "123456785"
    assert Cin.parse("ab 123.456") == "AB123456"
    assert Phone.parse("06 12 34 56 78") == Phone.parse("00212612345678") == "+212612345678"


def test_a_masked_number_shows_its_end_only() -> None:
    assert Cin.parse("AB123456").masked == "•••••456"
    assert mask_email("amina@example.org") == "a••••@example.org"


def test_an_array_is_checked_like_a_number() -> None:
    numbers = np.array([123456785, 123456784, 123456789, 223456785])
    assert check_digits.registration_is_sound(numbers).tolist() == [True, True, False, False]


def test_numbers_of_our_own_have_the_first_key() -> None:
    assert check_digits.registration_number_from(12345678) == 123456785
    assert check_digits.affiliation_number_from(123456) == 1234567
