"""How it is shown: words, tables and pages made from answers. Nothing is computed here that an answer does not hold."""
