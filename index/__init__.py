"""Records become findable; this package knows nothing of prompts or screens."""
