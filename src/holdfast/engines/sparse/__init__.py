"""Feasible states one by one, however few of how many codes: time and memory go with the states, not with 2^options."""

from holdfast.engines.sparse.engine import SparseEngine as SparseEngine
