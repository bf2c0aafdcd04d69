"""The supervisor's addresses, and those of the counter."""

from django.urls import path

from macnss.cases.views import board, counter

urlpatterns = [
    path("agent/board/", board.board, name="board"),
    path("agent/alarms/", board.alarms, name="alarms"),
    path("agent/alarms/<uuid:alarm_id>/", board.alarm, name="alarm"),
    path("agent/counter/", counter.counter, name="counter"),
    path("agent/counter/new/", counter.stranger, name="counter_new"),
    path("agent/counter/person/<uuid:public_id>/", counter.person, name="counter_person"),
]
