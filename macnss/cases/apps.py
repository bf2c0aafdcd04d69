from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "macnss.cases"
    label = "cases"
