from django.urls import path

from macnss.employers.views import employer, public

app_name = "employers"
_COMPANY = "employer/<uuid:employer_id>/"
urlpatterns = [
    path(f"{_COMPANY}people/", employer.people, name="people"),
    path(f"{_COMPANY}people/invite/", employer.invite, name="invite"),
    path(f"{_COMPANY}people/<uuid:membership_id>/", employer.member, name="member"),
    path(f"{_COMPANY}people/<uuid:membership_id>/end/", employer.member_end, name="member_end"),
    path(f"{_COMPANY}invitations/<uuid:invitation_id>/", employer.invitation_sent, name="invitation_sent"),
    path("invitation/<str:secret>/", public.invitation, name="invitation"),
]
