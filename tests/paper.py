"""Reading back what we print: the words of a PDF, its pages as a printer would draw them, the codes on them."""

import ctypes
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image

ZBARIMG = shutil.which("zbarimg")


def words_in(pdf: bytes) -> str:
    """The text of all pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def sizes_of(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [tuple(round(side) for side in page.get_size()) for page in document]


def letters_of(pdf: bytes) -> set[float]:
    """Sizes of the letters on it, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        kinds = (pypdfium2.raw.FPDF_PAGEOBJ_TEXT,)
        return {
            round(size.value, 1)
            for page in document
            for each in page.get_objects(filter=kinds)
            if pypdfium2.raw.FPDFTextObj_GetFontSize(each, size := ctypes.c_float())
        }


def drawn(pdf: bytes, dpi: int) -> list[Image.Image]:
    """Each page in grey, at `dpi` dots an inch."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]


def codes_in(images: Sequence[Image.Image], folder: Path) -> list[str]:
    """What stands in the QR codes, by zbarimg where the machine has it, else by ZXing: both aren't what draws them."""
    if not ZBARIMG:
        return [code.text for image in images for code in zxingcpp.read_barcodes(image)]
    found = []
    for at in range(0, len(images), 50):
        files = [folder / f"code-{at + n:04d}.png" for n in range(len(images[at : at + 50]))]
        for file, image in zip(files, images[at:], strict=False):
            image.save(file)
        said = subprocess.run([ZBARIMG, "--quiet", "--raw", *files], capture_output=True, text=True, check=False)
        found += said.stdout.split()
    return found
