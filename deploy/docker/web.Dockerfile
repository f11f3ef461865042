# The pages. The browser assets are fetched in a stage of their own; no Node.js is in the image that runs.
FROM node:20-bookworm-slim AS packages
WORKDIR /opt/jiedui
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-fund --no-audit

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --system --no-create-home --shell /usr/sbin/nologin jiedui
WORKDIR /opt/jiedui
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/run.txt
COPY services/__init__.py services/__init__.py
COPY services/contracts services/contracts
COPY services/web services/web
COPY --from=packages /opt/jiedui/node_modules node_modules
RUN python services/web/build_assets.py && rm -rf node_modules && python -m compileall -q services

USER 10001
ENV APP_ENV=production PYTHONUNBUFFERED=1
EXPOSE 8080
CMD ["python", "-m", "uvicorn", "services.web.main:create_app", "--factory", "--host", "0.0.0.0", "--port", "8080", \
     "--no-access-log", "--no-server-header", "--proxy-headers", "--forwarded-allow-ips", "*", "--timeout-graceful-shutdown", "20"]
