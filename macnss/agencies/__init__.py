"""Agences et rendez-vous / الوكالات والمواعيد: where the fund receives people, when, for what, and who comes.

An agency is an office (`identity.Office`) with an address, hours and services.
"""
