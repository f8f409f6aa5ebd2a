"""Trains the plate detector: `python -m models.training.detector_train --data D --work W`.

Picks up from the last checkpoint in the work folder, so a stopped run can go on. The learning
rate follows a cosine over the training minutes, whatever the machine's speed.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F
from torch.utils.data import DataLoader, IterableDataset

from models.training.detector_composer import Composer
from models.training.detector_dataset import (
    MAX_OBJECTS,
    Sample,
    load_sources,
    targets_of,
)
from models.training.detector_network import STRIDE, PlateDetectorNetwork

CROP = (384, 288)
"""Width and height of a training picture, pixels."""
CHECKPOINT = "detector.pt"
_CORNER_SIGNS = torch.tensor([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]])
Batch = tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]


class ComposedBatches(IterableDataset[Batch]):
    """Endless batches: picture N×H×W×3, heat, owner, boxes, corners, has_corners."""

    def __init__(self, data: Path, work: Path, batch: int, seed: int) -> None:
        super().__init__()
        self._sources = load_sources(data, validation=False, work=work)
        self._batch = batch
        self._seed = seed

    def __iter__(self) -> Iterator[Batch]:
        cv2.setNumThreads(1)
        composer = Composer(self._sources, *CROP, seed=self._seed)
        while True:
            samples = [composer.sample() for _ in range(self._batch)]
            yield as_batch(samples)


def as_batch(samples: list[Sample]) -> Batch:
    """Stack samples with their targets."""
    targets = [targets_of(s) for s in samples]
    return (
        torch.from_numpy(np.stack([s.picture for s in samples])),
        torch.from_numpy(np.stack([t.heat for t in targets])),
        torch.from_numpy(np.stack([t.owner for t in targets])),
        torch.from_numpy(np.stack([t.boxes for t in targets])),
        torch.from_numpy(np.stack([t.corners for t in targets])),
        torch.from_numpy(np.stack([t.has_corners for t in targets])),
    )


def decode(out: Tensor) -> tuple[Tensor, Tensor]:
    """N×13×h×w → boxes N×h×w×4 (center x, y, w, h) and corners N×h×w×4×2, in pixels."""
    n, _, h, w = out.shape
    ys, xs = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
    cx = (xs + 0.5 + out[:, 1]) * STRIDE
    cy = (ys + 0.5 + out[:, 2]) * STRIDE
    size = 32.0 * torch.exp(out[:, 3:5].clamp(-4, 4))
    boxes = torch.stack([cx, cy, size[:, 0], size[:, 1]], dim=-1)
    residual = out[:, 5:13].permute(0, 2, 3, 1).reshape(n, h, w, 4, 2)
    corners = boxes[..., None, :2] + boxes[..., None, 2:] * (_CORNER_SIGNS + residual)
    return boxes, corners


def _giou_loss(a: Tensor, b: Tensor) -> Tensor:
    """1 - generalized IoU of boxes given as center x, y, w, h; M×4 each → M."""
    a0, a1 = a[:, :2] - a[:, 2:] / 2, a[:, :2] + a[:, 2:] / 2
    b0, b1 = b[:, :2] - b[:, 2:] / 2, b[:, :2] + b[:, 2:] / 2
    shared = (torch.minimum(a1, b1) - torch.maximum(a0, b0)).clamp(min=0).prod(dim=1)
    union = a[:, 2:].prod(dim=1) + b[:, 2:].prod(dim=1) - shared
    hull = (torch.maximum(a1, b1) - torch.minimum(a0, b0)).prod(dim=1)
    return 1 - shared / union.clamp(min=1e-6) + (hull - union) / hull.clamp(min=1e-6)


def losses(out: Tensor, batch: Batch) -> dict[str, Tensor]:
    """Heat, box and corner losses of raw outputs (float32)."""
    _, heat, owner, boxes, corners, known = batch
    logit = out[:, 0]
    log_p, log_q = F.logsigmoid(logit), F.logsigmoid(-logit)
    p = torch.sigmoid(logit)
    counted = heat >= 0
    center = heat >= 0.999
    plates = center.sum().clamp(min=1)
    positive = -((1 - p) ** 2 * log_p)[center].sum()
    away = counted & ~center
    negative = -((1 - heat.clamp(min=0)) ** 4 * p**2 * log_q)[away].sum()
    heat_loss = (positive + negative) / plates
    mine = owner >= 0
    index = owner[mine]
    picture = torch.nonzero(mine)[:, 0]
    found_boxes, found_corners = decode(out)
    got, goal = found_boxes[mine], boxes[picture, index]
    cells = max(int(mine.sum()), 1)
    box_loss = _giou_loss(got, goal).sum() / cells
    scale = goal[:, None, 2:]
    gap = ((found_corners[mine] - corners[picture, index]) / scale).abs().mean(dim=(1, 2))
    weight = known[picture, index]
    corner_loss = (gap * weight).sum() / weight.sum().clamp(min=1)
    return {"heat": heat_loss, "box": box_loss, "corner": corner_loss}


def found_plates(out: Tensor, threshold: float) -> list[list[tuple[float, Tensor, Tensor]]]:
    """Per picture: (score, box x y w h, corners 4×2), peaks only, overlapping ones dropped."""
    score = torch.sigmoid(out[:, 0])
    peak = score == F.max_pool2d(score[:, None], 3, 1, 1)[:, 0]
    boxes, corners = decode(out)
    result = []
    for i in range(len(out)):
        cells = torch.nonzero(peak[i] & (score[i] > threshold))
        order = sorted(cells.tolist(), key=lambda c: -float(score[i, c[0], c[1]]))
        kept: list[tuple[float, Tensor, Tensor]] = []
        for y, x in order:
            box = boxes[i, y, x]
            mine = torch.cat([box[:2] - box[2:] / 2, box[2:]])
            if all(iou(mine.tolist(), k[1].tolist()) < 0.3 for k in kept):
                kept.append((float(score[i, y, x]), mine, corners[i, y, x]))
        result.append(kept)
    return result


def iou(a: list[float], b: list[float]) -> float:
    """Intersection over union of two x, y, w, h boxes."""
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    shared = max(w, 0.0) * max(h, 0.0)
    return shared / max(a[2] * a[3] + b[2] * b[3] - shared, 1e-6)


@torch.no_grad()
def validate(network: PlateDetectorNetwork, samples: list[Sample]) -> dict[str, float]:
    """Recall at IoU 0.5 by plate width, false plates a picture, corner error over width."""
    network.eval()
    hits: dict[str, list[float]] = {"18-30": [], "30-60": [], "60-120": [], "120+": []}
    kinds: dict[str, list[float]] = {"pasted": [], "untouched": []}
    false: dict[float, int] = {0.3: 0, 0.5: 0}
    overlap: list[float] = []
    corner: list[float] = []
    for sample in samples:
        x = torch.from_numpy(sample.picture)[None].permute(0, 3, 1, 2).float() / 255
        plates = found_plates(network(x.contiguous(memory_format=torch.channels_last)), 0.3)[0]
        taken: set[int] = set()
        for truth in sample.truths:
            best, at = 0.0, -1
            for k, (_, box, _) in enumerate(plates):
                value = iou(box.tolist(), truth.box.tolist())
                if value > best:
                    best, at = value, k
            found = best >= 0.5
            width = float(truth.box[2])
            if width >= 18:
                name = "18-30" if width < 30 else "30-60" if width < 60 else "60-120"
                hits["120+" if width >= 120 else name].append(float(found))
                kinds["pasted" if truth.has_corners else "untouched"].append(float(found))
            if found:
                taken.add(at)
                overlap.append(best)
                if truth.has_corners:
                    gap = np.abs(plates[at][2].numpy() - truth.corners).mean()
                    corner.append(float(gap) / width)
        for k, (score, box, _) in enumerate(plates):
            excused = any(iou(box.tolist(), a.tolist()) > 0.1 for a in sample.ignored)
            if k not in taken and not excused:
                for limit in false:
                    false[limit] += score >= limit
    report = {f"recall {k}": float(np.mean(v)) for k, v in {**hits, **kinds}.items() if v}
    report |= {f"false@{k}": v / len(samples) for k, v in false.items()}
    report |= {"iou": float(np.mean(overlap or [0])), "corner": float(np.mean(corner or [1]))}
    return {k: round(v, 4) for k, v in report.items()}


def validation_samples(data: Path, count: int) -> list[Sample]:
    """The same composed pictures at 640×384 each time, from scenes and plates held out."""
    composer = Composer(load_sources(data, validation=True), 640, 384, seed=7)
    return [composer.sample() for _ in range(count)]


def _save(path: Path, state: dict[str, Any]) -> None:
    fresh = path.with_suffix(".new")
    torch.save(state, fresh)
    os.replace(fresh, path)


def train(data: Path, work: Path, minutes: float, batch: int, rate: float, seed: int) -> None:
    """Train for `minutes` of wall clock in all, resumed runs counted in."""
    torch.manual_seed(seed)
    work.mkdir(parents=True, exist_ok=True)
    network = PlateDetectorNetwork().to(memory_format=torch.channels_last)
    average = copy.deepcopy(network)
    decay = [p for p in network.parameters() if p.ndim > 1]
    plain = [p for p in network.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decay, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}],
        lr=rate,
    )
    step, spent = 0, 0.0
    path = work / CHECKPOINT
    if path.exists():
        state = torch.load(path, weights_only=True)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step, spent = state["step"], state["spent"]
    checks = validation_samples(data, 200)
    loader = DataLoader(
        ComposedBatches(data, work, batch, seed + step), batch_size=None, num_workers=1,
        prefetch_factor=6, multiprocessing_context="fork",
    )  # fmt: skip
    begun, saved, judged = time.monotonic() - spent, spent, spent
    sums: dict[str, float] = {}
    network.train()
    for made in loader:
        spent = time.monotonic() - begun
        progress = spent / (minutes * 60)
        if progress >= 1:
            break
        warm = min(1.0, (step + 1) / 150)
        now = rate * warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))
        for group in optimizer.param_groups:
            group["lr"] = now
        picture = made[0].permute(0, 3, 1, 2).float().div_(255.0)
        with torch.autocast("cpu", torch.bfloat16):
            out = network(picture.contiguous(memory_format=torch.channels_last))
        parts = losses(out.float(), made)
        loss = parts["heat"] + 2.0 * parts["box"] + 4.0 * parts["corner"]
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 10.0)
        optimizer.step()
        step += 1
        keep = min(0.998, (1 + step) / (10 + step))
        with torch.no_grad():
            for ours, theirs in zip(average.state_dict().values(), network.state_dict().values(),
                                    strict=True):  # fmt: skip
                if ours.dtype.is_floating_point:
                    ours.lerp_(theirs, 1 - keep)
                else:
                    ours.copy_(theirs)
        for name, value in parts.items():
            sums[name] = sums.get(name, 0.0) + float(value.detach())
        if step % 50 == 0:
            shown = " ".join(f"{k} {v / 50:.4f}" for k, v in sums.items())
            print(f"{spent / 60:5.1f} min step {step} {shown} rate {now:.5f}", flush=True)
            sums = {}
        if spent - saved > 150:
            saved = spent
            _save(path, {"network": network.state_dict(), "average": average.state_dict(),
                         "optimizer": optimizer.state_dict(), "step": step, "spent": spent,
                         "objects": MAX_OBJECTS})  # fmt: skip
        if spent - judged > 720:
            judged = spent
            print("validation", json.dumps(validate(average, checks)), flush=True)
    report = validate(average, checks)
    print("validation", json.dumps(report), flush=True)
    (work / "validation.json").write_text(json.dumps(report, indent=1))
    _save(path, {"network": network.state_dict(), "average": average.state_dict(),
                 "optimizer": optimizer.state_dict(), "step": step, "spent": minutes * 60,
                 "objects": MAX_OBJECTS})  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="unpacked training data")
    parser.add_argument("--work", type=Path, required=True, help="checkpoints, ignored by git")
    parser.add_argument("--minutes", type=float, default=75.0)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--rate", type=float, default=2.5e-3)
    parser.add_argument("--seed", type=int, default=2)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    train(chosen.data, chosen.work, chosen.minutes, chosen.batch, chosen.rate, chosen.seed)


if __name__ == "__main__":
    main()
