"""By which steps could a state come about? The shortest legal sequences, by moves, by improvements, by coalitions."""

from holdfast.questions.paths.answer import Leave as Leave
from holdfast.questions.paths.answer import Paths as Paths
from holdfast.questions.paths.answer import PathStep as PathStep
from holdfast.questions.paths.answer import Target as Target
from holdfast.questions.paths.answer import Way as Way
from holdfast.questions.paths.ask import paths as paths
