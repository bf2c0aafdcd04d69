"""Who may enter as an agent of the fund."""

from django.http import HttpRequest

from macnss.identity.models import Account


class AgentRequest(HttpRequest):
    """A request of an agent of the fund."""

    user: Account


def fund_agent(request: AgentRequest) -> bool:
    return request.user.is_authenticated and request.user.is_agent
