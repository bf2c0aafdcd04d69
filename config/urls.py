"""Every address of the service, a line a domain."""

urlpatterns: list = []
