"""The course as a web page: a static site whose notebooks run in the reader's browser, without a server.

`pyodide` gets Python for the browser, every file verified; `wheels` makes the course's own packages for it;
`live` builds JupyterLite with the notebooks; `front` writes the page that leads to them; `site` puts it
together. `in_browser` runs in the reader's browser. The tools live in an environment of their own
(`tools.lock`), because JupyterLite's kernel must not appear in anybody's JupyterLab.
"""
