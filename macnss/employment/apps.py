from django.apps import AppConfig


class EmploymentConfig(AppConfig):
    name = "macnss.employment"
    label = "employment"
