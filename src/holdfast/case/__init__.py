"""What people say: the analyst's world as frozen values, without files and without algorithms."""

from holdfast.case.account import Account as Account
from holdfast.case.account import IssueWorth as IssueWorth
from holdfast.case.account import Preference as Preference
from holdfast.case.account import Ranking as Ranking
from holdfast.case.account import RedLine as RedLine
from holdfast.case.account import Statement as Statement
from holdfast.case.account import Weights as Weights
from holdfast.case.account import Worth as Worth
from holdfast.case.case import Arc as Arc
from holdfast.case.case import Case as Case
from holdfast.case.case import NamedState as NamedState
from holdfast.case.case import Rule as Rule
from holdfast.case.case import StateRef as StateRef
from holdfast.case.claim import Claim as Claim
from holdfast.case.claim import Source as Source
from holdfast.case.claim import Span as Span
from holdfast.case.lookup import ById as ById
from holdfast.case.party import Direction as Direction
from holdfast.case.party import Option as Option
from holdfast.case.party import Party as Party
from holdfast.case.plan import Agreement as Agreement
from holdfast.case.plan import Cell as Cell
from holdfast.case.plan import Conduct as Conduct
from holdfast.case.plan import Issue as Issue
from holdfast.case.plan import Plan as Plan
from holdfast.case.plan import Position as Position
