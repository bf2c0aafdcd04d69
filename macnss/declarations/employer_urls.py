"""The addresses of the employer's pages: each names its company, so that an accountant keeps several open."""

from django.urls import path

from macnss.declarations.views.employer import company, corrections, declaration, dues, entry, filing, history, report

_COMPANY = "employer/<uuid:employer_id>/"

urlpatterns = [
    path(_COMPANY, company.company, name="company"),
    path(f"{_COMPANY}upload/", filing.upload, name="upload"),
    path(f"{_COMPANY}uploads/<uuid:upload_id>/", filing.upload_report, name="upload_report"),
    path(f"{_COMPANY}uploads/<uuid:upload_id>/findings.csv", report.upload_findings, name="upload_findings"),
    path(f"{_COMPANY}uploads/<uuid:upload_id>/again/", filing.upload_again, name="upload_again"),
    path(f"{_COMPANY}declarations/<uuid:declaration_id>/", declaration.declaration, name="declaration"),
    path(f"{_COMPANY}entry/", entry.entry_choice, name="entry_choice"),
    path(f"{_COMPANY}entry/<int:year>/<int:month>/", entry.entry, name="entry"),
    path(f"{_COMPANY}pre-established/<int:year>/<int:month>/", filing.pre_established, name="pre_established"),
    path(f"{_COMPANY}employees/", company.employees, name="employees"),
    path(f"{_COMPANY}dues/", dues.dues, name="dues"),
    path(f"{_COMPANY}corrections/", corrections.corrections, name="corrections"),
    path(f"{_COMPANY}history/", history.history, name="history"),
]
