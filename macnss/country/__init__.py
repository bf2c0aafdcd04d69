"""The demonstration country: an invented population that follows the published figures of the real one.

Owns no table. It draws people, companies and careers from a seed, and says which lines each company declares in each
month; real files are then written from them and come in by the same door as an employer's. docs/country.md shows the
invented country beside the published one.
"""
