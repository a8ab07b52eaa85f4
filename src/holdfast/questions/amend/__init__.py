"""The smallest changes after which a plan would be signed and hold: the question ``amend``.

Read in this order: :mod:`circuit` (conditions as gates), :mod:`choices` (what may be changed), :mod:`views` (how
parties see states as long as the plan is not settled), :mod:`graph` (moves), :mod:`compare`, :mod:`demands` (what is
asked of a plan, as clauses), :mod:`cheapest` (the solver), :mod:`search` (proposals and refusals), :mod:`judged` (the
last word), :mod:`conflict` (why no plan qualifies), :mod:`ask` (all of it), :mod:`answer`.
"""

from holdfast.questions.amend.answer import Amend as Amend
from holdfast.questions.amend.ask import amend as amend
