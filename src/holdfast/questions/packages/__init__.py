"""Packages: a position for every issue, judged in the state in which they are in force and everybody keeps to them."""

from holdfast.questions.packages.answer import Packages as Packages
from holdfast.questions.packages.ask import packages as packages
from holdfast.questions.packages.setting import Setting as Setting
from holdfast.questions.packages.setting import setting_of as setting_of
