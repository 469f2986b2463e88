"""Hits become answers and drafts."""
