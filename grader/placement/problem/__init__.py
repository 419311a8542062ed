"""What the planner is given: people, posts, ties between people, and the city's policy."""
