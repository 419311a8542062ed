"""What can be said of an author's tests without running them, and which notebooks prove the rest."""
