"""Backup codes: ten, shown once, each good once; new ones void the others."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from macnss.audit.models import Event
from macnss.identity.models import Account, BackupCode
from macnss.identity.services import backup_codes
from macnss.identity.tests.factories import NOW, account, come_in


def made(own: Account) -> list[str]:
    return backup_codes.make(account=own, by=own, now=NOW)


def used(own: Account, typed: str) -> bool:
    return backup_codes.use(account=own, typed=typed, now=NOW)


@pytest.mark.django_db
class TestCodes:
    def test_there_are_ten_different_ones_and_the_table_knows_none(self) -> None:
        codes = made(account("amina", "AMINA"))
        assert len(set(codes)) == 10
        kept = b"".join(bytes(each.digest) for each in BackupCode.objects.all())
        assert not any(code.replace("-", "").encode() in kept for code in codes)

    def test_each_is_good_once(self) -> None:
        own = account("amina", "AMINA")
        codes = made(own)
        assert [used(own, codes[0]), used(own, codes[0]), used(own, codes[1])] == [True, False, True]
        assert backup_codes.left(own) == 8

    def test_it_is_typed_with_or_without_its_dash_in_either_digits(self) -> None:
        own = account("amina", "AMINA")
        first, second, *_rest = made(own)
        assert used(own, first.replace("-", " "))
        assert used(own, second.translate({48 + each: 0x660 + each for each in range(10)}))

    @pytest.mark.parametrize("typed", ["", "abc", "0", "9" * 3000])
    def test_anything_else_is_refused(self, typed: str) -> None:
        own = account("amina", "AMINA")
        made(own)
        assert not used(own, typed)

    def test_new_ones_void_the_others(self) -> None:
        own = account("amina", "AMINA")
        old = made(own)
        new = made(own)
        assert not used(own, old[0])
        assert used(own, new[0])

    def test_those_of_somebody_else_open_nothing(self) -> None:
        codes = made(account("amina", "AMINA"))
        assert not used(account("zineb", "ZINEB"), codes[0])

    def test_both_acts_are_written_down(self) -> None:
        own = account("amina", "AMINA")
        used(own, made(own)[0])
        done = Event.objects.filter(account=own.pk).values_list("action", flat=True)
        assert {backup_codes.MADE, backup_codes.USED} <= set(done)


@pytest.mark.django_db(transaction=True)
def test_one_code_typed_ten_times_at_once_serves_once() -> None:
    own = account("amina", "AMINA")
    code = made(own)[0]

    def one(_place: int) -> bool:
        try:
            return used(own, code)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(one, range(10))) == 1


@pytest.mark.django_db
class TestPages:
    def test_they_are_shown_once(self, client: Client) -> None:
        own = account("amina", "AMINA")
        come_in(client, own)
        page = client.post(reverse("identity:backup_codes")).content.decode()
        assert page.count('<li><bdi dir="ltr">') == 10
        assert '<bdi dir="ltr">' not in client.get(reverse("identity:backup_codes")).content.decode().split("<main")[1]

    def test_a_file_holds_them(self, client: Client) -> None:
        own = account("amina", "AMINA")
        answer = come_in(client, own).post(reverse("identity:backup_codes"), {"act": "file"})
        assert "attachment" in answer["Content-Disposition"]
        assert used(own, answer.content.decode().split("\n")[2])

    def test_looking_makes_none(self, client: Client) -> None:
        come_in(client, account("amina", "AMINA")).get(reverse("identity:backup_codes"))
        assert not BackupCode.objects.exists()
