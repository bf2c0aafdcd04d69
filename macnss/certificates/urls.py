from django.urls import path

from macnss.certificates.views import agent, insured

app_name = "certificates"
urlpatterns = [
    path("me/certificates/", insured.mine, name="mine"),
    path("agent/certificates/", agent.desk, name="desk"),
]
