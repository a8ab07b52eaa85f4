"""Parsers that others wrote, behind one seam: :class:`~holdfast.reading.parsers.parsed.Parser`.

What a parser says only ever points at words of the text; it adds proposals and mentions to those of the rules, and
takes none away.
"""
