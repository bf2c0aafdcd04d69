"""A new e-mail or phone counts once it is proved; the old one is told, and can say that it was not its owner."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from macnss.audit.models import Event
from macnss.identity.enums import Channel, Method
from macnss.identity.models import Account, Code
from macnss.identity.services import codes, contacts, disavowal
from macnss.identity.services.codes import CodeSpent, WrongCode
from macnss.identity.services.contacts import SameAddress
from macnss.identity.tests.factories import NOW, account, come_in
from macnss.identity.tests.messages import link_in, sent_code, told
from macnss.outbox.models import Message

HERE = b"h" * 32
NEW = "new@example.org"


def amina() -> Account:
    own = account("amina", "AMINA BENNANI")
    own.phone, own.email_confirmed_at, own.phone_confirmed_at = "+212661234567", NOW, NOW
    own.save()
    return own


def asked(own: Account, channel: Channel = Channel.EMAIL, address: str = NEW) -> Code:
    return contacts.ask_change(account=own, channel=channel, address=address, ticket=HERE, language="fr", now=NOW)


def confirmed(own: Account, code: Code, typed: str) -> Account:
    contacts.confirm(account=own, code=code, typed=typed, ticket=HERE, now=NOW)
    return Account.objects.get(pk=own.pk)


@pytest.mark.django_db
class TestChanging:
    def test_nothing_changes_before_the_code(self) -> None:
        own = amina()
        code = asked(own)
        assert told("account.code") == {NEW}
        with pytest.raises(WrongCode):
            confirmed(own, code, "abc")
        assert Account.objects.get(pk=own.pk).email == "amina@example.org"

    def test_the_code_changes_it_and_every_old_address_is_told(self) -> None:
        own = amina()
        changed = confirmed(own, asked(own), sent_code())
        assert (changed.email, changed.email_confirmed_at) == (NEW, NOW)
        assert told("account.contact_changed") == {"amina@example.org", "+212661234567"}
        assert Event.objects.filter(action=contacts.EMAIL_CHANGED, account=own.pk).count() == 1

    def test_a_foreign_phone_is_taken(self) -> None:
        own = amina()
        changed = confirmed(own, asked(own, Channel.SMS, "+33612345678"), sent_code())
        assert changed.phone == "+33612345678"
        assert told("account.code") == {"+33612345678"}

    def test_the_same_address_is_not_asked_again_unless_it_waits_for_its_proof(self) -> None:
        own = amina()
        with pytest.raises(SameAddress):
            asked(own, address="amina@example.org")
        own.email_confirmed_at = None
        assert asked(own, address="amina@example.org")

    def test_a_code_for_another_purpose_or_browser_changes_nothing(self) -> None:
        own = amina()
        code = asked(own)
        with pytest.raises(CodeSpent):
            contacts.confirm(account=own, code=code, typed=sent_code(), ticket=b"e" * 32, now=NOW)

    def test_the_address_of_somebody_else_gets_no_code_and_its_owner_alone_is_told(self) -> None:
        account("zineb", "ZINEB")
        code = asked(amina(), address="zineb@example.org")
        assert not told("account.code")
        assert told("account.address_typed_elsewhere") == {"zineb@example.org"}
        assert codes.masked_address(code) == "z••••@example.org"

    def test_an_address_that_somebody_took_meanwhile_is_refused_in_the_words_of_an_old_code(self) -> None:
        own = amina()
        code = asked(own)
        other = account("zineb", "ZINEB")
        other.email = NEW
        other.save()
        with pytest.raises(CodeSpent):
            confirmed(own, code, sent_code())

    def test_the_old_address_closes_the_account_for_seven_days(self) -> None:
        own = amina()
        confirmed(own, asked(own), sent_code())
        token = link_in("account.contact_changed").split("/")[-2]
        disavowal.disavow(token=token, now=NOW + dt.timedelta(days=7))
        assert Account.objects.get(pk=own.pk).locked_at


@pytest.mark.django_db(transaction=True)
def test_a_code_typed_four_times_at_once_changes_the_address_once() -> None:
    own = amina()
    code, typed = asked(own), sent_code()

    def one(_place: int) -> bool:
        try:
            contacts.confirm(account=own, code=code, typed=typed, ticket=HERE, now=NOW)
        except CodeSpent:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, range(4))) == 1
    assert Event.objects.filter(action=contacts.EMAIL_CHANGED).count() == 1


@pytest.mark.django_db
class TestPages:
    def change(self, client: Client, channel: str, address: str) -> str:
        answer = client.post(reverse("identity:contact_change", args=[channel]), {"address": address})
        return f"{answer.status_code} {answer.headers.get('Location', '')}".strip()

    def test_addresses_are_shown_hidden(self, client: Client) -> None:
        page = come_in(client, amina()).get(reverse("identity:contacts")).content.decode()
        assert "amina@example.org" not in page
        assert "a••••@example.org" in page
        assert "661234567" not in page

    def test_changing_one_asks_for_a_fresh_proof(self, client: Client) -> None:
        come_in(client, amina(), Method.PASSWORD)
        for name in ("identity:password", "identity:backup_codes", "identity:contact_confirm"):
            assert client.get(reverse(name))["Location"].startswith(reverse("identity:prove"))
        assert self.change(client, "email", NEW).startswith(f"302 {reverse('identity:prove')}")
        assert not Code.objects.exists()

    def test_a_phone_is_typed_as_people_write_it(self, client: Client) -> None:
        own = amina()
        come_in(client, own)
        assert self.change(client, "sms", "٠٦ ٦٢ ٣٤ ٥٦ ٧٨") == f"302 {reverse('identity:contact_confirm')}"
        answer = client.post(reverse("identity:contact_confirm"), {"code": sent_code()})
        assert answer["Location"] == reverse("identity:contacts")
        own.refresh_from_db()
        assert own.phone == "+212662345678"

    @pytest.mark.parametrize(("channel", "address"), [("email", "nothing"), ("email", ""), ("sms", "12"), ("sms", "x")])
    def test_what_is_no_address_comes_back(self, client: Client, channel: str, address: str) -> None:
        come_in(client, amina())
        assert self.change(client, channel, address) == "422"

    def test_another_channel_does_not_exist(self, client: Client) -> None:
        assert come_in(client, amina()).get("/security/contacts/pigeon/").status_code == 404

    def test_the_page_of_the_code_is_the_same_for_the_address_of_somebody_else(self, client: Client) -> None:
        account("zineb", "ZINEB")
        come_in(client, amina())
        pages = []
        for address in ("zineb@example.org", "nobod@example.org"):
            self.change(client, "email", address)
            wrong = client.post(reverse("identity:contact_confirm"), {"code": "12"})
            assert wrong.status_code == 422
            pages.append(_bare(wrong.content.decode()).replace(address, ""))
        assert pages[0] == pages[1]

    def test_a_code_is_sent_again_after_its_wait(self, client: Client) -> None:
        come_in(client, amina())
        self.change(client, "email", NEW)
        for seconds, sent in ((0, 1), (31, 2)):
            Code.objects.update(sent_at=Code.objects.get().sent_at - dt.timedelta(seconds=seconds))
            client.post(reverse("identity:contact_confirm"), {"act": "again"})
            assert Message.objects.filter(kind="account.code").count() == sent

    def test_the_code_of_somebody_else_is_not_there(self, client: Client) -> None:
        own = amina()
        come_in(client, own)
        self.change(client, "email", NEW)
        other = Client()
        come_in(other, account("zineb", "ZINEB"))
        session = other.session
        session["contact_code"] = str(Code.objects.get().public_id)
        session.save()
        assert other.get(reverse("identity:contact_confirm"))["Location"] == reverse("identity:contacts")


def _bare(page: str) -> str:
    """A page without what changes at each request."""
    return "".join(
        line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and "data-resend" not in line
    )
