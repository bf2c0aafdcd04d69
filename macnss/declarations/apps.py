from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "macnss.declarations"
    label = "declarations"
