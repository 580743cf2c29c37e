"""What a fake camera sees: a second of nothing, then a label on a grey case, turned by eight degrees."""

from pathlib import Path

import qrcode
from PIL import Image, ImageFilter

_SIZE = (640, 480)
_RATE = 15


def label_clip(file: Path, text: str) -> list[str]:
    """Write the clip; the flags that make Chromium play it in a loop. The empty second proves nothing is read early."""
    ground = Image.effect_noise(_SIZE, 60).filter(ImageFilter.GaussianBlur(1)).convert("RGB")
    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_H, border=4)
    made.add_data(text, optimize=0)
    label = made.make_image().get_image().convert("RGB").resize((260, 260))
    turned = label.rotate(8, expand=True, fillcolor=(120, 120, 120), resample=Image.Resampling.BICUBIC)
    scene = ground.copy()
    scene.paste(turned, ((_SIZE[0] - turned.width) // 2, (_SIZE[1] - turned.height) // 2))
    with file.open("wb") as out:
        out.write(f"YUV4MPEG2 W{_SIZE[0]} H{_SIZE[1]} F{_RATE}:1 Ip A1:1 C420jpeg\n".encode())
        for frame, times in ((ground, _RATE), (scene, 2 * _RATE)):
            planes = frame.convert("YCbCr").split()
            small = [plane.resize((_SIZE[0] // 2, _SIZE[1] // 2)).tobytes() for plane in planes[1:]]
            out.write((b"FRAME\n" + planes[0].tobytes() + b"".join(small)) * times)
    return [
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={file}",
    ]  # fmt: skip
