"""The addresses of the papers of a case, and of the files on their way in."""

from django.urls import path

from macnss.cases.views import arrivals, papers

_CASE = "requests/<uuid:case_id>/"
urlpatterns = [
    path(f"{_CASE}papers/", papers.papers, name="papers"),
    path(f"{_CASE}papers-given/", papers.papers_given, name="papers_given"),
    path(f"{_CASE}papers/<str:piece>/", papers.paper, name="paper"),
    path(f"{_CASE}pages/<uuid:page_id>/", papers.page_image, name="page_image"),
    path(f"{_CASE}pages/<uuid:page_id>/act/", papers.page_act, name="page_act"),
    path(f"{_CASE}arrivals/", arrivals.arrivals, name="arrivals"),
    path(f"{_CASE}arrivals/<uuid:arrival_id>/", arrivals.arrival, name="arrival"),
]
