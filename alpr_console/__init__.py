"""ALPR Console: the product without a screen. No module below this one imports PySide6."""

__version__ = "0.1.0"
