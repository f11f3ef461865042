"""Structured logs: one JSON line a request, never a body, a query value or a name."""

import logging
import sys
from typing import Any

import structlog


def set_up_logs() -> None:
    """JSON lines on standard error; other libraries log warnings only, without their arguments' values."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    for noisy in ("sqlalchemy", "asyncpg", "aiosqlite", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)


def warnings_only() -> None:
    """For commands whose own output is what the operator reads."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


def log(event: str, **fields: Any) -> None:
    """One line. Fields are ids, codes, counts and durations."""
    structlog.get_logger().info(event, **fields)


def log_failure(event: str, error: BaseException, **fields: Any) -> None:
    """An unexpected error: its type and the place in our code, not its message (it may hold values)."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "/services/" in code.co_filename:
            place = f"{code.co_filename.rsplit('/services/', 1)[1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    structlog.get_logger().error(event, error=type(error).__name__, place=place, **fields)
