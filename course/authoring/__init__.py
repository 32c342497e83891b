"""What authors run: build notebooks from text, derive exercises, refuse stale ones, add up the minutes."""
