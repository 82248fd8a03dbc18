"""Calls to other systems: what happened, in references and links alone, signed, once for each that asked for it."""
