"""What runs on the grader's side: collect submissions, run nbval on them in a sandbox, score, report."""
