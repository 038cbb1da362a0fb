"""Writes: refusals above the ceiling, the register of classified paper."""
