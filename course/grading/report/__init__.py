"""What graders and students get from a run: marks, statistics of the questions, pages, and the LMS's own files."""

from course.grading.report.write import Written, write

__all__ = ["Written", "write"]
