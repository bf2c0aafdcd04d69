from django.apps import AppConfig


class GatewaysConfig(AppConfig):
    name = "macnss.gateways"
    label = "gateways"
