"""The sandbox of Mon e-ID: an OpenID provider with invented citizens and invented cards. Not the DGSN's service."""
