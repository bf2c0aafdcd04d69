"""Who receives people at an agency, and at which ones."""

from macnss.identity.access import AgentRequest, agent_as
from macnss.identity.enums import Role
from macnss.identity.models import Office

RECEIVING = (Role.FRONT_DESK, Role.FILE_OFFICER, Role.SUPERVISOR)
receives = agent_as(*RECEIVING)


def offices_of(request: AgentRequest) -> list[Office]:
    """Where this agent receives people today, each office once."""
    return list({office.pk: office for role in RECEIVING for office in request.roles.get(role, [])}.values())
