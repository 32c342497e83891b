"""What runs on the student's side: checks, hints, worked solutions and progress.

A homework notebook begins with ``from course.exercise.chapter04 import check, given, hint, progress, solution``.
"""
