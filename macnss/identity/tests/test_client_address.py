"""Where a request comes from: only proxies of ours are believed, and only for what they wrote themselves."""

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from macnss.identity.services.limits import WINDOWS, Act, Window, Windows
from macnss.kernel.network import client_address, network_of


def called_from(remote: str, forwarded: str | None = None) -> str:
    headers = {"x-forwarded-for": forwarded} if forwarded is not None else {}
    return client_address(RequestFactory(REMOTE_ADDR=remote).get("/", headers=headers))


def test_without_a_proxy_of_ours_a_forwarding_header_is_a_lie() -> None:
    assert called_from("203.0.113.9", "198.51.100.1") == "203.0.113.9"


@override_settings(TRUSTED_PROXIES=["10.0.0.0/8"])
@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "10.9.9.9, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "nonsense", ""),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "2001:DB8::1", "2001:db8::1"),
        ("", "203.0.113.9", ""),
    ],
)
def test_the_chain_is_read_from_its_end_as_far_as_our_proxies_go(
    remote: str, forwarded: str | None, address: str
) -> None:
    assert called_from(remote, forwarded) == address


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.9", "203.0.113.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("", "")],
)
def test_neighbours_share_a_network(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.django_db
def test_a_forged_header_gives_no_new_tries(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    door = WINDOWS[Act.SIGN_IN]
    monkeypatch.setitem(
        WINDOWS, Act.SIGN_IN, Windows(door.key, Window(3, door.address.within, door.address.block), door.network)
    )
    statuses = [
        client.post(
            reverse("identity:sign_in"),
            {"identifier": f"person {number}", "password": "x"},
            headers={"x-forwarded-for": f"198.51.100.{number}"},
        ).status_code
        for number in range(4)
    ]
    assert statuses == [422, 422, 422, 429]
