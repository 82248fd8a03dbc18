#!/bin/sh
# Makes each secret of docker-compose.yml that is not there yet, at random, in a folder that its owner alone can enter.
# The files themselves can be read, because the desk reads them in its container as another user.
set -eu
cd "$(dirname "$0")/.."

mkdir -p secrets
chmod 700 secrets
for name in secret_key postgres_password owner_database_password app_database_password broker_password metrics_token; do
    if [ ! -s "secrets/$name" ]; then
        LC_ALL=C tr -dc 'A-Za-z0-9' < /dev/urandom | head -c 64 > "secrets/$name"
        echo "made secrets/$name"
    fi
done
# Of the account at the mail server, where EMAIL_URL names a user: whoever runs the desk writes it here.
[ -e secrets/email_password ] || : > secrets/email_password
chmod 444 secrets/*
