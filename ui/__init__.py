"""The Qt window over the console. Presenters (presenter.py) hold no Qt, views nothing else."""
