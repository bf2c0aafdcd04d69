"""The pictures of the sprite (`static/icons/sprite.svg`): their names, and those that turn with the direction."""

NAMES = frozenset(
    """
    arrow-left arrow-right bell building-2 calendar-days chart-column check chevron-right circle-alert circle-check
    circle-question-mark clipboard-list clock coins download eye file-text file-up history house id-card inbox info
    list lock log-in log-out pencil phone plus printer receipt-text scale search shield-check triangle-alert upload
    user users wallet x
    """.split()
)
MIRRORED = frozenset({"arrow-left", "arrow-right", "chevron-right", "list", "log-in", "log-out"})
MARKS = frozenset({"logo", "arch"})
