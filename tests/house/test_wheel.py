"""The wheel alone is the whole workbook: installed in an empty environment, opened in an empty folder."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
TOKEN = "house-test"
DECOY = "another Python"


@pytest.fixture(scope="module")
def scripts(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that holds the locked packages and the wheel."""
    place = tmp_path_factory.mktemp("wheel é 客户")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place], cwd=root, check=True)
    subprocess.run([sys.executable, "-m", "venv", place / "venv"], check=True)
    scripts = place / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pip = [scripts / "python", "-m", "pip", "install", "--quiet"]
    (wheel,) = place.glob("*.whl")
    subprocess.run([*pip, "--require-hashes", "-r", root / "requirements.lock"], check=True)
    subprocess.run([*pip, "--no-deps", wheel], check=True)
    return scripts


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty ü 文件夹")


def environment() -> dict[str, str]:
    """This environment without a way back to the checkout."""
    return {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}


def said(scripts: Path, empty: Path, *command: str) -> str:
    """Run a command of the new environment in the empty folder and return what it prints."""
    return subprocess.run(
        [scripts / command[0], *command[1:]],
        cwd=empty, env=environment(), capture_output=True, text=True, encoding="utf-8", check=True,
    ).stdout.strip()  # fmt: skip


def test_the_command_is_there_and_the_package_is_not_the_checkouts(scripts: Path, empty: Path) -> None:
    assert said(scripts, empty, "course", "--version").startswith("course, version ")
    where = said(scripts, empty, "python", "-X", "utf8", "-c", "import course; print(course.__file__)")
    assert Path(where).is_relative_to(scripts.parent)


def test_every_data_file_travels(root: Path, scripts: Path) -> None:
    data = root / "course" / "data"
    (installed,) = scripts.parent.rglob("site-packages/course/data")
    names = {path.relative_to(data) for path in data.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert names == {
        path.relative_to(installed)
        for path in installed.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_every_student_gets_numbers_of_their_own_and_no_solution(root: Path, scripts: Path, empty: Path) -> None:
    (empty / "roster.csv").write_text("id\nann\nbob\n", encoding="utf-8")
    said(scripts, empty, "course", "variants", "roster.csv", "-o", "own", "--seed", "7")
    homework = {path.name for path in (root / "exercises").glob("*.ipynb")}
    written = {path.relative_to(empty / "own"): path for path in (empty / "own").rglob("*.ipynb")}
    assert {path.parent.name for path in written} == {"ann", "bob"}
    assert {path.name for path in written} <= homework and len(written) > 2
    texts = {name: path.read_text(encoding="utf-8") for name, path in written.items()}
    assert not any("SOLUTION" in text or "{{" in text for text in texts.values())
    assert all(texts[name] != texts[Path("bob", name.name)] for name in texts if name.parent.name == "ann")
    # Those of a checkout are the same.
    from_checkout = [sys.executable, "-m", "course", "variants", "roster.csv", "-o", "same", "--seed", "7"]
    subprocess.run(from_checkout, cwd=empty, env={**environment(), "PYTHONPATH": str(root)}, check=True)
    assert all((empty / "same" / name).read_text(encoding="utf-8") == text for name, text in texts.items())


@pytest.fixture(scope="module")
def decoy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's Jupyter folder in which another Python has registered its kernel under the usual name."""
    folder = tmp_path_factory.mktemp("jupyter")
    kernel = folder / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps({"argv": ["false"], "display_name": DECOY, "language": "python"}), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(scripts: Path, empty: Path, decoy: Path) -> Iterator[str]:
    """The address of `course lab`, started in the empty folder and stopped in the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"JUPYTER_TOKEN": TOKEN, "JUPYTER_DATA_DIR": str(decoy), "JUPYTER_PATH": str(decoy)}
    command = [scripts / "course", "lab", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(command, cwd=empty, env={**environment(), **settings})
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(process, address)
        yield address
        _ask(f"{address}/api/shutdown", method="POST")
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.wait()


def _ask(url: str, method: str = "GET") -> bytes:
    request = urllib.request.Request(url, method=method, headers={"Authorization": f"token {TOKEN}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        body: bytes = answer.read()
    return body


def _wait_for(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            _ask(f"{address}/api/status")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    pytest.fail("course lab did not answer within 90 s")


@pytest.mark.parametrize("folder", ["notebooks", "exercises"])
def test_lab_serves_the_notebooks_of_the_wheel(root: Path, server: str, folder: str) -> None:
    listing = json.loads(_ask(f"{server}/api/contents/{folder}"))
    names = {entry["name"] for entry in listing["content"]}
    assert names == {path.name for path in (root / folder).glob("*.ipynb")}
    assert names


def test_another_pythons_kernel_does_not_come_first(server: str) -> None:
    kernel = json.loads(_ask(f"{server}/api/kernelspecs"))["kernelspecs"]["python3"]["spec"]
    assert kernel["display_name"] != DECOY
    assert Path(kernel["argv"][0]).stem.startswith("python")


def test_news_and_update_prompts_are_off(server: str) -> None:
    settings = json.loads(_ask(f"{server}/lab/api/settings/@jupyterlab/apputils-extension:notification"))
    assert settings["schema"]["properties"]["fetchNews"]["default"] == "false"
    assert settings["schema"]["properties"]["checkForUpdates"]["default"] is False
