"""What people type in a case: the answers of a screen, the words of a message, how to be reached."""
