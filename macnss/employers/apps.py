from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "macnss.employers"
    label = "employers"
