"""E-mail: one protocol, two adapters (SMTP, and the demonstration's, which sends nothing)."""
