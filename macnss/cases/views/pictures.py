"""The square code of a reference, which an agent scans."""

import segno


def qr_of(reference: str) -> str:
    """The code as an address that holds its own picture, dark on white whatever the theme of the telephone."""
    drawn = segno.make(reference, error="m", micro=False)
    return str(drawn.svg_data_uri(scale=6, border=4, dark="#000", light="#fff"))
