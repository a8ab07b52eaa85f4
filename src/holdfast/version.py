"""The version, written once; ``pyproject.toml`` is tested to agree."""

__version__ = "0.1.0"
