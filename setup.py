"""The native kernels, which are optional: without a compiler their numpy twins do the same work."""

from pathlib import Path

from setuptools import Extension, setup

HERE = "src/holdfast/engines/dense"

setup(
    ext_modules=[
        Extension(
            "holdfast.engines.dense._kernels",
            [f"{HERE}/kernels.c"],
            depends=[f"{HERE}/{path.name}" for path in Path(HERE).glob("*.h")],
            extra_compile_args=["-O3"],
            optional=True,
        )
    ]
)
