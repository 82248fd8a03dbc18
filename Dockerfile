FROM python:3.12-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --home-dir /srv/desk desk
WORKDIR /srv/desk
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
# Collecting needs settings, and settings need values; none of these is used when the container runs.
RUN DESK_MODE=embedded DESK_VAR_DIR=/srv/desk/var python manage.py compile_catalogues \
    && DESK_MODE=embedded DESK_VAR_DIR=/srv/desk/var python manage.py collectstatic --noinput \
    && rm -f /srv/desk/var/secret-key
# A volume mounted here takes this owner, so that the desk may write to it.
RUN install -d -o desk -m 700 /srv/desk/documents
ENV DESK_MODE=production DESK_VAR_DIR=/srv/desk/var
USER desk
EXPOSE 8000
CMD ["gunicorn", "compliance.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4"]
