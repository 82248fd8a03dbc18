"""Paragraph 23 of Resolution Conf. 11.3 as data and arithmetic.

Standard library only: no Django, no clock, no database. Everything here is a
function of (rule set, facts with their legal days, the day asked about).
"""
