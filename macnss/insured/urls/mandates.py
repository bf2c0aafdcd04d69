from django.urls import path

from macnss.insured.views import mandates

urlpatterns = [
    path("me/mandates/", mandates.mandates, name="mandates"),
    path("me/mandates/new/", mandates.mandate_new, name="mandate_new"),
    path("me/mandates/<uuid:mandate_id>/end/", mandates.mandate_end, name="mandate_end"),
    path("relative/invitation/<str:secret>/", mandates.mandate_answer, name="mandate_answer"),
]
