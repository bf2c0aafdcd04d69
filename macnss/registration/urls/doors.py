"""The two doors of registration, and the agent who compares namesakes."""

from django.urls import path

from macnss.registration.views import agent, public

urlpatterns = [
    path("registration/", public.home, name="home"),
    path("agent/requests/<uuid:case_id>/namesakes/", agent.namesakes, name="namesakes"),
]
