from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "macnss.ui"
    label = "ui"
