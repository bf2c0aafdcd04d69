from django.urls import path

from macnss.identity.views import eid

urlpatterns = [
    path("eid/start/", eid.start, name="eid_start"),
    path("eid/return/", eid.come_back, name="eid_return"),
    path("eid/health/", eid.ask_health, name="eid_health"),
    path("eid/jwks.json", eid.jwks, name="eid_jwks"),
    path("eid/<uuid:attempt_id>/", eid.attempt, name="eid_attempt"),
]
