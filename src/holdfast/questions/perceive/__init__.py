"""What does each party believe, what then holds, and who would be surprised? A hypergame of the first level."""

from holdfast.questions.perceive.answer import Course as Course
from holdfast.questions.perceive.answer import Everywhere as Everywhere
from holdfast.questions.perceive.answer import Perceived as Perceived
from holdfast.questions.perceive.answer import Seen as Seen
from holdfast.questions.perceive.answer import Surprise as Surprise
from holdfast.questions.perceive.answer import Under as Under
from holdfast.questions.perceive.answer import UnderEverywhere as UnderEverywhere
from holdfast.questions.perceive.ask import perceive as perceive
