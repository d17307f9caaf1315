"""nbgrader's settings for everybody on a hub: copy this file to /etc/jupyter/nbgrader_config.py.

It is read before the course's own nbgrader_config.py, which only the grader's account has. So nothing secret
belongs here, and nothing of the staff's: students have no `autograder` to import.
"""

c = get_config()

# Where assignments are handed out, handed in and given back. README.md says who may do what there.
c.Exchange.root = "/srv/nbgrader/exchange"

# The course that students see. A hub with several courses leaves this line out; the list then offers all.
c.CourseDirectory.course_id = "mlsys"

# Times in the exchange. They stay in UTC: the grader reads them whatever the zone of the machine.
c.Exchange.timezone = "UTC"

# For the grader's account. On The Littlest JupyterHub the Unix user of "ada" is "jupyter-ada"; with this line
# her submissions are collected as "ada", which is how the roster and her own numbers know her. On a hub whose
# Unix users have the names people log in with it is "".
c.CollectFromOwners.unix_prefix = "jupyter-"
