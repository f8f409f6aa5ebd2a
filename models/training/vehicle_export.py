"""Turns the trained vehicle network into what the console runs, calibrated.

    python -m models.training.vehicle_export --data DIR --teacher XML --work DIR --models models

writes models/vehicle.xml and .bin (weights in half precision) and the [models.vehicle] table of
models/manifest.toml. Temperatures and thresholds come from the held-out vehicles alone, each as
photographed and once spoilt as a camera in traffic might have it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import openvino as ov
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from alpr_console.domain.vehicle_codes import ALIKE, BODIES, COLORS
from models.training import manifest_table
from models.training.reader_export import temperature
from models.training.vehicle_data import Vehicle, empty_windows, load_vehicles
from models.training.vehicle_net import SIZE, VehicleNet
from models.training.vehicle_shipped import load_shipped
from models.training.vehicle_train import CHECKPOINT, SEED
from models.training.vehicle_views import View, plain_view_of, view_of

NAME = "vehicle"
WRONGLY_UNLIKELY = 0.05
"""Share of the vehicles of a color or body that may be called unlikely to be it."""
_ENOUGH = 12
"""Views of a color or body without which nothing can be said of how it looks."""
RIGHT = 0.94
"""Share of what is named that is to be right."""
_MOST_MISSED = 0.01
_Array = NDArray[np.float32]


class Deployed(nn.Module):
    """What is shipped: N×80×80×3 uint8 BGR in; color, body and place out, each the mean of what
    the networks of several runs say."""

    def __init__(self, nets: Sequence[VehicleNet]) -> None:
        super().__init__()
        self.nets = nn.ModuleList(nets)

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        seen = picture.permute(0, 3, 1, 2).float() * (1.0 / 255.0)
        color, body, place = (
            torch.stack(parts).mean(dim=0)
            for parts in zip(*(net(seen) for net in self.nets), strict=True)
        )
        return color, body, place


def go_part_of_the_way(start: Path, run: int, net: VehicleNet, way: float) -> None:
    """Bring the weights of `net` back to where it started from, all but `way` of what it went.

    What it learned of drawn vehicles it learns early; what it forgets of photographs, late.
    """
    before = VehicleNet()
    load_shipped(start, run, before)
    with torch.no_grad():
        for ours, theirs in zip(net.state_dict().values(), before.state_dict().values(),
                                strict=True):  # fmt: skip
            if ours.dtype.is_floating_point:
                ours.lerp_(theirs, 1 - way)


def views_to_judge(vehicles: list[Vehicle], surroundings: list[NDArray[np.uint8]]) -> list[View]:
    """The held-out vehicles as they are and spoilt; where light hides the color it is no target."""
    draw = np.random.default_rng(SEED)
    spoilt = [view_of(v, surroundings[draw.integers(len(surroundings))], draw) for v in vehicles]
    return [*(plain_view_of(v) for v in vehicles), *spoilt]


def answers(net: Deployed, views: list[View]) -> tuple[_Array, _Array, _Array]:
    """Color logits, body logits and places."""
    parts: list[list[_Array]] = [[], [], []]
    pictures = torch.from_numpy(np.stack([view.picture for view in views]))
    with torch.inference_mode():
        for some in pictures.split(64):
            for kept, out in zip(parts, net(some), strict=True):
                kept.append(out.numpy())
    color, body, place = (np.concatenate(p) for p in parts)
    return color, body, place


def heat_of(logits: _Array, wanted: _Array) -> float:
    """The temperature; of two words that the eye left open, the likelier counts."""
    told = wanted.max(axis=1) > 0.3
    open_to = np.where(wanted[told] > 0.3, logits[told], -np.inf)
    return temperature(logits[told], open_to.argmax(axis=1))


def probabilities(logits: _Array, heat: float) -> _Array:
    """Softmax at a temperature."""
    scaled = np.exp((logits - logits.max(axis=1, keepdims=True)) / heat)
    return np.asarray(scaled / scaled.sum(axis=1, keepdims=True), np.float32)


def least(sure: _Array, right: NDArray[np.bool_], weight: NDArray[np.float64]) -> float:
    """The lowest threshold from which on `RIGHT` of what is named is right."""
    for candidate in np.arange(0.3, 0.99, 0.01):
        named = sure >= candidate
        if named.any() and np.average(right[named], weights=weight[named]) >= RIGHT:
            return float(candidate)
    return 0.99


def unlikely(sure: _Array, wanted: _Array) -> list[float]:
    """For each class the probability below which a vehicle is unlikely to be of it."""
    levels = []
    for mine, given in zip((wanted > 0.3).T, sure.T, strict=True):
        found = given[mine]
        level = np.quantile(found, WRONGLY_UNLIKELY) if len(found) >= _ENOUGH else 0.0
        levels.append(min(float(level), 0.3))
        _tell_unlikely(len(found), levels[-1], given[~mine])
    return levels


def _tell_unlikely(views: int, level: float, others: _Array) -> None:
    print(
        f"unlikely below {level:.4f} ({views} views): {(others < level).mean():.3f} of the others"
    )


def _even(wanted: _Array) -> NDArray[np.float64]:
    """Weights as if half of the vehicles were cars: here four of five are, but on a US road
    SUVs, vans and trucks are about as many."""
    is_car = wanted[:, BODIES.index("car")] > 0
    return np.asarray(np.where(is_car, 0.5 / is_car.mean(), 0.5 / (~is_car).mean()), np.float64)


def calibrate(
    color: tuple[_Array, _Array], body: tuple[_Array, _Array], vehicle: _Array
) -> tuple[dict[str, float], dict[str, float]]:
    """Temperatures and thresholds from logits and targets; of `vehicle`, all are vehicles."""
    heat = {"color": heat_of(*color), "body": heat_of(*body)}
    seen = 1 / (1 + float(np.exp(-np.quantile(vehicle, _MOST_MISSED))))
    thresholds = {"vehicle": min(max(seen, 0.02), 0.5)}
    for name, (logits, wanted) in (("color", color), ("body", body)):
        told = wanted.max(axis=1) > 0.3
        sure = probabilities(logits[told], heat[name])
        best = sure.argmax(axis=1)
        right = wanted[told][np.arange(len(best)), best] > 0.3
        weight = _even(wanted[told]) if name == "body" else np.ones(len(right))
        thresholds[name] = least(sure.max(axis=1), right, weight)
        _tell(name, sure.max(axis=1) >= thresholds[name], right)
        words = COLORS if name == "color" else BODIES
        thresholds |= {
            f"unlikely_{w}": t for w, t in zip(words, unlikely(sure, wanted[told]), strict=True)
        }
    logits, wanted = color
    told = wanted.max(axis=1) > 0.3
    sure = probabilities(logits[told], heat["color"])
    pairs = np.array([[COLORS.index(a), COLORS.index(b)] for a, b in ALIKE])
    both = sure[:, pairs].sum(axis=2)
    chosen = pairs[both.argmax(axis=1)]
    right = np.take_along_axis(wanted[told], chosen, axis=1).max(axis=1) > 0.3
    thresholds["colors"] = least(both.max(axis=1), right, np.ones(len(right)))
    _tell("two colors", both.max(axis=1) >= thresholds["colors"], right)
    return heat, thresholds


def _tell(name: str, named: NDArray[np.bool_], right: NDArray[np.bool_]) -> None:
    print(f"{name}: {right.mean():.3f} right of all; "
          f"{right[named].mean():.3f} of the {named.mean():.3f} that is named")  # fmt: skip


def _save(net: Deployed, topology: Path) -> None:
    example = torch.zeros(1, SIZE, SIZE, 3, dtype=torch.uint8)
    shape = [-1, SIZE, SIZE, 3]
    model = ov.convert_model(net, example_input=example, input=[(shape, ov.Type.u8)])
    ov.save_model(model, topology, compress_to_fp16=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True, help="vehicle-detection-0200.xml")
    parser.add_argument("--work", type=Path, nargs="+", required=True, help="one for each run")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--start", type=Path, help="the vehicle.xml that the runs went on from")
    parser.add_argument(
        "--way", type=float, default=1.0, help="how far from there to the runs' end"
    )
    args = parser.parse_args()
    torch.set_num_threads(1)
    saved = [torch.load(work / CHECKPOINT, weights_only=True) for work in args.work]
    nets = [VehicleNet() for _ in saved]
    for one, run in zip(nets, saved, strict=True):
        one.load_state_dict(run["average"])
    if args.start is not None:
        for number, one in enumerate(nets):
            go_part_of_the_way(args.start, number, one, args.way)
    net = Deployed(nets).eval()
    held_out = [v for v in load_vehicles(args.data, args.teacher, args.work[0]) if v.held_out]
    views = views_to_judge(held_out, empty_windows(args.data, 100, SEED + 1))
    color, body, place = answers(net, views)
    heat, thresholds = calibrate(
        (color, _stacked(views, lambda v: v.color)), (body, _stacked(views, lambda v: v.body)),
        place[: len(held_out), 4],
    )  # fmt: skip
    topology = args.models / f"{NAME}.xml"
    _save(net, topology)
    manifest_table.write(
        args.models / "manifest.toml", "vehicle", topology, size=(SIZE, SIZE),
        labels={"colors": COLORS, "bodies": BODIES}, temperatures=heat, thresholds=thresholds,
    )  # fmt: skip
    for run in saved:
        print(f"step {run['step']}, {run['spent'] / 60:.1f} minutes")
    print(heat, thresholds)


def _stacked(views: list[View], part: Callable[[View], _Array]) -> _Array:
    return np.stack([part(v) for v in views])


if __name__ == "__main__":
    main()
