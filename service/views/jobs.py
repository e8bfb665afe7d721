"""What became of an article that was accepted, where workers code what the web process takes in."""

from flask import Blueprint, Response, jsonify

from service.errors import NotFound
from service.running import running
from service.store.jobs import DONE, QUEUED

views = Blueprint("jobs", __name__)
SHOWN = ("status", "attempts", "accepted", "problem")


@views.get("/jobs/<job:job_id>")
def get_job(job_id: str) -> Response:
    """Whether it is done: then the article and its events are named."""
    app = running()
    if (job := app.store.jobs.job(job_id)) is None:
        raise NotFound("no job is known by this id")
    response = jsonify(_told(job))
    response.headers["Cache-Control"] = "no-store"
    if job["status"] == QUEUED:
        response.headers["Retry-After"] = "1"
    return response


def accepted(job_id: str, *, preferred: bool) -> tuple[Response, int, dict]:
    """The answer to whoever does not wait for it: the article is in the store, and will be coded."""
    app = running()
    headers = {"Location": f"{app.config.public_path}/jobs/{job_id}", "Cache-Control": "no-store", "Retry-After": "1"}
    if preferred:
        headers["Preference-Applied"] = "respond-async"
    return jsonify({"job": _told(app.store.jobs.job(job_id))}), 202, headers


def _told(job):
    app = running()
    told = {"id": job["id"], "url": app.address(f"/jobs/{job['id']}")}
    told |= {name: job[name] for name in SHOWN if name in job}
    if job["status"] == DONE and (known := app.store.article(job["article_id"])):
        told["article"] = {"id": known["id"], "url": app.address(f"/articles/{known['id']}")}
        told["events"] = [{"id": found, "url": app.address(f"/events/{found}")} for found in known.get("events", [])]
    return told
