"""The kinds of case of this package: importing it enters them in the register of kinds."""
