"""The home pages and the navigation of each audience, and what the machines ask: are you alive, are you ready?"""
