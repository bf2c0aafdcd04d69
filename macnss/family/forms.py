"""What the buttons of the family page send."""

from django import forms


class Key(forms.Form):
    """The key of the page on which a button was pressed."""

    key = forms.UUIDField()
