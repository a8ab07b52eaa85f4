"""What differs between drafts, between accounts, or between cases, and what follows from it: the question ``compare``.

Read in this order: :mod:`terms` (what a party says about packages in one state), :mod:`sides` (two plans as one party
sees them, over what is unknown), :mod:`plans`, :mod:`merge` (its answer is in :mod:`merged`), :mod:`accounts`,
:mod:`cases`, :mod:`overview`.
"""

from holdfast.questions.compare.accounts import compare_accounts as compare_accounts
from holdfast.questions.compare.cases import compare_cases as compare_cases
from holdfast.questions.compare.merge import merge as merge
from holdfast.questions.compare.overview import overview as overview
from holdfast.questions.compare.plans import compare_plans as compare_plans
