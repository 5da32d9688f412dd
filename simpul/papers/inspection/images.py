"""Pictures: opened, limited, and written anew, so that nothing hidden in them is kept."""

from __future__ import annotations

from io import BytesIO
from threading import Lock

from PIL import Image, ImageOps

from simpul.papers.inspection.refusals import HostileFile

MAX_PIXELS = 50_000_000
"""A good phone camera makes 12 to 50 million; 50 million take 200 MB of memory to open."""
_ONE_AT_A_TIME = Lock()
"""In one process, so that a few large pictures at once do not fill the machine's memory."""
_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


def inspect_image(data: bytes, kind: str) -> bytes:
    """The picture without place, camera, thumbnails or text; turned the right way up."""
    try:
        with _ONE_AT_A_TIME, Image.open(BytesIO(data), formats=[_FORMATS[kind]]) as picture:
            _check_size(picture)
            if getattr(picture, "n_frames", 1) > 1:
                raise HostileFile("image_moving")
            picture.load()
            ImageOps.exif_transpose(picture, in_place=True)
            return _written(picture, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many() from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise HostileFile("damaged") from error


def _check_size(picture: Image.Image) -> None:
    # The header only: nothing is unpacked before this.
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_many()


def _too_many() -> HostileFile:
    return HostileFile("image_too_many_pixels", megapixels=MAX_PIXELS // 1_000_000)


def _written(picture: Image.Image, kind: str) -> bytes:
    plain = _in_a_mode_for(picture, kind)
    plain.info.clear()  # else the writer copies comment, colour profile and resolution
    out = BytesIO()
    options = {"jpg": {"quality": 90}, "webp": {"quality": 90, "method": 2}, "png": {}}[kind]
    plain.save(out, _FORMATS[kind], **options)
    return out.getvalue()


def _in_a_mode_for(picture: Image.Image, kind: str) -> Image.Image:
    if picture.mode.startswith("I"):  # 16 bits of grey, of which the eye sees 8
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    has_alpha = picture.mode in {"RGBA", "LA"}
    see_through = kind != "jpg" and (has_alpha or "transparency" in picture.info)
    if see_through:
        return picture if has_alpha else picture.convert("RGBA")
    return picture if picture.mode in {"RGB", "L"} else picture.convert("RGB")
