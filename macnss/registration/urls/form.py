"""Form 321-1-06."""

from django.urls import path

from macnss.registration.views import form

urlpatterns = [
    path("registration/form-321-1-06.pdf", form.blank, name="form"),
    path("requests/<uuid:case_id>/form-321-1-06.pdf", form.of_case, name="form_of_case"),
]
