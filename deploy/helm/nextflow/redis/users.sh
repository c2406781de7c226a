#!/bin/sh
# Prints users.acl, which lies beside this file, as Redis reads it: one user a line, no comments, and the SHA-256 of
# REDIS_PASSWORD_<NAME> in the place of <name>. Of a user without a password nothing is printed.
set -eu

hash_of() {
  printf %s "$1" | sha256sum | cut -d ' ' -f 1
}

rules=$(sed '/^#/d; /^$/d' "$(dirname "$0")/users.acl" | tr -s '\n ' ' ' | sed 's/ user /\
user /g')
for name in probe gateway generation understanding; do
  eval "password=\${REDIS_PASSWORD_$(printf %s "$name" | tr '[:lower:]' '[:upper:]'):-}"
  if [ -n "$password" ]; then
    rules=$(printf '%s\n' "$rules" | sed "s/#<$name>/#$(hash_of "$password")/")
  else
    rules=$(printf '%s\n' "$rules" | sed "/#<$name>/d")
  fi
done
printf '%s\n' "$rules"
