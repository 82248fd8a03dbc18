FROM python:3.12.11-slim-trixie

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
# pg_dump, pg_restore and psql for manage.py backup and restore: of the server's own release, in docker-compose.yml.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /srv/desk desk
WORKDIR /srv/desk
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
# What a setting asks for beyond the lock file, such as sentry-sdk: manage.py check names it.
ARG EXTRA_PACKAGES=""
RUN if [ -n "$EXTRA_PACKAGES" ]; then pip install --no-cache-dir $EXTRA_PACKAGES; fi
COPY . .
# Collecting needs settings, and settings need values; none of these is used when the container runs.
RUN DESK_MODE=embedded DESK_VAR_DIR=/srv/desk/var python manage.py compile_catalogues \
    && DESK_MODE=embedded DESK_VAR_DIR=/srv/desk/var python manage.py collectstatic --noinput \
    && rm -f /srv/desk/var/secret-key
# Volumes mounted here take this owner, so that the desk may write to them.
RUN install -d -o desk -g desk -m 700 /srv/desk/documents /backups
ARG DESK_RELEASE=""
ENV DESK_MODE=production DESK_VAR_DIR=/srv/desk/var DESK_RELEASE=$DESK_RELEASE HOME=/tmp
USER desk
EXPOSE 8000
CMD ["gunicorn", "compliance.wsgi", "--config", "deploy/gunicorn.conf.py"]
