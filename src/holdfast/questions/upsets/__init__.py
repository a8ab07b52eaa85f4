"""Who could upset a state together? The smallest coalitions with a joint improvement, and what would answer it."""

from holdfast.questions.upsets.answer import JointReply as JointReply
from holdfast.questions.upsets.answer import Upset as Upset
from holdfast.questions.upsets.answer import Upsets as Upsets
from holdfast.questions.upsets.answer import Upsetting as Upsetting
from holdfast.questions.upsets.ask import upsets as upsets
