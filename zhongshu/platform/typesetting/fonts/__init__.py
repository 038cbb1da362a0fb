"""Fonts (字体): found, chosen by role, reported when another stands in; installed without root."""
