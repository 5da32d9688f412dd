"""Pictures: opened, limited, and written anew, so that nothing hidden in them is kept."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

from simpul.papers.inspection.refusals import HostileFile

MAX_PIXELS = 50_000_000
"""A good phone camera makes 12 to 50 million; 50 million take 150 MB of memory to open."""
_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


def inspect_image(data: bytes, kind: str) -> bytes:
    """The picture without place, camera, thumbnails or text; turned the right way up."""
    try:
        with Image.open(BytesIO(data), formats=[_FORMATS[kind]]) as picture:
            _check_size(picture)
            if getattr(picture, "n_frames", 1) > 1:
                raise HostileFile("image_moving")
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            return _written(upright, kind)
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
    modes = {"RGB", "L"} if kind == "jpg" else {"RGB", "RGBA", "L", "LA", "1"}
    see_through = kind != "jpg" and ("A" in picture.mode or "transparency" in picture.info)
    if picture.mode not in modes:
        picture = picture.convert("RGBA" if see_through else "RGB")
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    out = BytesIO()
    options = {"jpg": {"quality": 90}, "webp": {"quality": 90, "method": 2}, "png": {}}[kind]
    clean.save(out, _FORMATS[kind], **options)
    return out.getvalue()
