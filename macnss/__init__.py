"""WHAT the service does: one package a domain, imports only downward (see ARCHITECTURE.md)."""
