"""Explorers: one idea each; controls, a figure, what the figure says, and a question to answer."""
