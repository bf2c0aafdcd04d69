"""The addresses of the employer's pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
