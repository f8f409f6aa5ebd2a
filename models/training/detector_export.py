"""Exports the trained detector to OpenVINO and writes its table of the manifest.

`python -m models.training.detector_export --work W --video 0.35 --larger 0.45 --still 0.55`
"""

from __future__ import annotations

import argparse
from pathlib import Path

import openvino as ov
import torch

from models.training import manifest_table
from models.training.detector_network import DeployedDetector, PlateDetectorNetwork
from models.training.detector_train import CHECKPOINT

NAME = "plate_detector"
VIDEO_SIZE = (640, 384)
LARGER_SIZE = (960, 544)
"""For plates farther away, at about twice the time; what a video is searched at unless the
computer cannot keep up."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--video", type=float, required=True, help="least score in a frame")
    parser.add_argument("--larger", type=float, required=True, help="the same, searched larger")
    parser.add_argument("--still", type=float, required=True, help="least score in a still")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    saved = torch.load(chosen.work / CHECKPOINT, weights_only=True)
    network = PlateDetectorNetwork()
    network.load_state_dict(saved["average"])
    width, height = VIDEO_SIZE
    model = ov.convert_model(
        DeployedDetector(network.eval()).eval(),
        example_input=torch.zeros(1, height, width, 3, dtype=torch.uint8),
        input=[([1, -1, -1, 3], ov.Type.u8)],
    )
    topology = chosen.models / f"{NAME}.xml"
    ov.save_model(model, topology, compress_to_fp16=True)
    manifest_table.write(
        chosen.models / "manifest.toml", "detector", topology, size=VIDEO_SIZE, labels={},
        temperatures={}, larger=LARGER_SIZE,
        thresholds={"video": chosen.video, "larger": chosen.larger, "still": chosen.still},
    )  # fmt: skip
    print(f"step {saved['step']}, {saved['spent'] / 60:.1f} min of training")


if __name__ == "__main__":
    main()
