"""Minimal exchanges from a plan that leave each of two or three parties better off: the question ``trade``.

Read in this order: :mod:`ground` (what can be changed, and what each change does to whom), :mod:`search` (all minimal
sets of changes), :mod:`limits` (up to how many changes there is anything to find), :mod:`ask`, :mod:`answer`.
"""

from holdfast.questions.trade.answer import Trade as Trade
from holdfast.questions.trade.answer import Trades as Trades
from holdfast.questions.trade.answer import TradesBetween as TradesBetween
from holdfast.questions.trade.ask import trades as trades
