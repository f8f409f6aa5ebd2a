"""The plate detector's network: dense 3×3 convolutions, anchor-free, answers on stride 8."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.training.convolutions import Residual, conv

STRIDE = 8
OUTPUTS = 13
"""Heat, center x and y (cells), log width and log height (over 32 px), 8 corner residuals."""


class PlateDetectorNetwork(nn.Module):
    """N×3×H×W in 0 to 1 (BGR; H and W multiples of 32) → N×13×H/8×W/8, heat as a logit."""

    def __init__(self, w2: int = 16, w4: int = 32, w8: int = 64, w16: int = 128) -> None:
        super().__init__()
        w32 = w16
        self.stem = nn.Sequential(conv(3, w2, 2), conv(w2, w4, 2), conv(w4, w8, 2))
        self.stage8 = Residual(w8)
        self.stage16 = nn.Sequential(conv(w8, w16, 2), Residual(w16), Residual(w16))
        self.stage32 = nn.Sequential(conv(w16, w32, 2), Residual(w32))
        self.from32 = nn.Conv2d(w32, w16, 1)
        self.from16 = nn.Conv2d(w16, w8, 1)
        self.merge = conv(w8, w8)
        self.head = nn.Conv2d(w8, OUTPUTS, 1)
        with torch.no_grad():
            self.head.weight.normal_(0, 0.01)
            assert self.head.bias is not None
            self.head.bias.zero_()
            # One cell in about two hundred belongs to a plate.
            self.head.bias[0] = -4.0

    def forward(self, x: Tensor) -> Tensor:
        x8 = self.stage8(self.stem(x))
        x16 = self.stage16(x8)
        x32 = self.stage32(x16)
        x16 = F.relu(x16 + F.interpolate(self.from32(x32), scale_factor=2.0, mode="nearest"))
        x8 = F.relu(x8 + F.interpolate(self.from16(x16), scale_factor=2.0, mode="nearest"))
        out: Tensor = self.head(self.merge(x8))
        return out


class DeployedDetector(nn.Module):
    """What is exported: takes N×H×W×3 uint8 BGR, gives heat as a probability."""

    def __init__(self, network: PlateDetectorNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, picture: Tensor) -> Tensor:
        x = picture.permute(0, 3, 1, 2).to(torch.float32) * (1.0 / 255.0)
        out = self.network(x)
        return torch.cat([torch.sigmoid(out[:, :1]), out[:, 1:]], dim=1)
