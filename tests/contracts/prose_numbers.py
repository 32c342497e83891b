"""Find the numbers that stand bare in a text: neither computed, nor small, nor a year, nor right arithmetic."""

import ast
import math
import operator
import re
from collections.abc import Iterator

from course.authoring.prose import PLACE

NUMBER = r"\d[\d,]*(?:\.\d+)?%?"
#: What is not prose: code, links, footnotes of the source (S0-S4, CLV1-CLV6), names such as 80/20.
SKIPPED = re.compile(r"`[^`]*`|\]\([^)]*\)|https?://\S+|\b[A-Za-z_]+\d+\b|\b80/20(?:/30)?\b|Q\d+")
TERM = rf"\(*[-−]?\s*{NUMBER}\)*"
EQUATION = re.compile(rf"{TERM}(?:\s*[-+−×÷*/^]\s*{TERM})+(?:\s*[=≈]\s*{TERM}(?:\s*[-+−×÷*/^]\s*{TERM})*)+")
OPERATORS = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}  # fmt: skip


def bare_numbers(text: str) -> Iterator[str]:
    """Yield each number of a Markdown text that nothing vouches for."""
    text = PLACE.sub(" ", text)
    # Arithmetic typed as code is still arithmetic.
    text = re.sub("`([^`]*)`", lambda match: match[1] if EQUATION.fullmatch(match[1].strip()) else " ", text)
    words = _plain_mathematics(SKIPPED.sub(" ", text))
    words = EQUATION.sub(lambda match: " " if right(match.group()) else match.group(), words)
    for match in re.finditer(rf"(?<![\w.,]){NUMBER}", words):
        if not _harmless(match.group().rstrip(",")):
            yield match.group()


def right(equation: str) -> bool:
    """Say whether every side of an equation gives the same number, to the digits written."""
    sides = re.split("[=≈]", equation)
    try:
        values = [_value(side) for side in sides]
    except (SyntaxError, KeyError, ZeroDivisionError):
        return False
    slack = max(0.5 * 10 ** -_decimals(side) for side in sides[1:]) * 1.0000001
    return all(math.isclose(value, values[0], rel_tol=1e-12, abs_tol=slack) for value in values)


def _plain_mathematics(text: str) -> str:
    """Write the LaTeX of a worked example as plain arithmetic."""
    for old, new in (
        (r"\times", "×"),
        (r"\cdot", "×"),
        (r"\div", "÷"),
        ("{,}", ","),
        (r"\approx", "≈"),
        (r"\%", "%"),
        (r"\,", ""),
    ):
        text = text.replace(old, new)
    text = re.sub(r"\\text\{[^}]*\}|\\mathrm\{[^}]*\}", "", text)
    text = re.sub(rf"\\d?frac\{{({NUMBER})\}}\{{({NUMBER})\}}", r"\1 / \2", text)
    return re.sub(r"\^\{?(\d+)\}?", r"^\1", text)


def _value(side: str) -> float:
    code = re.sub(r"([\d.]+)%", r"(\1/100)", side.replace(",", ""))
    for old, new in (("×", "*"), ("÷", "/"), ("−", "-"), ("^", "**")):
        code = code.replace(old, new)
    return _evaluate(ast.parse(code.strip(), mode="eval").body)


def _evaluate(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluate(node.operand)
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](_evaluate(node.left), _evaluate(node.right))
    raise KeyError(type(node))


def _decimals(side: str) -> int:
    digits = re.findall(r"\d\.(\d+)", side)
    return max(map(len, digits), default=0) + (2 if "%" in side else 0)


def _harmless(number: str) -> bool:
    if not number.isdigit():
        return False
    return int(number) <= 12 or 1900 <= int(number) <= 2100
