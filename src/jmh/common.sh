# shellcheck shell=bash
# shellcheck disable=SC2034 # what it sets is for who sources it
# What benchmarks against embedded-s3 have in common; sourced from the root of the project, not run.
#
#     work            a directory that ends with the script, as does the server
#     build           builds what the scripts run
#     serve OPTION... starts embedded-s3 in a process of its own, with these options; "endpoint" is then where it is
#     define ID FORMAT VERSIONS
#                     writes the definition of an inventory of bucket "data" in bucket "reports"
#     deliver ID [spark-submit option]...
#                     delivers it; "cpu" and "wall" are then the seconds of the whole Spark process, and "rows" what the
#                     report has

work=$(mktemp -d)
server=
trap 'stop; rm -rf "$work"' EXIT

build() {
  mvn -B -ntp -q -Dmaven.test.skip=true package
  # The first job after a build of the local Spark keeps its classes, which is not what is measured.
  compgen -G 'target/spark/classes-*.jsa*' >/dev/null ||
    SPARK_HOME='' ./spark-submit.sh quickstart --directory "$work/quickstart" >/dev/null 2>&1
}

stop() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  server=
}

serve() {
  stop
  java -Xmx6g -jar examples/embedded-s3/target/stocktake-embedded-s3-*.jar "$@" >"$work/server.log" 2>&1 &
  server=$!
  endpoint=
  for _ in $(seq 100); do
    endpoint=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$work/server.log" | head -n 1 || true)
    [ -z "$endpoint" ] || break
    sleep 0.1
  done
  [ -n "$endpoint" ] || { cat "$work/server.log" >&2; exit 1; }
}

define() {
  mkdir -p "$work/definitions/buckets/data/inventory"
  cat >"$work/definitions/stores.yaml" <<Y
stores:
  - name: virtual
    endpoint: $endpoint
    credentials: "environment: BENCHMARK"
    buckets: ["*"]
Y
  cat >"$work/definitions/buckets/data/inventory/$1.json" <<J
{"Id": "$1", "IsEnabled": true, "IncludedObjectVersions": "$3", "Schedule": {"Frequency": "Daily"},
 "OptionalFields": ["Size", "LastModifiedDate", "ETag", "StorageClass"],
 "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::reports", "Format": "$2"}}}
J
}

deliver() {
  local id=$1 TIMEFORMAT='%U %S %R' times
  shift
  export BENCHMARK_ACCESS_KEY_ID=test BENCHMARK_SECRET_ACCESS_KEY=testsecret SPARK_HOME=
  times=$({ time ./spark-submit.sh "$@" -- inventory --definitions "$work/definitions" --bucket data --id "$id" \
    >"$work/$id.out" 2>"$work/$id.err"; } 2>&1) || { cat "$work/$id.err" >&2; exit 1; }
  read -r cpu wall <<<"$(awk '{ print $1 + $2, $3 }' <<<"$times")"
  rows=$(awk -v id="data/$id" '$1 == id { gsub(",", "", $2); print $2 }' "$work/$id.out")
  [ -n "$rows" ] || { echo "Cannot tell how many rows the report has:" >&2; cat "$work/$id.out" "$work/$id.err" >&2; exit 1; }
}
