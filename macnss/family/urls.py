from django.urls import path

from macnss.family.views import insured

app_name = "family"
urlpatterns = [
    path("me/family/", insured.mine, name="mine"),
    path("me/family/<uuid:member_id>/<slug:kind>/", insured.act, name="act"),
]
