"""Seals (印章): pictures placed by the rules, and signatures that prove nothing was changed."""
