"""Registering from files: what a received file says about itself. Pure: no database, no settings, no network."""
