"""What both services share: codes, request and response models. Pydantic only."""
