"""QR codes (ISO/IEC 18004), error correction M: readable with 15 % of it dirty or worn."""

from __future__ import annotations

import io

import segno


def svg(text: str, *, border: int = 4) -> str:
    """The code as a standalone SVG, black on white, scaled by whoever places it."""
    out = io.BytesIO()
    _code(text).save(out, kind="svg", border=border, dark="#000", light="#fff", xmldecl=False)
    return out.getvalue().decode().strip()


def png(text: str, *, scale: int = 6, border: int = 4) -> bytes:
    """The code as PNG with `scale` pixels for each module."""
    out = io.BytesIO()
    _code(text).save(out, kind="png", scale=scale, border=border, dark="#000", light="#fff")
    return out.getvalue()


def _code(text: str) -> segno.QRCode:
    # boost_error would silently raise the level and make the print denser.
    return segno.make(text, error="m", micro=False, boost_error=False)
