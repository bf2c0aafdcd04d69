from django.urls import path

from macnss.declarations import employer_urls
from macnss.declarations.views import insured

app_name = "declarations"
urlpatterns = [
    path("me/wages/", insured.mine, name="mine"),
    path("me/wages/<int:year>/", insured.year, name="year"),
    path("me/wages/<int:year>/<int:month>/", insured.month, name="month"),
    path("me/wages/<int:year>/<int:month>/contest/<uuid:employer>/", insured.contest, name="contest"),
    *employer_urls.urlpatterns,
]
