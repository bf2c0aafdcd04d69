#!/bin/sh
# Restore a backup set into an empty database and an empty folder: after a loss, or as a drill, which is the same thing.
#     restore.sh SET DATABASE_OWNER_URL DOCUMENTS_FOLDER
# Rights are not in the set: run `bin/macnss prepare-database --web-role macnss_web` afterwards.
set -eu
umask 077

set_folder=${1:?"usage: restore.sh SET DATABASE_OWNER_URL DOCUMENTS_FOLDER"}
database=${2:?"the address of an empty database, as its owner"}
documents=${3:?"an empty folder for the documents"}

refuse() { echo "restore.sh: $*" >&2; exit 1; }
ask() { psql --no-psqlrc --quiet --tuples-only --no-align --dbname="$database" --command="$1"; }

started=$(date +%s)
(cd "$set_folder" && sha256sum --check --strict --quiet SHA256SUMS) || refuse "the set is damaged: take another one"
tables=$(ask "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") || refuse "the database does not answer"
[ "$tables" = 0 ] || refuse "the database is not empty: it has $tables tables"
mkdir -p "$documents"
[ -z "$(ls -A "$documents")" ] || refuse "$documents is not empty"

pg_restore --exit-on-error --no-owner --no-privileges --jobs="${JOBS:-2}" --dbname="$database" "$set_folder/database.dump"
tar -C "$documents" -xzf "$set_folder/documents.tar.gz"
ask "SET client_min_messages TO error; ANALYZE"

ask "SELECT 'persons: ' || count(*) FROM insured_insured
     UNION ALL SELECT 'companies: ' || count(*) FROM employers_employer
     UNION ALL SELECT 'declarations: ' || count(*) FROM declarations_declaration
     UNION ALL SELECT 'wage lines: ' || count(*) FROM declarations_wageline
     UNION ALL SELECT 'last line of the journal: ' || coalesce(max(at)::text, 'none') FROM audit_event"

# Every file that the register names must be there, with the bytes that were received.
expected=$(mktemp)
trap 'rm -f "$expected"' EXIT
ask "SELECT fingerprint || '  ' || document FROM declarations_upload" >"$expected"
if [ -s "$expected" ] && ! (cd "$documents" && sha256sum --check --quiet "$expected"); then
    refuse "some documents are missing or changed: see above"
fi
echo "restored in $(($(date +%s) - started)) s"
