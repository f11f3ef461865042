"""Papers that the schools of a pairing share (E-38, W-21.6): what other features and the routes call."""

from services.api.features.shared_resources.service_change import share, void
from services.api.features.shared_resources.service_read import detail, file_access, page, shared
from services.api.features.shared_resources.service_told import IN_PAIRING

__all__ = ["IN_PAIRING", "detail", "file_access", "page", "share", "shared", "void"]
