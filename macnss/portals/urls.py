from django.urls import path

from macnss.portals.views import agent, employer, insured, public, relative

app_name = "portals"
urlpatterns = [
    path("", public.landing, name="landing"),
    path("home/", public.home, name="home"),
    path("me/", insured.home, name="insured_home"),
    path("me/journal/", insured.journal, name="journal"),
    path("companies/", employer.companies, name="companies"),
    path("agent/", agent.home, name="agent_home"),
    path("agent/person/<uuid:public_id>/", agent.person, name="person"),
    path("agent/person/<uuid:public_id>/reveal/<str:detail>/", agent.reveal, name="person_reveal"),
    path("relative/<uuid:mandate_id>/", relative.home, name="relative_home"),
    path("relative/<uuid:mandate_id>/wages/", relative.wages, name="relative_wages"),
    path("healthz", public.healthz, name="healthz"),
    path("readyz", public.readyz, name="readyz"),
]
