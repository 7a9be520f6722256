"""kb: a knowledge base of Party documents in Vietnamese that answers with cited passages."""

__version__ = "0.1.0"
