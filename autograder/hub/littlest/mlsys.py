"""The course on The Littlest JupyterHub: copy this file to /opt/tljh/config/jupyterhub_config.d/mlsys.py.

Then: sudo tljh-config reload hub. README.md, one folder up, has the steps before and after. On another hub
with Unix users these lines go into its jupyterhub_config.py.
"""

c = get_config()

# ---- yours to change

course_id = "mlsys"  # as in course.toml
grader = "grader-mlsys"  # the hub's name of the account that owns the course and the gradebook
course = f"/home/jupyter-{grader}/course"  # the private copy of the course, in that account's home
instructors = ["prof"]  # who grades, by the names they log in with

# ---- the grader's account

# Keys, submissions and gradebook are this account's alone. Instructors open its server from theirs, at
# /user/grader-mlsys: formgrader, files, and a terminal for make grade. Nobody logs in as the grader; with an
# authenticator that lets people choose their name, somebody would.
c.Authenticator.blocked_users.update({grader})
group = f"formgrade-{course_id}"
c.JupyterHub.load_groups.update({group: {"users": instructors}, f"{course_id}-grader": {"users": [grader]}})
c.JupyterHub.load_roles.append(
    {
        "name": group,
        "groups": [group],
        "scopes": [f"{what}!user={grader}" for what in ("access:servers", "servers", "read:users")],
    }
)


def in_the_course(spawner):
    """Start the grader's server in the course, with the course's own Python: students' Python has no keys."""
    if spawner.user.name == grader:
        spawner.cmd = [f"{course}/.venv/bin/jupyterhub-singleuser"]
        spawner.notebook_dir = course
        # There the formgrader finds the course's nbgrader_config.py.
        spawner.environment["JUPYTER_CONFIG_PATH"] = course


c.Spawner.pre_spawn_hook = in_the_course
