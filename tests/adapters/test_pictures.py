"""A logo from outside: bounded, drawn anew, with nothing of the file but its colours."""

import io
import struct
import zlib

import pytest
from PIL import Image

from server.adapters import pictures
from server.errors import Invalid, TooLarge


def file(kind="PNG", size=(400, 100), mode="RGB", **more):
    written = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 128).save(written, kind, **more)
    return written.getvalue()


def opened(png):
    return Image.open(io.BytesIO(png))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
async def test_it_is_drawn_small_as_a_png(kind):
    found = await pictures.logo(file(kind, (3000, 1500)))
    assert (found.width, found.height) == opened(found.png).size == (480, 240)
    assert opened(found.png).format == "PNG"


async def test_a_small_one_keeps_its_size():
    assert (await pictures.logo(file(size=(300, 90)))).width == 300


async def test_where_it_was_taken_stays_behind_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "N"
    found = await pictures.logo(file("JPEG", (200, 100), exif=exif))
    assert (found.width, found.height) == (100, 200)
    assert not opened(found.png).getexif()
    assert b"eXIf" not in found.png


async def test_a_photograph_stays_within_bounds():
    noise = Image.effect_noise((2400, 800), 120).convert("RGB")
    written = io.BytesIO()
    noise.save(written, "PNG")
    assert len((await pictures.logo(written.getvalue()[: pictures.BYTES])).png) <= pictures.DRAWN


def bomb(width, height):
    """A PNG that says it is so large, in a few bytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(5000, 5000), (30_000, 30_000)])
async def test_a_bomb_is_refused_before_it_is_unpacked(size):
    with pytest.raises(TooLarge):
        await pictures.logo(bomb(*size))


async def test_more_bytes_than_five_megabytes_are_refused():
    with pytest.raises(TooLarge):
        await pictures.logo(b"\x89PNG" + bytes(pictures.BYTES))


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + bytes(50), file()[:200], file("BMP"), bomb(50, 50)],
)
async def test_what_is_no_png_or_jpeg_is_refused(data):
    with pytest.raises(Invalid):
        await pictures.logo(data)
