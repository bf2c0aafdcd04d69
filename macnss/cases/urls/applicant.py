"""The applicant's addresses: insured persons, companies, those who have no account."""

from django.urls import path

from macnss.cases.views import applicant, company, filling, following, opening, public

_COMPANY = "company/<uuid:employer_id>/"
_CASE = "requests/<uuid:case_id>/"
urlpatterns = [
    path("me/requests/", applicant.mine, name="mine"),
    path("me/requests/new/", opening.choose, name="choose"),
    path("requests/start/<str:kind>/", opening.start, name="start"),
    path(f"{_COMPANY}requests/", company.company, name="company"),
    path(f"{_COMPANY}requests/new/", opening.company_choose, name="company_choose"),
    path(f"{_COMPANY}requests/start/<str:kind>/", opening.company_start, name="company_start"),
    path(f"{_COMPANY}questions/", company.inquiries, name="inquiries"),
    path(f"{_COMPANY}questions/<uuid:inquiry_id>/", company.inquiry, name="inquiry"),
    path("requests/", public.public, name="public"),
    path("requests/leave/", public.let_go, name="let_go"),
    path("requests/public/<str:kind>/", public.public_start, name="public_start"),
    path("requests/public/<str:kind>/code/", public.public_code, name="public_code"),
    path("requests/public/<str:kind>/code/again/", public.public_send, name="public_send"),
    path("requests/link/<str:secret>/", public.open_by_link, name="open_by_link"),
    path(_CASE, following.case, name="case"),
    path(f"{_CASE}ask/<str:sheet>/", filling.sheet, name="sheet"),
    path(f"{_CASE}review/", filling.review, name="review"),
    path(f"{_CASE}sent/", filling.receipt, name="receipt"),
    path(f"{_CASE}erase/", filling.discard, name="discard"),
    path(f"{_CASE}write/", following.write, name="write"),
    path(f"{_CASE}withdraw/", following.withdraw, name="withdraw"),
    path(f"{_CASE}appeal/", following.appeal, name="appeal"),
]
