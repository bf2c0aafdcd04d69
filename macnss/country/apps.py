from django.apps import AppConfig


class CountryConfig(AppConfig):
    name = "macnss.country"
    label = "country"
