"""The two services of the product: `services.api` owns data and rules, `services.web` shows them to people."""
