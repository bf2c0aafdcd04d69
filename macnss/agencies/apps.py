from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "macnss.agencies"
    label = "agencies"
