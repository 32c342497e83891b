"""nbgrader's autograde, many submissions in one process that stays: ``run_nbgrader.py COURSE EXERCISE``."""

from __future__ import annotations

import sys
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from serve import Right, serve
from traitlets.config import Config


def main(course: str, exercise: str) -> None:
    settings = Config()
    settings.CourseDirectory.root = course
    settings.CourseDirectory.assignment_id = exercise
    settings.Execute.timeout = 10  # as in the course's own grader

    def place(students: str) -> CourseDirectory:
        return CourseDirectory(config=settings, student_id=students)

    GenerateAssignment(coursedir=place("*"), config=settings).start()

    def grade(folder: Path) -> Right:
        # A round is a folder of submissions; nbgrader takes a pattern of students.
        where = place(f"{folder.name}-*")
        Autograde(coursedir=where, config=settings).start()
        with Gradebook(where.db_url) as book:
            return {
                one.student.id: {grade.name: grade.score == grade.max_score for grade in one.notebooks[0].grades}
                for one in book.assignment_submissions(exercise)
                if one.student.id.startswith(f"{folder.name}-")
            }

    serve(grade)


if __name__ == "__main__":
    main(*sys.argv[1:])
