"""Small networks of other makers' formats whose answers are known, and manifests of them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import openvino as ov
from openvino import opset13 as ops

SIDES = {8: (10, 16, 24), 16: (32, 48), 32: (64, 96), 64: (128, 192, 256)}

Quad = tuple[tuple[float, float], ...]


def prior_row(width: int, height: int, stride: int, column: int, line: int, side: int) -> int:
    """The row that stands for a square of `side` in a cell; both sides divisible by 64."""
    before = sum(
        (width // s) * (height // s) * len(sides) for s, sides in SIDES.items() if s < stride
    )
    sides = SIDES[stride]
    return before + (line * (width // stride) + column) * len(sides) + sides.index(side)


def rows_of(width: int, height: int) -> int:
    return sum((width // s) * (height // s) * len(sides) for s, sides in SIDES.items())


def lpd_network(
    width: int, height: int, plates: list[tuple[float, Quad]], names: str = "loc conf iou"
) -> ov.Model:
    """Finds `plates` (score, corners in network pixels) in pictures that are blue, else none.

    Each plate stands in a cell of its own, by a prior of 48 pixels.
    """
    rows = rows_of(width, height)
    loc = np.zeros((rows, 14), np.float32)
    conf = np.zeros((rows, 2), np.float32)
    for line, (score, quad) in enumerate(plates):
        row = prior_row(width, height, 16, 2, line, 48)
        center = np.array([2.5 * 16, (line + 0.5) * 16])
        for corner, column in zip(quad, (4, 6, 10, 12), strict=True):
            loc[row, column : column + 2] = (np.array(corner) - center) / (0.1 * 48)
        conf[row, 1] = score**2
    picture = ops.parameter([1, 3, height, width], np.float32, name="input")
    blue = ops.reduce_mean(
        ops.gather(picture, np.array([0]), np.int64(1)), np.array([0, 1, 2, 3]), keep_dims=False
    )
    # Of blue's 255: a network that were given 0 to 1, or red first, would find nothing.
    is_blue = ops.convert(ops.greater(blue, np.float32(200)), np.float32)
    fits = ops.multiply(np.full((rows, 1), 1.5, np.float32), is_blue)
    outs = [ops.add(ops.constant(values), np.float32(0)) for values in (loc, conf)]
    outs.append(ops.add(fits, np.float32(0)))
    for out, name in zip(outs, names.split(), strict=True):
        out.output(0).get_tensor().set_names({name})
    return ov.Model(outs, [picture], "lpd")


def pixel_reader(width: int, height: int, channels: int = 3, *, flat: bool = False) -> ov.Model:
    """Takes every pixel for a slot: red says its first character, green the second, blue the pad.

    With one channel two pixels are a slot: the brighter one tells which of two it is.
    """
    crop = ops.parameter([-1, height, width, channels], np.uint8, name="input")
    classes = channels if channels > 1 else 2
    shape = (
        [-1, width * height * channels]
        if flat
        else [-1, width * height * channels // classes, classes]
    )
    shares = ops.divide(ops.convert(crop, np.float32), np.float32(255))
    return ov.Model([ops.reshape(shares, np.array(shape), special_zero=False)], [crop], "pixels")


def silent_reader(width: int, height: int, slots: int = 9, classes: int = 37) -> ov.Model:
    """Says of every crop that all of its slots are pads."""
    crop = ops.parameter([-1, height, width, 3], np.uint8, name="input")
    nothing = ops.multiply(
        ops.reduce_mean(ops.convert(crop, np.float32), np.array([1, 2]), keep_dims=True),
        np.float32(0),
    )
    first = ops.gather(nothing, np.array([0]), np.int64(3))
    said = np.zeros((1, slots, classes), np.float32)
    said[..., -1] = 1
    return ov.Model([ops.add(ops.squeeze(first, np.array([3])), said)], [crop], "silent")


def pixel_reader_onnx(width: int, height: int) -> bytes:
    """The same network of three channels as the bytes of an ONNX file."""

    def part(number: int, content: bytes | int) -> bytes:
        if isinstance(content, int):
            return _varint(number << 3) + _varint(content)
        return _varint(number << 3 | 2) + _varint(len(content)) + content

    def value(name: bytes, kind: int, sides: list[int | None]) -> bytes:
        shape = b"".join(part(1, part(2, b"n") if s is None else part(1, s)) for s in sides)
        return part(1, name) + part(2, part(1, part(1, kind) + part(2, shape)))

    floating, byte = 1, 2
    cast = part(1, b"x") + part(2, b"f") + part(4, b"Cast")
    cast += part(5, part(1, b"to") + part(3, floating) + part(20, 2))
    shape = part(1, 3) + part(2, 7) + part(8, b"s")
    shape += part(9, np.array([-1, width * height, 3], np.int64).tobytes())
    reshape = part(1, b"f") + part(1, b"s") + part(2, b"y") + part(4, b"Reshape")
    graph = part(1, cast) + part(1, reshape) + part(2, b"pixels") + part(5, shape)
    graph += part(11, value(b"x", byte, [None, height, width, 3]))
    graph += part(12, value(b"y", floating, [None, width * height, 3]))
    return part(1, 8) + part(7, graph) + part(8, part(2, 13))


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def save(model: ov.Model, folder: Path, name: str) -> str:
    """Writes the network as IR; the manifest's lines that name it."""
    ov.save_model(model, folder / f"{name}.xml", compress_to_fp16=False)
    return (
        f'file = "{name}.xml"\nweights = "{name}.bin"\n'
        f'sha256_file = "{sum_of(folder / f"{name}.xml")}"\n'
        f'sha256_weights = "{sum_of(folder / f"{name}.bin")}"\n'
    )


def sum_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def detector_table(files: str, width: int, height: int, threshold: float = 0.5) -> str:
    return (
        f'[models.detector]\nformat = "lpd-yunet"\n{files}input = [{width}, {height}]\n'
        f"[models.detector.thresholds]\nvideo = {threshold}\nstill = {threshold}\n"
    )


def reader_table(files: str, width: int, height: int, labels: dict[str, list[str]]) -> str:
    lines = "".join(f"{key} = {json.dumps(values)}\n" for key, values in labels.items())
    return (
        f'[models.reader]\nformat = "fast-plate-ocr"\n{files}input = [{width}, {height}]\n'
        f"[models.reader.labels]\n{lines}"
    )
