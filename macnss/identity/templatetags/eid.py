"""The state of Mon e-ID as last known: a page never waits for the provider."""

from django import template

from macnss.gateways.eid import health
from macnss.gateways.models import OutsideSystem

register = template.Library()


@register.simple_tag
def eid_health() -> OutsideSystem | None:
    """What is known of Mon e-ID, None before anybody asked."""
    return health.last_known()
