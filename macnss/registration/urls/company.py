"""The company's registration pages."""

from django.urls import path

from macnss.registration.views import batches, company

_COMPANY = "company/<uuid:employer_id>/registration/"
urlpatterns = [
    path(_COMPANY, company.company, name="company"),
    path(f"{_COMPANY}number/", company.look_up, name="look_up"),
    path(f"{_COMPANY}file/", batches.batch_new, name="batch_new"),
    path(f"{_COMPANY}file/template.<str:kind>", batches.batch_template, name="batch_template"),
    path(f"{_COMPANY}file/<uuid:batch_id>/", batches.batch, name="batch"),
    path(f"{_COMPANY}file/<uuid:batch_id>/errors.csv", batches.batch_errors, name="batch_errors"),
    path(f"{_COMPANY}file/<uuid:batch_id>/send/", batches.batch_send, name="batch_send"),
    path(f"{_COMPANY}file/<uuid:batch_id>/erase/", batches.batch_erase, name="batch_erase"),
]
