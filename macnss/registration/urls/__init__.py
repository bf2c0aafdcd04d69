"""The addresses of registration and affiliation, one file a subject."""

from macnss.registration.urls import card, company, doors, form

app_name = "registration"
urlpatterns = [*card.urlpatterns, *company.urlpatterns, *doors.urlpatterns, *form.urlpatterns]
