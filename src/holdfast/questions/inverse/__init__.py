"""What would a party have to want for a state to hold? Conditions on its ranking, and the fewest edits of its list."""

from holdfast.questions.inverse.answer import Inverse as Inverse
from holdfast.questions.inverse.ask import default_state as default_state
from holdfast.questions.inverse.ask import inverse as inverse
