"""Templates of the error pages; `services.web.errors` renders them."""
