"""Who works for whom, from when to when: the links between insured persons and employers."""
