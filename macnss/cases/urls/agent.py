"""The agents' addresses: the queue, a case and what is done to it, the scanner."""

from django.urls import path

from macnss.cases.views.agent import acts, bring, decide, examine, queue, scan

CASE = "agent/requests/<uuid:case_id>/"
urlpatterns = [
    path("agent/requests/", queue.queue, name="queue"),
    path("agent/requests/next/", queue.take_next, name="next"),
    path("agent/requests/filters/", queue.filters, name="filters"),
    path("agent/scan/", scan.scan, name="scan"),
    path(CASE, examine.examine, name="examine"),
    path(f"{CASE}pages/<uuid:page_id>/", examine.examine_page, name="examine_page"),
    path(f"{CASE}reveal/<str:detail>/", examine.reveal, name="reveal"),
    path(f"{CASE}take/", acts.take, name="take"),
    path(f"{CASE}hand-over/", acts.hand_over, name="hand_over"),
    path(f"{CASE}set-aside/", acts.set_aside, name="set_aside"),
    path(f"{CASE}papers/", acts.ask_papers, name="ask_papers"),
    path(f"{CASE}brought/", bring.bring, name="bring"),
    path(f"{CASE}write/", acts.write_to, name="write_to"),
    path(f"{CASE}note/", acts.note, name="note"),
    path(f"{CASE}decide/", decide.decide, name="decide"),
    path(f"{CASE}second/", decide.second, name="second"),
    path(f"{CASE}escalate/", acts.escalate, name="escalate"),
]
