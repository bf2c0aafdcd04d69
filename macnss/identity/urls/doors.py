from django.urls import path

from macnss.identity.views import doors, second_step

urlpatterns = [
    path("sign-in/", doors.sign_in, name="sign_in"),
    path("sign-in/company/", doors.sign_in_company, name="sign_in_company"),
    path("sign-in/agent/", doors.sign_in_agent, name="sign_in_agent"),
    path("sign-in/second/", second_step.second_factor, name="second_factor"),
    path("sign-in/second/send/", second_step.second_factor_send, name="second_factor_send"),
    path("sign-in/help/", doors.cannot_get_in, name="cannot_get_in"),
    path("sign-out/", doors.sign_out, name="sign_out"),
]
