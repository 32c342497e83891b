"""The course's own small tables and the facts of its cases, each with where it came from."""
