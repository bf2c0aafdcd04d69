"""Acts on the reference data: propose a change, and what its acceptance does."""
