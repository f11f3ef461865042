"""Structured log lines on standard error."""

import logging
import sys
import traceback

import structlog
from jinja2 import TemplateError


def configure() -> None:
    """JSON lines with time and level; the server's own access lines, which quote queries, are off."""
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def where(error: BaseException) -> dict[str, object]:
    """Return where an error came from; its text only for kinds that cannot quote what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    told = str(error) if isinstance(error, (TemplateError, AttributeError, NameError)) else ""
    return {
        "kind": type(error).__name__,
        "told": told,
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
