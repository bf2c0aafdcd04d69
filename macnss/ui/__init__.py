"""What people see: the design system's components, formats and page shells, and nothing of the trade.

Templates in `templates/ui/`, components in `templatetags/ui.py`, filters in `templatetags/formats.py`,
the stylesheet in `static/css/app.css`. The gallery page shows every component in both directions.
"""
