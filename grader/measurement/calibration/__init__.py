"""Estimate items from answers."""
