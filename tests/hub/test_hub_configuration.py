"""What `autograder/hub` ships, read by what will read it: traitlets, JupyterHub, KubeSpawner, nbgrader."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from grading_course import ASSIGNMENT, TOP
from machine import Environments
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from autograder.grading.command import load_config
from autograder.grading.exchange import uid_of

pytestmark = [pytest.mark.hub, pytest.mark.timeout(300)]
HUB = TOP / "autograder" / "hub"

# Where Zero to JupyterHub's schema of values has what we set; below a `*` names are free.
KEYS = {
    "hub.config.*",
    "hub.loadRoles.*",
    "hub.extraConfig.*",
    "singleuser.image.name",
    "singleuser.image.tag",
    "singleuser.fsGid",
    "singleuser.allowPrivilegeEscalation",
    "singleuser.storage.extraVolumes",
    "singleuser.storage.extraVolumeMounts",
    "singleuser.extraFiles.*",
}


@pytest.fixture
def values() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HUB / "kubernetes/values.yaml").read_text(encoding="utf-8"))
    return loaded


def _python(environments: Environments, script: str, *arguments: str, **more: Any) -> str:
    done = subprocess.run(
        [environments.students / "bin" / "python", "-c", script, *arguments],
        capture_output=True, text=True, check=False, **more,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


_LOADS = """
import json, sys
from jupyterhub.app import JupyterHub
from jupyterhub.auth import DummyAuthenticator
app = JupyterHub()
app.load_config_file(sys.argv[1])
one = DummyAuthenticator(parent=app)
print(json.dumps([sorted(one.blocked_users), app.load_groups, app.load_roles]))
"""


def test_the_littlest_jupyterhubs_file_loads_and_adds_to_what_is_there(
    environments: Environments, tmp_path: Path
) -> None:
    """Its own configuration has groups and roles, too; ours takes none of them away."""
    text = (HUB / "littlest/mlsys.py").read_text(encoding="utf-8")
    (tmp_path / "mlsys.py").write_text(text)
    main = tmp_path / "jupyterhub_config.py"
    main.write_text(
        'c.JupyterHub.load_groups = {"others": {"users": ["x"]}}\n'
        'c.JupyterHub.load_roles = [{"name": "idle", "scopes": ["list:users"]}]\n'
        'load_subconfig("mlsys.py")\n'
    )
    blocked, groups, roles = json.loads(_python(environments, _LOADS, str(main), cwd=tmp_path))
    assert blocked == ["grader-mlsys"]
    assert set(groups) == {"others", "formgrade-mlsys", "mlsys-grader"}
    assert [role["name"] for role in roles] == ["idle", "formgrade-mlsys"]


def test_every_value_is_one_that_zero_to_jupyterhub_knows(values: dict[str, Any]) -> None:
    def paths(node: Any, before: str = "") -> list[str]:
        if isinstance(node, dict) and before not in KEYS:
            free = f"{before}.*" in KEYS
            return [
                path
                for key, value in node.items()
                for path in ([f"{before}.*"] if free else paths(value, f"{before}.{key}" if before else key))
            ]
        return [before]

    assert set(paths(values)) == KEYS


_POD = """
import asyncio, json, sys
from types import SimpleNamespace
from traitlets.config import Config
import kubespawner.spawner
from kubespawner import KubeSpawner
kubespawner.spawner.load_config = lambda *found, **more: None  # there is no cluster to be found
settings = json.load(sys.stdin)
c = Config()
exec(settings["code"], {"c": c})
async def main():
    found = {}
    for name in ("ada", "ben", "grader-mlsys"):
        user = SimpleNamespace(name=name, escaped_name=name, id=1, url="/", admin=False, groups=[])
        hub = SimpleNamespace(public_host="", url="/", base_url="/", server=None, api_url="http://hub/api")
        spawner = KubeSpawner(config=c, _mock=True, user=user, hub=hub, enable_user_namespaces=False)
        spawner.api_token = "x"
        spawner.volumes, spawner.volume_mounts = settings["volumes"], settings["mounts"]
        spawner.fs_gid = settings["fs_gid"]
        spawner.get_env = lambda: dict(spawner.environment)
        spawner.pre_spawn_hook(spawner)
        pod = await spawner.get_pod_manifest()
        box = pod.spec.containers[0]
        found[name] = [box.security_context["runAsUser"], box.image, box.args or box.command,
                       [m["mountPath"] if isinstance(m, dict) else m.mount_path for m in box.volume_mounts]]
    print(json.dumps(found))
asyncio.run(main())
"""


def test_each_pod_runs_under_a_number_of_its_own_and_the_graders_in_the_staffs_image(
    environments: Environments, values: dict[str, Any]
) -> None:
    single = values["singleuser"]
    given = {
        "code": values["hub"]["extraConfig"]["mlsys"],
        "volumes": single["storage"]["extraVolumes"],
        "mounts": single["storage"]["extraVolumeMounts"],
        "fs_gid": single["fsGid"],
    }
    pods = json.loads(_python(environments, _POD, input=json.dumps(given)))
    assert {name: pod[0] for name, pod in pods.items()} == {name: uid_of(name) for name in pods}
    assert len({pod[0] for pod in pods.values()}) == 3
    assert pods["grader-mlsys"][1].startswith("registry.example.org/mlsys-staff")
    assert "mlsys-staff" not in pods["ada"][1]
    assert all("/srv/nbgrader/exchange" in pod[3] for pod in pods.values())


def test_a_server_without_a_unix_name_fetches_and_hands_in(
    environments: Environments, values: dict[str, Any]
) -> None:
    """As in a pod: under a number that no list of users has, with the file that Kubernetes mounts."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        root = Path(name)
        root.chmod(0o755)
        exchange, etc, course = root / "exchange", root / "etc", root / "course"
        for folder in (exchange, etc, course / "source" / ASSIGNMENT, course / "autograder"):
            folder.mkdir(parents=True)
        exchange.chmod(0o1777)
        text = values["singleuser"]["extraFiles"]["nbgrader"]["stringData"]
        (etc / "nbgrader_config.py").write_text(text.replace("/srv/nbgrader/exchange", str(exchange)))
        for file in ("nbgrader_config.py", "course.toml"):
            shutil.copy(TOP / file, course)
        (course / "autograder" / "roster.csv").write_text("id\nADA\nben\n")
        released = course / "release" / ASSIGNMENT
        released.mkdir(parents=True)
        shutil.copy(next((TOP / "release" / ASSIGNMENT).glob("*iron_law*.ipynb")), released)
        config = load_config(course)
        config.Exchange.root = str(exchange)
        config.CollectFromOwners.numbered_owners = True
        api = NbGraderAPI(coursedir=CourseDirectory(config=config), config=config)
        assert api.release_assignment(ASSIGNMENT)["success"]
        for student in ("ada", "ben"):
            home = root / student
            home.mkdir()
            os.chown(home, uid_of(student), 100)
            for verb in ("fetch_assignment", "submit"):
                done = subprocess.run(
                    [environments.students / "bin" / "nbgrader", verb, ASSIGNMENT],
                    cwd=home, user=uid_of(student), group=100, extra_groups=[],
                    env={"PATH": "/usr/bin:/bin", "HOME": str(home), "JUPYTERHUB_USER": student,
                         "JUPYTER_CONFIG_PATH": str(etc)},
                    capture_output=True, text=True, check=False,
                )  # fmt: skip
                assert done.returncode == 0, done.stderr[-3000:]
        said = api.collect(ASSIGNMENT)
        assert said["success"] and "left out" not in said["log"], said
        submitted = course / "autograder" / "submitted"
        assert sorted(path.name for path in submitted.iterdir()) == ["ADA", "ben"]
