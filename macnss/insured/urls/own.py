from django.urls import path

from macnss.insured.views import insured

urlpatterns = [
    path("me/number/", insured.number, name="number"),
    path("me/data/", insured.data, name="data"),
]
