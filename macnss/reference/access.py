"""Who keeps the reference data."""

from macnss.identity.access import agent_as
from macnss.identity.enums import Role

keeps_reference_data = agent_as(Role.REFERENCE_DATA)
