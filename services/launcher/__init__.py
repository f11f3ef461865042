"""`make run`: starts both services on this machine, with demo data, and stops them together.

It is for trying the product and for developing it. In production the two services are started by the init system
(`deploy/`); with `APP_ENV=production` the launcher makes no secret, changes no schema and adds no data.
"""
