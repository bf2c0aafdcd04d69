from django.urls import path

from macnss.personal.views import bank, own

app_name = "personal"
urlpatterns = [
    path("me/address/", own.address, name="address"),
    path("me/language/", own.language, name="language"),
    path("me/bank/", bank.standing, name="bank"),
    path("me/bank/declare/", bank.declare, name="bank_declare"),
    path("me/bank/name/", bank.name, name="bank_name"),
    path("me/bank/cancel/", bank.cancel, name="bank_cancel"),
    path("bank/stop/<str:secret>/", bank.stop, name="bank_stop"),
]
