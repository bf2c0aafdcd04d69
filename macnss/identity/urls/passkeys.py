from django.urls import path

from macnss.identity.views import passkeys

urlpatterns = [
    path("sign-in/passkey/options/", passkeys.options, name="passkey_options"),
    path("sign-in/passkey/", passkeys.sign_in, name="passkey_sign_in"),
    path("prove/passkey/", passkeys.prove, name="prove_passkey"),
    path("security/passkeys/", passkeys.new, name="passkeys"),
    path("security/passkeys/options/", passkeys.new_options, name="passkey_new_options"),
    path("security/passkeys/new/", passkeys.add, name="passkey_new"),
    path("security/passkeys/<uuid:passkey_id>/", passkeys.passkey, name="passkey"),
    path("agent/enrol/<str:secret>/", passkeys.enrol, name="enrol"),
    path("agent/enrol/<str:secret>/options/", passkeys.enrol_options, name="enrol_options"),
]
