"""The addresses of the ways in, one file a subject."""

from macnss.identity.urls import agents, doors, eid, passkeys, recovery, security

app_name = "identity"
urlpatterns = [
    *doors.urlpatterns,
    *passkeys.urlpatterns,
    *security.urlpatterns,
    *eid.urlpatterns,
    *recovery.urlpatterns,
    *agents.urlpatterns,
]
