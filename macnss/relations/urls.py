from django.urls import path

from macnss.relations.views import public

app_name = "relations"
urlpatterns = [path("help/", public.help, name="help")]
