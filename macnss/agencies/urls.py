from django.urls import path

from macnss.agencies.views import agent, insured, public

app_name = "agencies"
urlpatterns = [
    path("agencies/", public.agencies, name="list"),
    path("agencies/<uuid:agency_id>/", public.agency, name="agency"),
    path("me/appointments/", insured.appointments, name="appointments"),
    path("me/appointments/new/", insured.new, name="appointment_new"),
    path("me/appointments/<uuid:appointment_id>/", insured.appointment, name="appointment"),
    path("me/appointments/<uuid:appointment_id>/move/", insured.move, name="appointment_move"),
    path("me/appointments/<uuid:appointment_id>/cancel/", insured.cancel, name="appointment_cancel"),
    path("agent/appointments/", agent.day, name="desk"),
    path("agent/appointments/<uuid:appointment_id>/", agent.expected, name="expected"),
]
