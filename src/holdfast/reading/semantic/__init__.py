"""Sentence vectors on this machine, for one question: which issue of the open case may a sentence be about?"""
