"""The addresses of the insured persons' register, one file a subject."""

from macnss.insured.urls import activation, counter, mandates, own

app_name = "insured"
urlpatterns = [
    *own.urlpatterns,
    *activation.urlpatterns,
    *counter.urlpatterns,
    *mandates.urlpatterns,
]
