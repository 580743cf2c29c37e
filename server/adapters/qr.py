"""QR codes as SVG: vector only, a quiet zone of four modules."""

import base64
import io
from typing import Final

import qrcode
from qrcode.image.svg import SvgPathImage

QUIET: Final = 4


def svg(text: str, *, correction: int = qrcode.constants.ERROR_CORRECT_H) -> bytes:
    """One path, no size of its own. Upper-case text stays in alphanumeric mode, which keeps the code small."""
    code = qrcode.QRCode(error_correction=correction, border=QUIET)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    out = io.BytesIO()
    code.make_image(image_factory=SvgPathImage).save(out)
    return out.getvalue()


def data_uri(text: str) -> str:
    """For an `<img>`: no markup enters the page."""
    return (
        "data:image/svg+xml;base64," + base64.b64encode(svg(text, correction=qrcode.constants.ERROR_CORRECT_M)).decode()
    )


def in_terminal(text: str) -> str:
    """A QR code in half blocks, dark on light whatever the terminal's own colours."""
    code = qrcode.QRCode(border=2)
    code.add_data(text)
    drawn = io.StringIO()
    code.print_ascii(out=drawn, invert=True)
    return drawn.getvalue().rstrip("\n")
