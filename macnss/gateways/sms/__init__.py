"""SMS: one protocol, three adapters (SMPP, HTTP, and the demonstration's, which sends nothing)."""
