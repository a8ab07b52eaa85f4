"""Questions to the analyst, not to the conflict: who says so, is each side heard, and are the words neutral?"""

from holdfast.lint.ask import Lint as Lint
from holdfast.lint.ask import lint as lint
from holdfast.lint.finding import Finding as Finding
from holdfast.lint.registry import CHECKS as CHECKS
