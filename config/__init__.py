"""HOW it runs: settings, addresses, the processes. Nobody imports it."""
