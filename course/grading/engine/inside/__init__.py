"""What runs inside the sandbox.  These files are copied into it, so they import nothing of the grader."""
