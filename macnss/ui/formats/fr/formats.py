"""Both languages of the country write figures alike."""

from macnss.ui.formats.moroccan import *  # noqa: F403
