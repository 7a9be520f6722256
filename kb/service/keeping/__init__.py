"""Keeping what was added: the trash, corrections, the log, backups, and looking after the whole.

Start at `kb.service.keeping.keeper.Keeper`, which `KnowledgeBase.keeper` makes.
"""
