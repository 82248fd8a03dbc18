#!/bin/sh
# The two roles of the database, made when it is first started: docs/record.md, "Roles and grants".
# The owner runs migrations; the application's role is granted its work by `manage.py grant_desk_role`.
set -eu

folder="${SECRETS_DIR:-/run/secrets}"
OWNER_DATABASE_PASSWORD="$(cat "$folder/owner_database_password")"
APP_DATABASE_PASSWORD="$(cat "$folder/app_database_password")"
export OWNER_DATABASE_PASSWORD APP_DATABASE_PASSWORD

psql --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname="${POSTGRES_DB:-postgres}" <<'SQL'
\getenv owner_password OWNER_DATABASE_PASSWORD
\getenv app_password APP_DATABASE_PASSWORD
CREATE ROLE desk_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE desk_app LOGIN PASSWORD :'app_password';
CREATE DATABASE desk OWNER desk_owner;
REVOKE CONNECT ON DATABASE desk FROM PUBLIC;
GRANT CONNECT ON DATABASE desk TO desk_app;
\connect desk
ALTER SCHEMA public OWNER TO desk_owner;
SQL
