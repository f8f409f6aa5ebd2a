"""The vehicle network: one look at the window around a plate, three answers."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from alpr_console.domain.vehicle_codes import BODIES, COLORS
from models.training.convolutions import Residual, conv

SIZE = 80
"""Side of the square picture, pixels."""


class VehicleNet(nn.Module):
    """N×3×80×80 in 0 to 1 (BGR) → color logits, body logits, place (N×5).

    Place is left, top, right and bottom in shares of the window, and the logit that there is
    a vehicle.
    """

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            conv(3, 24, 2), conv(24, 40, 2), conv(40, 72, 2), Residual(72),
            conv(72, 112, 2), Residual(112), Residual(112),
        )  # fmt: skip
        self.drop = nn.Dropout(0.4)
        self.color = nn.Linear(112, len(COLORS))
        self.style = nn.Linear(112, len(BODIES))
        # Where the vehicle ends needs the places of things, which a mean forgets.
        self.narrow = nn.Conv2d(112, 8, 1)
        self.place = nn.Linear(8 * 25, 5)
        with torch.no_grad():
            assert self.place.bias is not None
            self.place.bias.copy_(torch.tensor([0.18, 0.25, 0.82, 0.85, 0.0]))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x = self.body(x)
        seen = self.drop(x.mean(dim=(2, 3)))
        place = self.place(F.relu(self.narrow(x)).flatten(1))
        return self.color(seen), self.style(seen), place
