from django.urls import path

from macnss.insured.views import activation, by_code, by_eid, finish, insured

urlpatterns = [
    path("activate/", activation.choose, name="activate"),
    path("activate/help/", activation.help, name="activate_help"),
    path("activate/received/", activation.received, name="activate_received"),
    path("activate/link/<str:secret>/", activation.link, name="activate_link"),
    path("activate/eid/", by_eid.start, name="activate_eid"),
    path("activate/eid/<uuid:attempt_id>/", by_eid.done, name="activate_eid_done"),
    path("activate/contact/", by_code.contact, name="activate_contact"),
    path("activate/code/", by_code.code, name="activate_code"),
    path("activate/code/send/", by_code.send, name="activate_send"),
    path("activate/finish/", finish.finish, name="activate_finish"),
    path("activate/finish/reach/", finish.reach, name="activate_reach"),
    path("activate/finish/reach/code/", finish.reach_code, name="activate_reach_code"),
    path("me/identity/", insured.identity_check, name="identity_check"),
]
