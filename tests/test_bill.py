"""`make sbom` lists what runs in production, all of it and nothing else."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.serving import ROOT


def test_the_bill_of_materials_is_of_what_runs(tmp_path):
    recipe = re.search(r"^sbom:.*\n\t(.*)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1]
    command = shlex.split(recipe.replace("$(BIN)", str(Path(sys.executable).parent)).replace("sbom.json", "{}"))
    made = tmp_path / "sbom.json"
    subprocess.run([part.format(made) for part in command], cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    bill = json.loads(made.read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "dateline"
    locked = re.findall(r"^([\w.-]+)==([^\s;\\]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert sorted((one["name"], one["version"]) for one in bill["components"]) == sorted(locked)
    assert "pytest" not in dict(locked)
    assert all(one["externalReferences"][0]["hashes"] for one in bill["components"])
