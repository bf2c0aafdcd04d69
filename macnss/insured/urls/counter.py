from django.urls import path

from macnss.insured.views import counter

urlpatterns = [
    path("agent/referrals/", counter.referrals, name="referrals"),
    path("agent/referrals/<uuid:referral_id>/", counter.referral, name="referral"),
    path("agent/identity-checks/", counter.identity_checks, name="identity_checks"),
    path("agent/identity-checks/<uuid:check_id>/", counter.identity_check, name="identity_check_decision"),
    path("agent/identity-checks/<uuid:check_id>/<str:picture>/", counter.picture, name="identity_check_picture"),
    path("agent/person/<uuid:public_id>/identity/", counter.identity, name="counter_identity"),
]
