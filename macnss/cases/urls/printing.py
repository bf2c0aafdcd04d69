"""What is printed of a case."""

from django.urls import path

from macnss.cases.views import printing

urlpatterns = [path("requests/<uuid:case_id>/print/", printing.printed, name="print")]
