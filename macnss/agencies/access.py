"""Who receives people at an agency."""

from macnss.identity.access import agent_as
from macnss.identity.enums import Role

receives = agent_as(Role.FRONT_DESK, Role.FILE_OFFICER, Role.SUPERVISOR)
