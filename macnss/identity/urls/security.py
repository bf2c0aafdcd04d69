from django.urls import path

from macnss.identity.views import levels, prove, security, sessions

urlpatterns = [
    path("security/", security.security, name="security"),
    path("security/levels/", levels.levels, name="levels"),
    path("security/sessions/", sessions.listed, name="sessions"),
    path("security/sessions/end-all/", sessions.end_all, name="sessions_end_all"),
    path("security/sessions/<uuid:session_id>/end/", sessions.end, name="session_end"),
    path("security/history/", security.history, name="history"),
    path("session/state/", sessions.state, name="session_state"),
    path("session/stay/", sessions.stay, name="session_stay"),
    path("prove/", prove.prove, name="prove"),
    path("prove/send/", prove.send, name="prove_send"),
    path("disown/<str:token>/", sessions.disown, name="disown"),
]
