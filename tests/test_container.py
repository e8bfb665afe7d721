"""The Dockerfile, carried out without a container engine: its files in an empty folder, its commands as its user."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.serving import PATIENCE, ROOT, environment

LINES = re.findall(r"^([A-Z]+) +(.*)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
SAID = {word: rest for word, rest in LINES if word not in ("COPY", "RUN")}
USER = SAID["USER"]
OF_THE_SYSTEM = ("pip install", "useradd")  # done already, and not to be done
TOKEN = "of-the-desk-0123456789"


def as_user(command, **kwargs):
    """A process of the plain user's, which may do no more than anybody."""
    plain = ["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups", "--bounding-set=-all", *command]
    return subprocess.Popen(plain, start_new_session=True, **kwargs)


@pytest.fixture(scope="module")
def image():
    """The folder /app of the image."""
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        pytest.skip("only root can become another user, by setpriv")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        app = Path(folder, "app")
        app.mkdir(mode=0o755)
        environ = installed(Path(folder, "installed"))
        plain = False
        for word, rest in LINES:
            plain = plain or word == "USER"
            if word == "COPY":
                *sources, target = rest.split()
                for source in sources:
                    copy(ROOT / source, app / target)
            elif word == "RUN" and not rest.startswith(OF_THE_SYSTEM):
                shell = ["sh", "-c", rest]
                start = as_user if plain else subprocess.Popen
                assert start(shell, env=environ, cwd=app).wait(PATIENCE) == 0, rest
        yield app, environ


def installed(folder):
    """What `pip install` does in the image: a Python that anybody may run, with what we run with. Its environment."""
    here = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys._base_executable, f"/usr/local/bin/{here}", f"/usr/bin/{here}"):
        if as_user(["test", "-x", python]).wait() == 0:
            subprocess.run([python, "-m", "venv", "--without-pip", folder], check=True)
            (folder / "lib" / here / "site-packages" / "here.pth").write_text(sysconfig.get_path("purelib"))
            gunicorn = folder / "bin" / "gunicorn"
            gunicorn.write_text(f"#!{folder}/bin/python\nfrom gunicorn.app.wsgiapp import run\nrun()\n")
            gunicorn.chmod(0o755)
            break
    environ = {"PATH": f"{folder}/bin:/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    if not folder.exists() or as_user(["python", "-c", "import flask, spacy"], env=environ).wait():
        pytest.skip("there is no Python here that a plain user can run with what is installed")
    return environ


def copy(source, target):
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def settings(environ, **more):
    """Those that the image comes with, but for the port."""
    image = dict(re.findall(r"(\w+)=(\S+)", SAID["ENV"]))
    return {**environment("sqlite:///var/dateline.db"), **image, **environ, **more}


def files(app):
    var = app / "var"
    return {path: path.stat().st_mtime_ns for path in app.rglob("*") if var not in (path, *path.parents)}


def ask(environ, path, sent=None):
    request = urllib.request.Request(f"http://127.0.0.1:{environ['PORT']}{path}", sent)
    request.add_header("Content-Type", "text/plain")
    request.add_header("Authorization", f"Bearer {TOKEN}")
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def test_what_is_needed_is_copied_and_nothing_else():
    copied = {source for word, rest in LINES if word == "COPY" for source in rest.split()[:-1]}
    ours = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()}
    words = "\n".join(path.read_text(encoding="utf-8") for name in copied for path in (ROOT / name).rglob("*.py"))
    imported = {name for name in ours if re.search(rf"^\s*(?:from|import) {name}\b", words, re.MULTILINE)}
    assert imported == copied & ours
    assert {"gunicorn.conf.py", "requirements.txt"} < copied
    let_in = set(re.findall(r"^!(.*)", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))
    assert let_in == copied
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    assert copied <= {name.split("/")[0] for name in tracked} or not tracked


def test_it_is_pinned_and_plain():
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", SAID["FROM"])
    assert int(USER) > 0
    assert any("--require-hashes" in rest for word, rest in LINES if word == "RUN")
    (web, release) = (line.split(": ", 1)[1] for line in (ROOT / "Procfile").read_text().splitlines()[1::-1])
    assert json.loads(SAID["CMD"]) == ["sh", "-c", f"{release} && exec {web}"]


def test_it_is_open_to_nobody_without_a_token(image):
    app, environ = image
    server = as_user(json.loads(SAID["CMD"]), cwd=app, env=settings(environ), stderr=subprocess.PIPE, text=True)
    _, said = server.communicate(timeout=PATIENCE)
    assert server.returncode != 0
    assert "WRITE_TOKENS" in said and "Traceback" not in said


@pytest.mark.model
def test_it_serves_as_a_plain_user_and_writes_to_var_alone(image):
    app, environ = image
    environ = settings(environ, HOST="127.0.0.1", WRITE_TOKENS=f"desk:{TOKEN}")
    health = json.loads(SAID["HEALTHCHECK"].partition("CMD ")[2])
    before = files(app)
    assert as_user(["touch", "service/mine"], cwd=app, env=environ, stderr=subprocess.DEVNULL).wait() != 0
    server = as_user(json.loads(SAID["CMD"]), cwd=app, env=environ, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while ask(environ, "/ready") != 200:
            assert time.monotonic() < until and server.poll() is None
            time.sleep(0.2)
        assert ask(environ, "/articles", b"A bus overturned near Lom on Monday, killing three people.") == 201
        assert as_user(health, cwd=app, env=environ).wait(PATIENCE) == 0
    finally:
        server.send_signal(signal.SIGTERM)  # to that one process, as a container engine does
    assert server.wait(PATIENCE) == 0
    assert ask(environ, "/health") is None
    assert as_user(health, cwd=app, env=environ, stderr=subprocess.DEVNULL).wait(PATIENCE) != 0
    assert files(app) == before
    assert (app / "var" / "dateline.db").stat().st_uid == int(USER)
