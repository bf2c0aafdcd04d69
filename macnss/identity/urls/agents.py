from django.urls import path

from macnss.identity.views import agent

urlpatterns = [
    path("agent/team/", agent.team, name="team"),
    path("agent/team/<uuid:account_id>/", agent.team_member, name="team_member"),
    path("agent/proposals/", agent.proposals, name="proposals"),
    path("agent/proposals/<uuid:proposal_id>/", agent.proposal, name="proposal"),
]
