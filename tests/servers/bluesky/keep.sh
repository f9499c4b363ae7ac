#!/bin/sh
# Runs a server until standard input ends. That is a pipe from the tests, so it ends when they do,
# even when they are killed; then the server and its folder go too.
#   keep.sh FOLDER SIGNAL COMMAND...     SIGNAL is how to end the server
folder=$1
signal=$2
shift 2
exec 3<&0
"$@" </dev/null &
server=$!
(cat <&3 >/dev/null; kill -"$signal" "$server") 2>/dev/null &
wait "$server"
code=$?
rm -rf "$folder"
exit "$code"
