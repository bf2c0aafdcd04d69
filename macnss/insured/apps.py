from django.apps import AppConfig


class InsuredConfig(AppConfig):
    name = "macnss.insured"
    label = "insured"
