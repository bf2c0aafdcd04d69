"""Who prints certificates and hands them over."""

from macnss.identity.access import agent_as
from macnss.identity.enums import Role

hands_over = agent_as(Role.FRONT_DESK, Role.FILE_OFFICER, Role.SUPERVISOR)
