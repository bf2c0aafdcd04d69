#!/bin/sh
# One backup set: the database, the documents, their checksums.
#     DATABASE_OWNER_URL=postgresql://macnss_owner@host/macnss DOCUMENTS_FOLDER=/var/lib/macnss/documents backup.sh FOLDER
# Sets older than KEEP_DAYS (35) are removed once the new one is whole. Passwords: PGPASSFILE. See run-in-production.md.
set -eu
umask 077

folder=${1:?"usage: backup.sh FOLDER"}
: "${DATABASE_OWNER_URL:?"the address of the database, as its owner, without a password"}"
: "${DOCUMENTS_FOLDER:?"the folder of the uploaded files"}"
keep=${KEEP_DAYS:-35}

name=$(date -u +%Y%m%dT%H%M%SZ)
partial=$folder/.$name.partial
mkdir -p "$partial"
trap 'rm -rf "$partial"' EXIT

# The database first: documents are only ever added, so every one that the dump names is in the archive.
pg_dump --format=custom --file="$partial/database.dump" --dbname="$DATABASE_OWNER_URL"
# Status 1 of tar: a file came while it read, which the next set will hold.
tar -C "$DOCUMENTS_FOLDER" -czf "$partial/documents.tar.gz" . || [ $? = 1 ]
(cd "$partial" && sha256sum database.dump documents.tar.gz >SHA256SUMS)
sync "$partial"/*
mv "$partial" "$folder/$name"

find "$folder" -mindepth 1 -maxdepth 1 -type d -name '20??????T??????Z' -mtime +"$keep" -exec rm -rf {} +
echo "$folder/$name"
