from django.urls import path

from macnss.identity.views import public

app_name = "identity"
urlpatterns = [
    path("sign-in/", public.sign_in, name="sign_in"),
    path("sign-out/", public.sign_out, name="sign_out"),
]
