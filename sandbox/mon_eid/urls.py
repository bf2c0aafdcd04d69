"""Every address of the sandbox."""

from django.urls import path

from sandbox.mon_eid.views import citizen, home, machines, phone

urlpatterns = [
    path("", home.home, name="home"),
    path("pin/", home.pin, name="pin"),
    path("switches/", home.switch, name="switches"),
    path("language/", home.language, name="language"),
    path("readyz", machines.ready, name="ready"),
    path(".well-known/openid-configuration", machines.discovery, name="discovery"),
    path("jwks.json", machines.jwks, name="jwks"),
    path("par", machines.push, name="par"),
    path("authorize", machines.authorize, name="authorize"),
    path("token", machines.token, name="token"),
    path("userinfo", machines.userinfo, name="userinfo"),
    path("visit/<uuid:visit_id>/", citizen.ways, name="visit"),
    path("visit/<uuid:visit_id>/card/", citizen.card, name="card"),
    path("visit/<uuid:visit_id>/password/", citizen.password, name="password"),
    path("visit/<uuid:visit_id>/screen/", citizen.screen, name="screen"),
    path("visit/<uuid:visit_id>/screen/state", citizen.screen_state, name="screen_state"),
    path("visit/<uuid:visit_id>/consent/", citizen.consent, name="consent"),
    path("visit/<uuid:visit_id>/leave/", citizen.leave, name="leave"),
    path("phone/<str:name>/", phone.phone, name="phone"),
    path("phone/<str:name>/number/", phone.number, name="phone_number"),
    path("phone/<str:name>/confirm/", phone.confirm, name="phone_confirm"),
    path("phone/<str:name>/refuse/", phone.refuse, name="phone_refuse"),
]
handler404 = home.absent
