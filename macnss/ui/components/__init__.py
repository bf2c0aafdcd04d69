"""The components of the design system, by what they do; `templatetags/ui.py` gives them to the templates.

Each function checks what it is given, and its template in `templates/ui/components/` draws it. Blocks
(`{% card %}…{% endcard %}`) take their content as the first argument. The gallery shows them all.
"""
