"""The sandbox: regions and stories that are invented, for whoever builds a system that reads from here."""
