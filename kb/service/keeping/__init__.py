"""Keeping what was added: the trash, corrections, the log, backups, and looking after the whole.

Start at `keeper.Keeper` for single documents and at `maintenance.Maintenance` for the whole library,
which `KnowledgeBase` makes.
"""
