#!/bin/sh
# Starts Redis with the users of users.acl. Arguments: those of redis-server. Variables: those of users.sh.
set -eu
users=$(sh "$(dirname "$0")/users.sh")
umask 077
printf '%s\n' "$users" > /tmp/users.acl
exec redis-server "$@"
