"""A report file becomes records; this package knows nothing of vectors, prompts or screens."""
