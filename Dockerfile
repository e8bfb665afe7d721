# The service as one image: release, then gunicorn, as a plain user, with the code read-only and var/ to write to.
#   docker build -t dateline .
#   docker run --read-only --tmpfs /tmp -v dateline:/app/var -p 127.0.0.1:8000:8000 -e WRITE_TOKENS=desk:... dateline
# HOST is open to others there, so without WRITE_TOKENS (or a file of them) it says so and ends.
FROM python:3.11.14-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

COPY requirements.txt ./
RUN pip install --root-user-action=ignore --require-hashes -r requirements.txt

COPY gunicorn.conf.py LICENSE ./
COPY schemas schemas
COPY service service
RUN python -m compileall -q schemas service
RUN useradd --system --uid 10001 --home-dir /app --no-create-home --shell /usr/sbin/nologin dateline
RUN install -d -o 10001 var

USER 10001
RUN python -c "from service import VAR; from service.gazetteer import open_gazetteer; open_gazetteer(VAR)"

ENV HOST=0.0.0.0
EXPOSE 8000
VOLUME /app/var
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ.get('PORT', '8000') + '/health', timeout=4)"]
CMD ["sh", "-c", "python -m service release && exec gunicorn"]
