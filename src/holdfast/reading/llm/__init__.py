"""A language model as a second reader: off unless an address is given, and every quotation of its verified."""
