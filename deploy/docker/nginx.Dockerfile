# nginx with the file of the tested path; only where the services are is another.
FROM nginx:1.28-bookworm
COPY deploy/nginx/jiedui.conf /etc/nginx/conf.d/jiedui.conf
RUN rm -f /etc/nginx/conf.d/default.conf \
 && sed -i -e 's/server 127\.0\.0\.1:8000;/server api:8000;/' -e 's/server 127\.0\.0\.1:8080;/server web:8080;/' \
      /etc/nginx/conf.d/jiedui.conf
