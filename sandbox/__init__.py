"""Stand-ins for services of others, each a program of its own. Nothing in the product imports them."""
