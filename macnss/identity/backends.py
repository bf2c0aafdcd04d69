"""How Django finds the account of a session. No password passes here: the doors prove, `entry` lets in."""

from macnss.identity.models import Account


class OwnDoor:
    """The account of a session, unless it was locked or closed since."""

    def get_user(self, user_id: int) -> Account | None:
        return Account.objects.filter(pk=user_id, is_active=True, locked_at=None).first()
