"""The case file: the only place that knows YAML and pydantic. Nothing heavy is imported until a file is read."""

from holdfast.casefile.read import examine as examine
from holdfast.casefile.read import load as load
from holdfast.casefile.read import loads as loads
