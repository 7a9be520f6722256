"""The use cases: what the command line and the web ask of the knowledge base."""
