"""The least that gunicorn can serve by way of Flask, to measure beside."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """Something short."""
    return "hello"
