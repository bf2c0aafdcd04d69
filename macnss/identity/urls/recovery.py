from django.urls import path

from macnss.identity.views import backup_codes, contacts, passwords, recovery

urlpatterns = [
    path("recover/", recovery.recover, name="recover"),
    path("recover/codes/", recovery.recover_codes, name="recover_codes"),
    path("recover/codes/send/", recovery.recover_send, name="recover_send"),
    path("recover/wait/", recovery.recover_wait, name="recover_wait"),
    path("recover/new/", recovery.recover_new, name="recover_new"),
    path("recover/done/", recovery.recover_done, name="recover_done"),
    path("recover/cancel/<str:token>/", recovery.recover_cancel, name="recover_cancel"),
    path("recover/not-me/<str:token>/", recovery.not_me, name="not_me"),
    path("recover/open/<str:token>/", recovery.recover_open, name="recover_open"),
    path("security/password/", passwords.password, name="password"),
    path("security/contacts/", contacts.contact_list, name="contacts"),
    path("security/contacts/confirm/", contacts.confirm, name="contact_confirm"),
    path("security/contacts/<str:channel>/", contacts.change, name="contact_change"),
    path("security/backup-codes/", backup_codes.backup, name="backup_codes"),
]
