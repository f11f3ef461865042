"""The documentation page with local assets, under its own strict policy."""

from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.staticfiles import StaticFiles

ASSETS = Path(__file__).resolve().parents[1] / "web" / "static" / "vendor" / "swagger-ui"
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
PAGE = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>接口说明</title>
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script src="/api/docs/assets/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script></body></html>"""
START = "SwaggerUIBundle({url: '/api/v1/openapi.json', dom_id: '#swagger-ui', validatorUrl: null});"


def add_docs(app: FastAPI) -> None:
    """`/api/docs`; without the built assets the page says nothing, the OpenAPI file is still served."""

    @app.get("/api/docs", include_in_schema=False)
    async def docs() -> Response:
        return Response(PAGE, media_type="text/html", headers={"Content-Security-Policy": POLICY})

    @app.get("/api/docs/start.js", include_in_schema=False)
    async def start() -> Response:
        return Response(START, media_type="text/javascript")

    if ASSETS.is_dir():
        app.mount("/api/docs/assets", StaticFiles(directory=ASSETS), name="docs-assets")
