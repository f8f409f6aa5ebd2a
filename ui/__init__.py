"""The Qt window over the console. Presenters (presenter.py) hold no Qt, views nothing else."""

from ui.none_reference import hold

hold()
