"""Passwords: long enough, known to no thief, saying nothing of their owner; no rule of composition."""

import hashlib
import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from django.test import override_settings

from config import breached as tool
from macnss.audit.models import Event
from macnss.identity import breached
from macnss.identity.enums import NameKind
from macnss.identity.models import Account
from macnss.identity.services import give_sign_in_name, passwords
from macnss.identity.services.passwords import PasswordRefused, is_right, problems, set_password
from macnss.identity.tests.factories import NOW, PASSWORD, account


@pytest.mark.parametrize(
    "good",
    [
        "three green camels",
        "trois chameaux verts",
        "ثلاثة جمال خضراء",
        "zzqphmvtkw",
        "ÉLÉPHANT-au-thé",
        "x" * 5 + "yz" * 20,
    ],
)
def test_any_long_password_that_nobody_guesses_is_good(good: str) -> None:
    assert problems(good, None) == []


@pytest.mark.parametrize(
    "bad",
    [
        "short",
        "ثلاثة",
        "x" * 129,
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "0612345678",
        "06 12 34 56 78",
        "12/03/1985!",
        "AB-1234567!",
        "azertyuiop",
        "Password123",
        "casablanca2024",
        "Wydad@2024",
        "MOHAMED1990",
        "marocmaroc",
    ],
)
def test_what_thieves_try_first_is_refused_in_words(bad: str) -> None:
    refused = problems(bad, None)
    assert len(refused) == 1
    assert len(refused[0]) > 20


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bad",
    [
        "Karim Berrada",
        "berrada-karim-1",
        "KARIM.BERRADA1985",
        "karim@example.org",
        "AB123456 karim",
        "0612345678 karim",
    ],
)
def test_a_password_made_of_oneself_is_refused(bad: str) -> None:
    owner = _karim()
    assert len(problems(bad, owner)) == 1


@pytest.mark.django_db
def test_the_number_of_the_owner_does_not_count_for_length() -> None:
    owner = _karim()
    assert problems("moi 123456785", owner)
    assert problems("moi 123456785", account("zineb", "Zineb")) == []


@pytest.mark.django_db
def test_a_name_within_a_long_sentence_is_no_fault() -> None:
    assert problems("karim drinks mint tea at noon", _karim()) == []


def _karim() -> Account:
    owner = account("karim", "Karim Berrada")
    owner.phone = "+212612345678"
    for kind, name in ((NameKind.REGISTRATION_NUMBER, "123456785"), (NameKind.DOCUMENT, "AB123456")):
        give_sign_in_name(account=owner, kind=kind, name=name, by=None, now=NOW)
    return owner


@pytest.mark.django_db
def test_a_new_password_opens_the_old_one_does_not_and_the_journal_knows() -> None:
    owner = account("karim", "Karim Berrada")
    set_password(account=owner, raw="three green camels", by=owner, now=NOW)
    assert is_right(owner, "three green camels")
    assert not is_right(owner, PASSWORD)
    assert owner.password_changed_at == NOW
    assert Event.objects.filter(action=passwords.CHANGED, account=owner.pk).count() == 1


@pytest.mark.django_db
def test_a_refused_password_changes_nothing() -> None:
    owner = account("karim", "Karim Berrada")
    with pytest.raises(PasswordRefused):
        set_password(account=owner, raw="0612345678", by=owner, now=NOW)
    assert is_right(owner, PASSWORD)


@pytest.mark.django_db
def test_accents_typed_in_another_way_are_the_same_password() -> None:
    owner = account("karim", "Karim Berrada")
    set_password(account=owner, raw=unicodedata.normalize("NFC", "thé à la menthe"), by=owner, now=NOW)
    assert is_right(owner, unicodedata.normalize("NFD", "thé à la menthe"))


@pytest.mark.django_db
def test_no_account_and_no_password_open_nothing() -> None:
    owner = account("karim", "Karim Berrada")
    owner.set_unusable_password()
    assert not is_right(None, PASSWORD)
    assert not is_right(owner, PASSWORD)
    assert not is_right(owner, "")


def test_the_shipped_file_is_sorted_and_small() -> None:
    prefixes = breached.Prefixes(Path(__file__).parents[1] / "data" / "breached-passwords.bin")
    assert 100_000 < len(prefixes) < 400_000
    some = [prefixes[place] for place in range(0, len(prefixes), 997)]
    assert some == sorted(some)


def test_the_public_list_becomes_a_file_that_takes_the_place_of_ours(tmp_path: Path) -> None:
    stolen = ["the moon over essaouira", "thirteen purple doors", "rarely stolen words"]
    counts = dict(zip(stolen, (500, 20, 1), strict=True))
    lines = sorted(f"{hashlib.sha1(each.encode()).hexdigest().upper()}:{counts[each]}" for each in stolen)
    (tmp_path / "list.txt").write_text("\n".join(lines) + "\n")
    made = tmp_path / "made.bin"
    assert tool.run([str(tmp_path / "list.txt"), "--to", str(made), "--at-least", "2"]) == 0
    assert problems(stolen[0], None) == []
    with override_settings(BREACHED_PASSWORDS=str(made)):
        assert [bool(problems(each, None)) for each in stolen] == [True, True, False]


@pytest.mark.parametrize("lines", ["nonsense", "ff" * 20 + ":1\n" + "00" * 20 + ":1", "ff" * 10 + ":1"])
def test_a_list_out_of_order_is_refused_and_the_old_file_stays(tmp_path: Path, lines: str) -> None:
    (tmp_path / "list.txt").write_text(lines)
    made = tmp_path / "made.bin"
    made.write_bytes(b"old")
    assert tool.run([str(tmp_path / "list.txt"), "--to", str(made)]) == 1
    assert made.read_bytes() == b"old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["list.txt", "made.bin"]


def test_a_file_cut_short_is_not_read(tmp_path: Path) -> None:
    out = BytesIO()
    breached.write([b"abcdef"], out)
    (tmp_path / "cut").write_bytes(out.getvalue()[:-1])
    with pytest.raises(breached.NotSuchAFile):
        breached.Prefixes(tmp_path / "cut")
