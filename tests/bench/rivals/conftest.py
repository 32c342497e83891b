"""What lies here runs in other environments, so pytest must not look for doctests in it."""

collect_ignore_glob = ["*.py"]
