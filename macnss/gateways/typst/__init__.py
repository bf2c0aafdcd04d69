"""Paper: a template of Typst and plain data become a PDF, in both directions, without anything from outside."""
