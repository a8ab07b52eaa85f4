"""How it is computed: one protocol, several bodies."""
