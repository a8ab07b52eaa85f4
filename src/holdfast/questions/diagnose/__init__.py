"""Readings of a conflict in the field's terms, each computed from its definition: the question ``diagnose``.

Read in this order: :mod:`parts`, :mod:`answer` and :mod:`basins` (what is answered), :mod:`ground` (drafts that are
alike, and what each party makes of them), :mod:`blocking`, :mod:`ripe`, :mod:`leaving` and :mod:`winset` (one reading
each, over drafts), :mod:`hostile` (one over states), :mod:`ask` (all of it).
"""

from holdfast.questions.diagnose.answer import Diagnosis as Diagnosis
from holdfast.questions.diagnose.ask import diagnose as diagnose
