#!/usr/bin/env python3
"""Reads delivered reports with readers from elsewhere: pyarrow, DuckDB, and Python's own csv.

    .ci/readers.py FOLDER
    .ci/readers.py completion-report FOLDER...
    .ci/readers.py captures FOLDER

FOLDER holds copies of destination buckets, one a folder below it. Every manifest.json found is checked: its checksum,
its symlink.txt, the size and MD5 of its files, its columns, and that two readers see the same rows. Reports of one
bucket are compared with each other in the columns that they share. Completion reports among them are checked as well.

With completion-report, FOLDER is that of one completion report, <prefix>/job-<id>: the MD5s of its manifest and of its
result files are checked, its rows are read by csv and by DuckDB, and counted.

With captures, FOLDER is a copy of what resource data syncs wrote, the folders of the types in it: every line has to be
one flat object of text, Python's json and DuckDB have to see the same rows in the same partitions, and what Custom:S3Bucket
says of a bucket has to be what the records of Custom:S3Object add up to. The questions of examples/sql that ask these two
are put to DuckDB as they stand.
"""

import csv
import datetime
import gzip
import hashlib
import json
import pathlib
import re
import sys
import urllib.parse

import duckdb
import pyarrow.orc
import pyarrow.parquet

COUNTS = ("Objects", "Bytes", "NoncurrentObjects", "NoncurrentBytes", "DeleteMarkers")
TIMES = {"last_modified_date", "object_lock_retain_until_date", "lifecycle_expiration_date"}


def column(csv_name):
    special = {"ETag": "e_tag"}
    if csv_name in special:
        return special[csv_name]
    return "".join("_" + c.lower() if c.isupper() else c for c in csv_name).lstrip("_")


def text(name, value):
    """A value as a CSV report writes it, so that formats can be compared; absent is None."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(datetime.timezone.utc)
        return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03d}Z"
    return str(value)


def rows_of(names, tuples):
    return [{n: text(n, v) for n, v in zip(names, t)} for t in tuples]


def arrow_rows(table):
    names = table.column_names
    return names, rows_of(names, zip(*(table.column(name).to_pylist() for name in names)))


def duck(query, path):
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    # As Arrow, because fetchall() gives times with a zone only where a library for zones is installed.
    return arrow_rows(connection.sql(query, params=[str(path)]).to_arrow_table())


def same(what, left, right):
    if left != right:
        for number, (a, b) in enumerate(zip(left, right)):
            if a != b:
                sys.exit(f"{what}: row {number} differs:\n  {a}\n  {b}")
        sys.exit(f"{what}: {len(left)} rows against {len(right)}")


def read_parquet(path):
    table = pyarrow.parquet.read_table(path)
    file = pyarrow.parquet.ParquetFile(path)
    metadata = file.metadata.metadata or {}
    assert not any(b"spark" in key.lower() for key in metadata), metadata
    assert str(file.schema).splitlines()[1].startswith("required group field_id=-1 s3.inventory"), str(file.schema)
    names, rows = arrow_rows(table)
    duck_names, duck_rows = duck("SELECT * FROM read_parquet(?)", path)
    assert names == duck_names, (names, duck_names)
    same(f"{path}: pyarrow against DuckDB", rows, duck_rows)
    return names, rows


def read_orc(path):
    return arrow_rows(pyarrow.orc.read_table(path))


def read_csv(path, names):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        tuples = list(csv.reader(file))
    quoted = ", ".join(f"'{n}': 'VARCHAR'" for n in names)
    query = (
        f"SELECT * FROM read_csv(?, header=false, auto_detect=false, delim=',', quote='\"', escape='\"', "
        f"compression='gzip', columns={{{quoted}}})"
    )
    rows = rows_of(names, tuples)
    _, duck_rows = duck(query, path)
    same(f"{path}: csv against DuckDB", rows, duck_rows)
    for row in rows:
        row["key"] = urllib.parse.unquote_plus(row["key"])
    return names, rows


def columns_of(manifest):
    schema = manifest["fileSchema"]
    if manifest["fileFormat"] == "CSV":
        return [column(n) for n in schema.split(", ")]
    if manifest["fileFormat"] == "ORC":
        return [field.split(":")[0] for field in schema[len("struct<") : -1].split(",")]
    fields = [field.strip() for field in schema[schema.index("{") + 1 : -1].split(";") if field.strip()]
    return [field.split()[2] for field in fields]


def read_report(path, bucket_folder):
    raw = path.read_bytes()
    checksum = (path.parent / "manifest.checksum").read_text().strip()
    assert checksum == hashlib.md5(raw).hexdigest(), f"{path}: manifest.checksum is {checksum}"
    manifest = json.loads(raw)
    names = columns_of(manifest)
    rows = []
    for file in manifest["files"]:
        data = bucket_folder / file["key"]
        content = data.read_bytes()
        assert len(content) == file["size"], f"{data}: {len(content)} bytes, not {file['size']}"
        assert hashlib.md5(content).hexdigest() == file["MD5checksum"], f"{data}: the MD5 differs"
        if manifest["fileFormat"] == "CSV":
            file_names, file_rows = read_csv(data, names)
        elif manifest["fileFormat"] == "ORC":
            file_names, file_rows = read_orc(data)
        else:
            file_names, file_rows = read_parquet(data)
        assert file_names == names, f"{data}: columns {file_names}, not {names}"
        rows += file_rows
    keys = [row["key"].encode("utf-8", "surrogatepass") for row in rows]
    assert keys == sorted(keys), f"{path}: the keys do not ascend"
    partition = "dt=" + path.parent.name.replace("T", "-").rstrip("Z")
    symlink = path.parent.parent / "hive" / partition / "symlink.txt"
    bucket = manifest["destinationBucket"].removeprefix("arn:aws:s3:::")
    expected = [f"s3://{bucket}/{file['key']}" for file in manifest["files"]]
    assert symlink.read_text().splitlines() == expected, f"{symlink} names other files than {path}"
    return manifest, names, rows


def is_completion_report(path):
    return "Format" in json.loads(path.read_bytes())


def read_results(path, names):
    """The rows of a result file, by their columns."""
    with open(path, encoding="utf-8", newline="") as file:
        tuples = list(csv.reader(file, strict=True))
    assert all(len(values) == len(names) for values in tuples), f"{path}: not every row has {len(names)} columns"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(tuples), f"{path}: {len(tuples)} rows stand in {len(lines)} lines"
    rows = rows_of(names, tuples)
    quoted = ", ".join(f"'{n}': 'VARCHAR'" for n in names)
    query = (
        f"SELECT * FROM read_csv(?, header=false, auto_detect=false, delim=',', quote='\"', escape='\"', "
        f"columns={{{quoted}}})"
    )
    _, duck_rows = duck(query, path)
    same(f"{path}: csv against DuckDB", rows, duck_rows)
    for row in rows:
        encoded = row["Key"]
        row["Key"] = urllib.parse.unquote(encoded, errors="strict")
        # Whether a plus is a space or not, a decoder finds the same key.
        assert row["Key"] == urllib.parse.unquote_plus(encoded, errors="strict"), f"{path}: {encoded}"
    return rows


def read_completion_report(folder):
    """Checks the completion report in this folder, prints its counts, and returns its rows."""
    raw = (folder / "manifest.json").read_bytes()
    checksum = (folder / "manifest.json.md5").read_text()
    assert checksum == hashlib.md5(raw).hexdigest() + "\n", f"{folder}: manifest.json.md5 is {checksum!r}"
    manifest = json.loads(raw)
    assert list(manifest) == ["Format", "ReportCreationDate", "Results", "ReportSchema"], list(manifest)
    assert manifest["Format"] == "Report_CSV_20180820", manifest["Format"]
    datetime.datetime.strptime(manifest["ReportCreationDate"], "%Y-%m-%dT%H:%M:%S.%fZ")
    names = manifest["ReportSchema"].split(", ")
    counts = {"succeeded": 0, "failed": 0}
    files = set()
    rows = []
    for result in manifest["Results"]:
        assert list(result) == ["TaskExecutionStatus", "Bucket", "MD5Checksum", "Key"], list(result)
        assert re.fullmatch(rf"(.*/)?{folder.name}/results/[0-9a-f]{{40}}\.csv", result["Key"]), result["Key"]
        path = folder / "results" / result["Key"].rsplit("/", 1)[1]
        assert hashlib.md5(path.read_bytes()).hexdigest() == result["MD5Checksum"], f"{path}: the MD5 differs"
        file_rows = read_results(path, names)
        assert {row["TaskStatus"] for row in file_rows} == {result["TaskExecutionStatus"]}, f"{path}: another status"
        counts[result["TaskExecutionStatus"]] += len(file_rows)
        files.add(path.name)
        rows += file_rows
    assert files == {path.name for path in (folder / "results").glob("*")}, f"{folder}: files that no manifest names"
    print(f"{folder}: {len(files)} files, {counts['succeeded']} succeeded, {counts['failed']} failed")
    return rows


def read_type(folder):
    """The records of a type by Python's json, with those of their folders' names, checked against DuckDB."""
    records = []
    for path in sorted(folder.rglob("*.json")):
        account, region, kind = path.relative_to(folder).parts[:-1]
        partitions = {}
        for part, name in ((account, "accountid"), (region, "region"), (kind, "resourcetype")):
            assert part.startswith(name + "="), f"{path}: {part} is not {name}=…"
            partitions[name] = part[len(name) + 1 :]
        raw = path.read_bytes()
        assert raw.endswith(b"\n") or not raw, f"{path}: the last line has no line feed"
        for number, line in enumerate(raw.split(b"\n")[:-1], 1):
            record = json.loads(line.decode("utf-8"))
            assert all(isinstance(value, str) for value in record.values()), f"{path}, line {number}: not all is text"
            assert record["resourceId"] == path.stem, f"{path}, line {number}: resourceId is {record['resourceId']}"
            assert record["schemaVersion"] == "1.0", f"{path}, line {number}: {record['schemaVersion']}"
            datetime.datetime.strptime(record["captureTime"], "%Y-%m-%dT%H:%M:%SZ")
            clashes = [name for name in record if name.lower() in partitions]
            assert not clashes, f"{path}, line {number}: {clashes} would hide the partitions"
            records.append({**record, **partitions})
    assert records, f"{folder}: no record"
    names = sorted({name for record in records for name in record})
    schema = ", ".join(f"'{name}': 'VARCHAR'" for name in names if name not in ("accountid", "region", "resourcetype"))
    table = duckdb.connect()
    table.execute(
        f"CREATE VIEW records AS SELECT * FROM read_json('{folder}/*/*/*/*.json', format='newline_delimited', "
        f"columns={{{schema}}}, hive_partitioning=true, hive_types_autocast=false, filename=false)"
    )
    columns = ", ".join(f'"{name}"' for name in names)
    seen = table.sql(f"SELECT {columns} FROM records").fetchall()
    mine = [tuple(record.get(name) for name in names) for record in records]
    in_order = {"key": lambda row: [value or "" for value in row]}
    same(f"{folder}: json against DuckDB", sorted(mine, **in_order), sorted(seen, **in_order))
    return names, records, table


def read_captures(folder):
    """Checks the captures below this folder, and prints what they add up to."""
    types = {}
    for type_folder in sorted(folder.glob("Custom:*")):
        names, records, _ = types[type_folder.name] = read_type(type_folder)
        print(f"{type_folder}: {len(records)} records, {len(names)} columns")
    place = ("accountid", "region", "resourceId")
    sums = {}
    for record in types["Custom:S3Object"][1]:
        counts = sums.setdefault(tuple(record[name] for name in place), dict.fromkeys(COUNTS, 0))
        size = int(record.get("Size", 0))
        if record.get("IsDeleteMarker") == "true":
            counts["DeleteMarkers"] += 1
        elif record.get("IsLatest", "true") == "true":
            counts["Objects"] += 1
            counts["Bytes"] += size
        else:
            counts["NoncurrentObjects"] += 1
            counts["NoncurrentBytes"] += size
    buckets = types["Custom:S3Bucket"][1]
    assert len(buckets) == len({tuple(bucket[name] for name in place) for bucket in buckets}), "a bucket is there twice"
    for bucket in buckets:
        counts = sums.pop(tuple(bucket[name] for name in place), dict.fromkeys(COUNTS, 0))
        told = {name: int(bucket.get(name, 0)) for name in COUNTS}
        assert told == counts, f"{bucket['resourceId']}: S3Bucket says {told}, the records of S3Object {counts}"
        print(f"{bucket['accountid']} {bucket['region']} {bucket['resourceId']}: {told}")
    assert not sums, f"captures of objects without one of their bucket: {list(sums)}"
    ask(types)


def ask(types):
    """Puts the questions of examples/sql to another engine, as they stand."""
    connection = duckdb.connect()
    for table, name in (("s3_object", "Custom:S3Object"), ("s3_bucket", "Custom:S3Bucket")):
        _, _, source = types[name]
        arrow = source.sql("SELECT * FROM records").to_arrow_table()
        connection.register(table, arrow)
    sql = pathlib.Path(__file__).parent.parent / "examples" / "sql"
    for question in ("bytes-by-storage-class", "largest-prefixes", "noncurrent-bytes", "unencrypted-objects"):
        answer = connection.sql((sql / f"{question}.sql").read_text().rstrip().rstrip(";"))
        print(f"{question}: {len(answer.fetchall())} rows of {', '.join(answer.columns)}")


def main():
    if sys.argv[1] == "captures":
        read_captures(pathlib.Path(sys.argv[2]).resolve())
        return
    if sys.argv[1] == "completion-report":
        for folder in sys.argv[2:]:
            read_completion_report(pathlib.Path(folder).resolve())
        return
    folder = pathlib.Path(sys.argv[1])
    reports = {}
    for path in sorted(folder.glob("*/**/manifest.json")):
        if is_completion_report(path):
            read_completion_report(path.parent)
            continue
        bucket_folder = folder / path.relative_to(folder).parts[0]
        manifest, names, rows = read_report(path, bucket_folder)
        print(f"{path}: {manifest['fileFormat']}, {len(manifest['files'])} files, {len(rows)} rows, {len(names)} columns")
        has_versions = "version_id" in names
        reports.setdefault((manifest["sourceBucket"], has_versions), []).append((path, names, rows))
    if not reports:
        sys.exit(f"{folder} holds no inventory report")
    for same_bucket in reports.values():
        first_path, first_names, first_rows = same_bucket[0]
        for path, names, rows in same_bucket[1:]:
            shared = [name for name in first_names if name in names]
            same(
                f"{first_path} against {path}",
                [[row[name] for name in shared] for row in first_rows],
                [[row[name] for name in shared] for row in rows],
            )
            print(f"{path.parent}: {len(shared)} columns equal those of {first_path.parent}")


main()
