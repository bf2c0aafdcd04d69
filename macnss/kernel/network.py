"""Where a request comes from: the address of the person's network, which a header alone cannot forge."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address from which the person called, "" when it is unknown.

    X-Forwarded-For is read from its end, and only as far as proxies of ours (`settings.TRUSTED_PROXIES`, networks)
    wrote it: what the caller puts in front of it counts for nothing.
    """
    trusted = [ipaddress.ip_network(each) for each in settings.TRUSTED_PROXIES]
    said = request.META.get("REMOTE_ADDR", "")
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    while _is_in(said, trusted) and chain:
        said = chain.pop()
    return _normal(said)


def network_of(address: str) -> str:
    """The network around an address: its /24 (IPv4) or /48 (IPv6)."""
    if not address:
        return ""
    version = ipaddress.ip_address(address).version
    return str(ipaddress.ip_network(f"{address}/{24 if version == 4 else 48}", strict=False))


def _is_in(address: str, networks: "list[ipaddress.IPv4Network | ipaddress.IPv6Network]") -> bool:
    normal = _normal(address)
    return bool(normal) and any(ipaddress.ip_address(normal) in network for network in networks)


def _normal(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(known, "ipv4_mapped", None)
    return str(mapped or known)
