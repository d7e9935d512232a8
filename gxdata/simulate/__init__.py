"""Simulated reports."""
