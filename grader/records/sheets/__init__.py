"""The sheets in which an HR office keeps its people and posts, in Excel or CSV."""
