# pgbouncer with the sample configuration, which finds PostgreSQL under the name that compose gives it.
FROM debian:bookworm-slim
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends pgbouncer \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --system --no-create-home --shell /usr/sbin/nologin pooler
COPY deploy/pgbouncer/pgbouncer.ini /etc/pgbouncer/pgbouncer.ini
RUN sed -i -e 's/host=127\.0\.0\.1/host=postgres/' -e 's/^listen_addr = .*/listen_addr = 0.0.0.0/' \
      -e '/^logfile/d' -e '/^pidfile/d' /etc/pgbouncer/pgbouncer.ini
USER 10001
EXPOSE 6432
CMD ["pgbouncer", "/etc/pgbouncer/pgbouncer.ini"]
