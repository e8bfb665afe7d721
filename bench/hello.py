"""The least that gunicorn can serve by way of Flask, to measure beside; and gunicorn's settings for it, as for ours."""

from flask import Flask

workers = 2
worker_class = "gthread"
threads = 4
keepalive = 5
loglevel = "warning"
control_socket_disable = True

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """Something short."""
    return "hello"
