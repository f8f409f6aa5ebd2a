"""Which source a name on the command line or in the settings means."""

from __future__ import annotations

import re
from pathlib import Path

from alpr_console import locations
from alpr_console.adapters.camera.pace import Speed
from alpr_console.adapters.camera.picture_folder import PictureFolder
from alpr_console.adapters.camera.rtsp import RtspCamera
from alpr_console.adapters.camera.v4l2 import V4l2Camera
from alpr_console.adapters.camera.video_file import VideoFile
from alpr_console.domain.errors import SourceUnavailable
from alpr_console.ports import FrameSource

_V4L2 = re.compile(r"v4l2:(\d+)")
_SCHEME = re.compile(r"([a-z][a-z0-9+.]*)://", re.IGNORECASE)


def source_for(untrusted_uri: str, speed: Speed = "real") -> FrameSource:
    """The source that is meant; nothing is opened yet, and it need not be there yet.

    `/dev/video0`, `v4l2:0`, `rtsp://…`, `sim:<scenario>`, a folder of pictures, else a
    video file. `speed` is for the last three. Raises SourceUnavailable if the words mean no
    source at all.
    """
    if match := _V4L2.fullmatch(untrusted_uri):
        return V4l2Camera(int(match[1]))
    if untrusted_uri.startswith("/dev/"):
        return V4l2Camera(untrusted_uri)
    if untrusted_uri.startswith("sim:"):
        return _simulated(untrusted_uri.removeprefix("sim:"), speed)
    if scheme := _SCHEME.match(untrusted_uri):
        if scheme[1].lower() in ("rtsp", "rtsps"):
            return RtspCamera(untrusted_uri)
        raise SourceUnavailable(
            f"A source cannot be reached by {scheme[1]}.",
            "Name a device, an rtsp:// address, a video or a folder of pictures.",
        )
    if not untrusted_uri.strip():
        raise SourceUnavailable("The name of the source is empty.", "Name a camera or a file.")
    path = Path(untrusted_uri)
    return PictureFolder(path, speed) if path.is_dir() else VideoFile(path, speed)


def _simulated(untrusted_name: str, speed: Speed) -> FrameSource:
    # Here, so that a patrol car does not load the drawing of plates at every start.
    from alpr_console.simulation.feed import SimulatedFeed
    from alpr_console.simulation.scenario import load_scenario

    folder = locations.resources_dir() / "scenarios"
    path = folder / f"{Path(untrusted_name).name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in folder.glob("*.toml")))
        raise SourceUnavailable(
            f"There is no scenario '{untrusted_name}'.", f"Choose one of: {known}."
        )
    return SimulatedFeed(load_scenario(path), 1.0 if speed == "real" else None)
