"""Every address of the service, a line a domain."""

from django.urls import include, path
from django.views.i18n import set_language

from macnss.ui import views as ui

urlpatterns = [
    path("", include("macnss.portals.urls")),
    path("", include("macnss.identity.urls")),
    path("", include("macnss.insured.urls")),
    path("", include("macnss.employers.urls")),
    path("", include("macnss.outbox.urls")),
    path("", include("macnss.declarations.urls")),
    path("", include("macnss.cases.urls")),
    path("", include("macnss.agencies.urls")),
    path("", include("macnss.registration.urls")),
    path("", include("macnss.family.urls")),
    path("", include("macnss.personal.urls")),
    path("", include("macnss.relations.urls")),
    path("", include("macnss.certificates.urls")),
    path("", include("macnss.reference.urls")),
    path("language/", set_language, name="set_language"),
    path("gallery/", ui.gallery, name="gallery"),
]
handler400 = ui.unreadable
handler403 = ui.forbidden
handler404 = ui.absent
handler500 = ui.broken
