# API, worker and the operator's commands: one image, three commands (see compose.yaml).
FROM python:3.11-slim-bookworm

# pg_dump and pg_restore, for backup and restore
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --system --home-dir /var/lib/jiedui --create-home --shell /usr/sbin/nologin jiedui

WORKDIR /opt/jiedui
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/run.txt
COPY migrations migrations
COPY services services
RUN python -m compileall -q services migrations

USER 10001
ENV APP_ENV=production DATA_DIR=/var/lib/jiedui EMBEDDED_WORKER=false PYTHONUNBUFFERED=1
VOLUME /var/lib/jiedui
EXPOSE 8000
CMD ["python", "-m", "uvicorn", "services.api.main:app_factory", "--factory", "--host", "0.0.0.0", "--port", "8000", \
     "--no-access-log", "--no-server-header", "--proxy-headers", "--forwarded-allow-ips", "*", "--timeout-graceful-shutdown", "20"]
