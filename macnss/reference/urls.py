from django.urls import path

from macnss.reference.views import agent

app_name = "reference"
urlpatterns = [
    path("agent/reference/", agent.tables, name="tables"),
    path("agent/reference/<str:table>/", agent.table, name="table"),
    path("agent/reference/<str:table>/new/", agent.new, name="new"),
    path("agent/reference/<str:table>/row/<str:row>/", agent.row, name="row"),
]
