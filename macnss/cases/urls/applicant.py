"""The applicant's addresses."""

from django.urls import path

from macnss.cases.views import applicant

urlpatterns = [
    path("requests/link/<str:secret>/", applicant.open_by_link, name="open_by_link"),
    path("requests/<uuid:case_id>/", applicant.case, name="case"),
]
