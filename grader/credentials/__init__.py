"""Credentials that others can verify offline: Open Badges for confirmed levels."""
