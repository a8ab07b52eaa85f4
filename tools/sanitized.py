"""Run the native kernel tests against another build of the kernels, for tools/sanitize.sh.

The build named by ``HOLDFAST_SANITIZED`` takes the place of ``holdfast.engines.dense._kernels`` before anything imports
it. Exits as pytest does; sanitizers end the process themselves.
"""

from __future__ import annotations

import os
import sys
from importlib.util import module_from_spec, spec_from_file_location

import pytest

NAME = "holdfast.engines.dense._kernels"
TESTS = [f"tests/unit/engines/test_{what}.py" for what in ("kernels", "program", "propagate")]


def main() -> int:
    """Put the build in place and run the tests that use native kernels."""
    spec = spec_from_file_location(NAME, os.environ["HOLDFAST_SANITIZED"])
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules[NAME] = module
    from holdfast.engines import dense

    dense._kernels = module
    from holdfast.engines.dense import kernels

    if not kernels.BUILT or kernels.kernels_native._kernels is not module:
        print("the build was not used", file=sys.stderr)
        return 2
    # sys: what the sanitizers write must not be caught with the tests' output
    options = ["-p", "no:xdist", "-p", "no:cacheprovider", "-o", "addopts=", "-q", "--capture=sys", "-k", "native"]
    return int(pytest.main([*options, *(sys.argv[1:] or TESTS)]))


if __name__ == "__main__":
    sys.exit(main())
