"""JPEG bytes to a pixmap. Pictures out of the store may be damaged; that is no bug."""

from __future__ import annotations

import cv2
import numpy as np
from PySide6.QtGui import QImage, QPixmap


def pixmap_of(untrusted_jpeg: bytes) -> QPixmap:
    """The picture, or a null pixmap where the bytes are none."""
    if not untrusted_jpeg:
        return QPixmap()
    data = np.frombuffer(untrusted_jpeg, np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if picture is None:
        return QPixmap()
    pixels = np.ascontiguousarray(cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA))
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
    return QPixmap.fromImage(image)
