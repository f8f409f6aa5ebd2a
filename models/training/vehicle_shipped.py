"""Takes the vehicle networks out of the shipped file again, to train them on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openvino as ov
import torch
from numpy.typing import NDArray
from torch import nn

from models.training.vehicle_net import VehicleNet


def load_shipped(topology: Path, run: int, net: VehicleNet) -> None:
    """Give `net` the weights that the network number `run` of `topology` (IR) has.

    The file has each norm folded into its convolution, so that of every norm only the shift is
    left: train on with `still_norms`. Raises ValueError where the file holds another network.
    """
    model = ov.Core().read_model(topology)
    trunk = [m for m in net.body.modules() if isinstance(m, nn.Conv2d | nn.BatchNorm2d)]
    constants = iter(_trunk(model, run))
    with torch.no_grad():
        for layer in trunk:
            wanted = layer.weight if isinstance(layer, nn.Conv2d) else layer.bias
            found = next(constants, None)
            if found is None or found.size != wanted.numel():
                raise ValueError(f"{topology} holds another network than VehicleNet")
            wanted.copy_(torch.from_numpy(found.reshape(wanted.shape)))
            if isinstance(layer, nn.BatchNorm2d):
                layer.weight.fill_(1.0)
                layer.running_mean.zero_()
                layer.running_var.fill_(1.0 - layer.eps)
        for name in ("narrow", "place", "style", "color"):
            head = getattr(net, name)
            weight, bias = _head(model, run, name)
            head.weight.copy_(torch.from_numpy(weight.reshape(head.weight.shape)))
            head.bias.copy_(torch.from_numpy(bias.reshape(head.bias.shape)))


def still_norms(net: VehicleNet) -> None:
    """For training: norms shift and scale as they are, whatever the pictures of a batch."""
    net.train()
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eval()


def _value(node: ov.Node) -> NDArray[np.float32]:
    while node.get_type_name() == "Convert":
        node = node.input_value(0).get_node()
    return np.array(node.data, np.float32)


def _trunk(model: ov.Model, run: int) -> list[NDArray[np.float32]]:
    """Kernel and shift of each convolution of one network, in the order that they are run."""
    found = []
    for add in model.get_ordered_ops():
        name = add.get_friendly_name()
        if add.get_type_name() == "Add" and f"nets.{run}.body" in name and "batch_norm" in name:
            kernel = add.input_value(0).get_node().input_value(1).get_node()
            found += [_value(kernel), _value(add.input_value(1).get_node())]
    return found


def _head(model: ov.Model, run: int, name: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    for add in model.get_ordered_ops():
        if add.get_type_name() == "Add" and f"nets.{run}.{name}/" in add.get_friendly_name():
            product = add.input_value(0).get_node()
            return _value(product.input_value(1).get_node()), _value(add.input_value(1).get_node())
    raise ValueError(f"the file has no {name} of network {run}")
