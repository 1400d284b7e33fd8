#!/usr/bin/env bash
# Gives an emulated culture a dose with nothing but curl.
#   AT=http://127.0.0.1:7400 TOKEN_FILE=example-data/first-token bash clients/curl/first.sh
# The lease is not renewed here: give it back, as below, within the silence limit of the rig.
set -euo pipefail
at=${AT:-http://127.0.0.1:7400}

ask() { # METHOD PATH [JSON]
  # The token goes in by standard input: arguments can be seen by every user of the computer.
  printf 'header = "authorization: Bearer %s"\n' "$(cat "$TOKEN_FILE")" |
    curl --silent --show-error --fail-with-body --config - --request "$1" \
      --header 'content-type: application/json' "$at$2" ${3:+--data "$3"}
}

key() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }
field() { sed -n "s/.*\"$1\" *: *\"\{0,1\}\([^\",}]*\).*/\1/p" | head -n 1; }

epoch=$(ask POST /v1/leases "{\"resource\":\"culture:organoids\",\"purpose\":\"first\",\"key\":\"$(key)\"}" | field epoch)
dose=$(ask POST /v1/cultures/organoids/doses \
  "{\"reservoir\":\"dopamine\",\"nanoliters\":\"100\",\"nanolitersPerMinute\":\"5000\",\"epoch\":\"$epoch\",\"key\":\"$(key)\"}" |
  field operation)
ask GET "/v1/doses/$dose?wait_milliseconds=5000"
ask POST /v1/leases/culture:organoids:release "{\"epoch\":\"$epoch\",\"key\":\"$(key)\"}"
