"""What becomes of every draft that could be written: the question ``drafts``.

Read in this order: :mod:`scope` (which drafts, in which state), :mod:`grid` (drafts as cells), :mod:`parts` (what a
draft changes about a condition), :mod:`worlds` (which states can occur), :mod:`kinds` (what of a preference matters),
:mod:`readers` (from statements to kinds), :mod:`count` (the pass over all drafts), :mod:`verdicts` (one judgement a
type), :mod:`nearest` (to each plan), :mod:`ask` (all of it), :mod:`answer`.
"""

from holdfast.questions.drafts.answer import Drafts as Drafts
from holdfast.questions.drafts.ask import drafts as drafts
