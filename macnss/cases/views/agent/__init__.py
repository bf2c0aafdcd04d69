"""The agents' doors: the queue, a case, what is done to it, the scanner."""
