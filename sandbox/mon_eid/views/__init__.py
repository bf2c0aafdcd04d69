"""The pages: of machines, of the citizen at their browser, of the phone, of the sandbox itself."""
