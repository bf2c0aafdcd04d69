"""Mon e-ID, the national electronic identity, as a relying party of OpenID Connect sees it.

`configuration` what the settings say, `provider` what the provider publishes, `visit` one person's way there and back,
`identity_token` the checks of what it signs, `failures` every refusal in words, `health` whether it answers.
"""
