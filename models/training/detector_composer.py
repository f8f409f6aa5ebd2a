"""Training pictures for the plate detector, composed while it trains.

A vehicle photograph gets a US plate exactly in the place of its own plate (two thirds of the
time) or stays as it is (one third): plates pasted at random places teach a network to find
pasting. What is learned against: street pictures, vehicles whose plate was painted over, and
patches and lettering that are no plates, blended in the same way the plates are.
"""

from __future__ import annotations

import cv2
import numpy as np

from models.training.detector_dataset import (
    MAX_OBJECTS,
    SMALLEST_WIDTH,
    Floats,
    Picture,
    Sample,
    Scene,
    Sources,
    Truth,
    decode_picture,
)
from models.training.detector_light import relight
from models.training.detector_surface import (
    brightness,
    paint_over,
    seen_aslant,
    trimmed,
    us_width,
)


class Composer:
    """Draws samples of one size; the same seed gives the same pictures."""

    def __init__(self, sources: Sources, width: int, height: int, seed: int) -> None:
        self._sources = sources
        self._width = width
        self._height = height
        self._rng = np.random.default_rng(seed)

    def sample(self) -> Sample:
        """Compose one picture: one scene, or two or four beside one another."""
        rng = self._rng
        canvas = np.zeros((self._height, self._width, 3), np.uint8)
        draw = rng.random()
        if draw < 0.66:
            regions = [(0, 0, self._width, self._height)]
        elif draw < 0.82:
            cut = int(self._width * rng.uniform(0.35, 0.65))
            regions = [(0, 0, cut, self._height), (cut, 0, self._width - cut, self._height)]
        else:
            cx = int(self._width * rng.uniform(0.4, 0.6))
            cy = int(self._height * rng.uniform(0.4, 0.6))
            regions = [
                (0, 0, cx, cy),
                (cx, 0, self._width - cx, cy),
                (0, cy, cx, self._height - cy),
                (cx, cy, self._width - cx, self._height - cy),
            ]
        truths: list[Truth] = []
        ignored: list[Floats] = []
        glow = np.zeros((self._height, self._width), np.float32)
        any_pasted = False
        for x, y, w, h in regions:
            kind = rng.random()
            if kind < 0.14:
                canvas[y : y + h, x : x + w] = self._street(w, h)
                continue
            part, found, unsure, pasted, lit = self._vehicle(w, h)
            canvas[y : y + h, x : x + w] = part
            glow[y : y + h, x : x + w] = lit
            any_pasted |= pasted
            shift = np.array([x, y], np.float32)
            for t in found:
                box = t.box.copy()
                box[:2] += shift
                truths.append(Truth(box, t.corners + shift, t.has_corners))
            for area in unsure:
                moved = area.copy()
                moved[:2] += shift
                ignored.append(moved)
        picture = relight(canvas, glow, rng)
        if rng.random() < 0.5:
            picture = np.ascontiguousarray(picture[:, ::-1])
            truths = [self._mirrored(t) for t in truths]
            ignored = [
                np.array([self._width - a[0] - a[2], a[1], a[2], a[3]], np.float32) for a in ignored
            ]
        return Sample(picture, tuple(truths[:MAX_OBJECTS]), tuple(ignored), any_pasted)

    def _mirrored(self, truth: Truth) -> Truth:
        x, y, w, h = truth.box
        corners = truth.corners.copy()
        corners[:, 0] = self._width - corners[:, 0]
        box = np.array([self._width - x - w, y, w, h], np.float32)
        return Truth(box, corners[[1, 0, 3, 2]], truth.has_corners)

    def _negative(self) -> Picture:
        negatives = self._sources.negatives
        return decode_picture(negatives[self._rng.integers(len(negatives))])

    def _street(self, width: int, height: int) -> Picture:
        """A plate-less picture that fills the region."""
        rng = self._rng
        picture = decode_picture(
            self._sources.negatives[rng.integers(len(self._sources.negatives))]
        )
        h, w = picture.shape[:2]
        zoom = max(width / w, height / h) * rng.uniform(1.0, 1.8)
        cw, ch = min(w, int(width / zoom)), min(h, int(height / zoom))
        x, y = rng.integers(0, w - cw + 1), rng.integers(0, h - ch + 1)
        part = cv2.resize(picture[y : y + ch, x : x + cw], (width, height))
        if rng.random() < 0.5:
            # The street pictures are gray: color must not tell which pictures have plates.
            part = np.clip(part * rng.uniform(0.75, 1.25, 3), 0, 255)
        out = np.asarray(part, dtype=np.uint8)
        for _ in range(rng.integers(0, 3)):
            self._decoy(out, [])
        return out

    def _vehicle(
        self, width: int, height: int
    ) -> tuple[Picture, list[Truth], list[Floats], bool, Floats]:
        """One scene in a region: picture, plates, areas that do not count, pasted, glow."""
        rng = self._rng
        scene = self._sources.scenes[rng.integers(len(self._sources.scenes))]
        source = decode_picture(scene.jpeg)
        role = rng.random()
        replaced = role < 0.58
        painted_over = role > 0.93
        away = 0.83 < role <= 0.93 or (len(scene.mistaken) > 0 and role <= 0.15)
        replaced = replaced and not away
        main = scene.boxes[rng.integers(len(scene.boxes))]
        shown = us_width(main) if replaced else float(main[2])
        largest = min(340.0, 0.92 * width, 1.7 * height)
        target = float(np.exp(rng.uniform(np.log(17.0), np.log(max(largest, 30.0)))))
        zoom = float(np.clip(target / shown, 0.12, 3.6))
        fit = min(width / source.shape[1], height / source.shape[0])
        if zoom < fit and rng.random() < 0.35:
            # A third of the far vehicles are widened into the region rather than framed.
            zoom = fit * float(rng.uniform(1.0, 1.15))
        cx = (main[0] + main[2] / 2) * zoom
        cy = (main[1] + main[3] / 2) * zoom
        margin_x = min(width / 2 - 1, shown * zoom * 0.56)
        margin_y = min(height / 2 - 1, shown * zoom * 0.34)
        if rng.random() < 0.06:
            margin_x = margin_y = 0.0
        ox = cx - rng.uniform(margin_x, width - margin_x)
        oy = cy - rng.uniform(margin_y, height - margin_y)
        ox = self._settled(ox, cx, margin_x, source.shape[1] * zoom, width)
        oy = self._settled(oy, cy, margin_y, source.shape[0] * zoom, height)
        if away:
            ox, oy, zoom = self._away(source, scene, width, height)
        part = self._window(source, zoom, ox, oy, width, height)
        truths: list[Truth] = []
        unsure: list[Floats] = []
        glow = np.zeros((height, width), np.float32)
        offset = np.array([ox, oy, 0, 0], np.float32)
        placed = [np.asarray(b * zoom - offset, np.float32) for b in scene.boxes]
        for box in placed:
            if painted_over:
                paint_over(part, box, 1.12)
            elif replaced:
                truth = self.put_us_plate(part, box, zoom, glow)
                self._keep(truth, width, height, truths, unsure)
            else:
                corners = np.zeros((4, 2), np.float32)
                self._keep(Truth(box, corners, False), width, height, truths, unsure)
        unsure += [np.asarray(b * zoom - offset, np.float32) for b in scene.unlabeled]
        for _ in range(rng.integers(0, 3) if rng.random() < 0.5 else 0):
            self._decoy(part, [t.box for t in truths] + unsure + ([] if painted_over else placed))
        return part, truths, unsure, replaced, glow

    def _away(
        self, source: Picture, scene: Scene, width: int, height: int
    ) -> tuple[float, float, float]:
        """Origin and zoom of a window on the vehicle's lights, wheels and lettering alone; on
        what was taken for a plate before, where anything was."""
        rng = self._rng
        boxes = scene.boxes
        if len(scene.mistaken) and rng.random() < 0.8:
            x, y, w, h = (float(v) for v in scene.mistaken[rng.integers(len(scene.mistaken))])
            zoom = float(np.clip(np.exp(rng.uniform(np.log(18), np.log(200))) / w, 0.2, 3.6))
            ox = (x + w / 2) * zoom - rng.uniform(0.15, 0.85) * width
            oy = (y + h / 2) * zoom - rng.uniform(0.15, 0.85) * height
            return float(ox), float(oy), zoom
        wide = float(boxes[:, 2].max())
        for _ in range(8):
            zoom = float(np.clip(np.exp(rng.uniform(np.log(40), np.log(240))) / wide, 0.5, 3.6))
            ox = rng.uniform(0, max(1.0, source.shape[1] * zoom - width))
            oy = rng.uniform(0, max(1.0, source.shape[0] * zoom - height))
            low = boxes[:, :2] * zoom - (ox, oy)
            high = low + boxes[:, 2:] * zoom
            inside = (high[:, 0] > 0) & (high[:, 1] > 0) & (low[:, 0] < width)
            if not (inside & (low[:, 1] < height)).any():
                break
        return float(ox), float(oy), zoom

    def _settled(
        self, origin: float, center: float, margin: float, extent: float, size: int
    ) -> float:
        """Move the window inside the scene where it fits, keeping the plate in the window."""
        if extent >= size:
            origin = min(max(origin, 0.0), extent - size)
        else:
            origin = -self._rng.uniform(0.0, size - extent)
        return float(min(max(origin, center - size + margin), center - margin))

    @staticmethod
    def _keep(
        truth: Truth, width: int, height: int, truths: list[Truth], unsure: list[Floats]
    ) -> None:
        x, y, w, h = (float(v) for v in truth.box)
        inner_w = min(x + w, width) - max(x, 0.0)
        inner_h = min(y + h, height) - max(y, 0.0)
        if inner_w <= 0 or inner_h <= 0:
            return
        if w < SMALLEST_WIDTH or inner_w * inner_h < 0.93 * w * h:
            unsure.append(truth.box)
        else:
            truths.append(truth)

    def _window(
        self, source: Picture, zoom: float, ox: float, oy: float, width: int, height: int
    ) -> Picture:
        """The part of a scaled scene seen through a window; what is outside gets a filler."""
        if zoom < 0.75:
            scaled = cv2.resize(source, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
            matrix = np.array([[1, 0, -ox], [0, 1, -oy]], np.float64)
        else:
            scaled = source
            matrix = np.array([[zoom, 0, -ox], [0, zoom, -oy]], np.float64)
        kind = self._rng.random()
        size = (width, height)
        if kind < 0.6:
            part = self._street(width, height)
            cv2.warpAffine(
                scaled, matrix, size, dst=part, flags=cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_TRANSPARENT,
            )  # fmt: skip
        elif kind < 0.78:
            part = cv2.warpAffine(scaled, matrix, size, borderMode=cv2.BORDER_REPLICATE)
        else:
            gray = float(self._rng.choice([0, 114, int(self._rng.integers(0, 256))]))
            part = cv2.warpAffine(
                scaled, matrix, size, borderMode=cv2.BORDER_CONSTANT, borderValue=(gray,) * 3
            )
        return np.asarray(part, dtype=np.uint8)

    def _plate_picture(self) -> Picture:
        """A US plate as it was photographed or drawn, sometimes in a frame or under a light."""
        rng = self._rng
        plate = decode_picture(self._sources.plates[rng.integers(len(self._sources.plates))])
        plate = trimmed(plate)
        if rng.random() < 0.22:
            h, w = plate.shape[:2]
            t = int(h * rng.uniform(0.03, 0.1))
            shade = int(rng.choice([15, 40, 160, 210]))
            plate[:t], plate[h - t :] = shade, shade
            plate[:, : t // 2 + 1], plate[:, w - t // 2 - 1 :] = shade, shade
        return plate

    def put_us_plate(self, part: Picture, box: Floats, zoom: float, glow: Floats) -> Truth:
        """Put a US plate in the place of the one at `box`; `glow` gets where it is."""
        rng = self._rng
        paint_over(part, box, 1.04)
        width = us_width(box) * float(rng.uniform(0.92, 1.08))
        height = width / float(rng.uniform(1.85, 2.15))
        cx = float(box[0] + box[2] / 2) + width * float(rng.normal(0, 0.02))
        cy = float(box[1] + box[3] / 2) + height * float(rng.normal(0, 0.03))
        quad = seen_aslant(self._rng, cx, cy, width, height)
        blur = float(rng.uniform(0.0, 0.35 + 0.45 * max(1.0, zoom)))
        if rng.random() < 0.3:
            # The recess or holder behind a plate is not the plate.
            wider = (quad - quad.mean(axis=0)) * rng.uniform((1.06, 1.1), (1.5, 1.7)) + quad.mean(0)
            hollow = np.full((8, 16, 3), rng.integers(10, 190), np.uint8)
            self._blend(part, hollow, wider.astype(np.float32), None, blur, None)
        self._blend(part, self._plate_picture(), quad, box, blur, glow)
        low, high = quad.min(axis=0), quad.max(axis=0)
        return Truth(np.concatenate([low, high - low]).astype(np.float32), quad, True)

    def _blend(
        self, part: Picture, patch: Picture, quad: Floats, like: Floats | None, blur: float,
        glow: Floats | None,
    ) -> None:  # fmt: skip
        """Warp a patch into four corners, lit like what was there, with soft edges."""
        rng = self._rng
        h, w = part.shape[:2]
        low = np.floor(quad.min(axis=0) - 4).astype(int)
        high = np.ceil(quad.max(axis=0) + 5).astype(int)
        x0, y0 = max(low[0], 0), max(low[1], 0)
        x1, y1 = min(high[0], w), min(high[1], h)
        if x1 - x0 < 4 or y1 - y0 < 4:
            return
        span = max(8, int(np.linalg.norm(quad[1] - quad[0])))
        rise = max(4, int(np.linalg.norm(quad[3] - quad[0])))
        patch = np.asarray(cv2.resize(patch, (span, rise), interpolation=cv2.INTER_AREA), np.uint8)
        mask = np.full((rise, span), 255, np.uint8)
        corner = int(rise * rng.uniform(0.0, 0.12))
        if corner > 1:
            mask[:] = 0
            cv2.rectangle(mask, (corner, 0), (span - 1 - corner, rise - 1), 255, -1)
            cv2.rectangle(mask, (0, corner), (span - 1, rise - 1 - corner), 255, -1)
            for px, py in (
                (corner, corner),
                (span - 1 - corner, corner),
                (corner, rise - 1 - corner),
                (span - 1 - corner, rise - 1 - corner),
            ):
                cv2.circle(mask, (px, py), corner, 255, -1)  # fmt: skip
        flat = np.array([[0, 0], [span, 0], [span, rise], [0, rise]], np.float32) - 0.5
        local = (quad - np.array([x0, y0]) - 0.5).astype(np.float32)
        matrix = cv2.getPerspectiveTransform(flat, local)
        size = (x1 - x0, y1 - y0)
        laid = np.asarray(cv2.warpPerspective(
            patch, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.float32)  # fmt: skip
        alpha = np.asarray(cv2.warpPerspective(mask, matrix, size), np.float32)
        if blur > 0.3:
            laid = np.asarray(cv2.GaussianBlur(laid, (0, 0), blur), np.float32)
            alpha = np.asarray(cv2.GaussianBlur(alpha, (0, 0), min(blur, 1.2)), np.float32)
        alpha /= 255.0
        under = part[y0:y1, x0:x1]
        around = float(under.mean()) if like is None else brightness(part, like)
        # A plate is most often lighter than the bumper around it; too dark a match hides it.
        goal = float(np.clip(around * rng.uniform(0.85, 1.5), 22, 240))
        if rng.random() < 0.3:
            # In shade, behind glare or mesh little is left between ink and ground.
            laid = np.asarray(laid.mean() + (laid - laid.mean()) * rng.uniform(0.25, 0.8))
        gain = float(np.clip(goal / max(float(laid.mean()), 1.0), 0.4, 1.7))
        slope = rng.normal(0, 0.15)
        ramp = 1 + slope * np.linspace(-1, 1, size[1], dtype=np.float32)[:, None, None]
        tint = rng.normal(1.0, 0.03, 3).astype(np.float32)
        laid = np.clip(laid * gain * ramp * tint, 0, 255)
        part[y0:y1, x0:x1] = (under * (1 - alpha[..., None]) + laid * alpha[..., None]).astype(
            np.uint8
        )
        if glow is not None:
            glow[y0:y1, x0:x1] = np.maximum(glow[y0:y1, x0:x1], alpha)

    def _decoy(self, part: Picture, taken: list[Floats]) -> None:
        """Blend in lettering, a sticker, a sign or a bare panel away from every plate."""
        rng = self._rng
        (h, w), kind = part.shape[:2], rng.random()
        dw = float(np.exp(rng.uniform(np.log(14), np.log(150))))
        ratio = float(rng.uniform(3.2, 8) if kind < 0.5 else rng.uniform(0.6, 1.3))
        if kind > 0.8:
            ratio = float(rng.uniform(1.6, 3.0))
        dh = dw / ratio
        if dw >= w - 4 or dh >= h - 4:
            return
        cx, cy = rng.uniform(dw / 2, w - dw / 2), rng.uniform(dh / 2, h - dh / 2)
        for x, y, bw, bh in taken:
            if abs(cx - x - bw / 2) < (dw + bw) * 0.6 and abs(cy - y - bh / 2) < (dh + bh) * 0.7:
                return
        tall = 96
        wide = max(40, int(tall * ratio))
        if kind > 0.8:
            # A bare or scrambled panel of a plate's shape: shape and seam alone are no plate.
            patch = self._panel(wide, tall)
        else:
            patch = np.full((tall, wide, 3), rng.integers(0, 256, 3), np.uint8)
            ink = tuple(int(v) for v in rng.integers(0, 256, 3))
            lines = 1 if ratio > 3 else int(rng.integers(2, 5))
            letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
            for i in range(lines):
                count = max(2, int(ratio * lines * rng.uniform(0.8, 1.5)))
                text = "".join(letters[k] for k in rng.integers(0, len(letters), count))
                scale = tall / lines / 34
                cv2.putText(
                    patch, text, (4, int((i + 0.8) * tall / lines)), int(rng.integers(0, 8)),
                    scale, ink, max(1, int(scale * rng.uniform(1, 3))), cv2.LINE_AA,
                )  # fmt: skip
        quad = seen_aslant(self._rng, float(cx), float(cy), dw, dh)
        self._blend(part, patch, quad, None, float(rng.uniform(0.2, 1.0)), None)

    def _panel(self, wide: int, tall: int) -> Picture:
        rng = self._rng
        if rng.random() < 0.5:
            street = decode_picture(
                self._sources.negatives[rng.integers(len(self._sources.negatives))]
            )
            h, w = street.shape[:2]
            size = int(rng.integers(30, min(h, w) // 2))
            y, x = rng.integers(0, h - size), rng.integers(0, w - size)
            part = cv2.resize(street[y : y + size, x : x + size], (wide, tall))
            return np.asarray(part, np.uint8)
        patch = np.full((tall, wide, 3), rng.integers(0, 256, 3), np.uint8)
        if rng.random() < 0.6:
            step = int(rng.integers(8, 24))
            for y in range(0, tall, step):
                patch[y : y + step // 2] = rng.integers(0, 256)
        return patch
