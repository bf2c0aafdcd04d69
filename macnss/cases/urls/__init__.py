"""The addresses of case files, one file an audience."""

from macnss.cases.urls import agent, applicant, board, papers, printing

app_name = "cases"
urlpatterns = [
    *applicant.urlpatterns,
    *papers.urlpatterns,
    *agent.urlpatterns,
    *board.urlpatterns,
    *printing.urlpatterns,
]
