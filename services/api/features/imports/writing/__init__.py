"""Files that go out: templates, and the faulty rows to be mended."""
