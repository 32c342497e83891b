"""The models of the course: numbers and DataFrames in, DataFrames and small frozen results out.

Nothing in here draws, asks or grades.  Money is in yuan unless a table says otherwise, rates are shares (0.6, not 60),
and every function says in its docstring when each cash flow falls.
"""
