#!/usr/bin/env bash
# The one way in:
#
#     ./spark-submit.sh [spark-submit options --] COMMAND [options]
#
# ./spark-submit.sh --help names the commands. What stands before "--" goes to spark-submit.
#
# It runs on the Spark of SPARK_HOME, else on that of the spark-submit on the PATH, else on the Spark that the build
# resolves; "SPARK_HOME= ./spark-submit.sh ..." asks for the last one. It builds with Maven when the jar is missing or
# older than its sources, and only then.
set -euo pipefail

readonly oldest_java=17 oldest_spark=4
readonly main_class=io.stocktake.jobs.Stocktake

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# The directory of this script, through any chain of links.
find_home() {
  local file=$1 directory
  while [[ -L $file ]]; do
    directory=$(cd -P "$(dirname "$file")" && pwd)
    file=$(readlink "$file")
    [[ $file == /* ]] || file=$directory/$file
  done
  cd -P "$(dirname "$file")" && pwd
}

home=$(find_home "${BASH_SOURCE[0]}")
jar=$home/jobs/target/stocktake.jar
classpath_file=$home/jobs/target/spark-classpath.txt
bundled_spark=$home/target/spark
stamp=$home/target/spark-submit.built
java=
java_text=
is_job=no

# --- Java and Maven -------------------------------------------------------------------------------------------------

install_hint() {
  printf 'On Debian or Ubuntu: apt-get install -y %s' "$*"
}

find_java() {
  if [[ -n ${JAVA_HOME:-} ]]; then
    java=$JAVA_HOME/bin/java
    [[ -x $java ]] || fail "Cannot start Java: JAVA_HOME is \"$JAVA_HOME\", and there is no bin/java in it."
  elif ! java=$(command -v java); then
    if command -v mvn >/dev/null || ! build_is_needed; then
      fail "Cannot start: Java is missing, and Stocktake needs $oldest_java or newer. $(install_hint openjdk-17-jdk-headless)"
    fi
    fail "Cannot start: Java ($oldest_java or newer) and Maven are missing. $(install_hint openjdk-17-jdk-headless maven)"
  fi
  local version
  java_text=$("$java" -version 2>&1)
  version=$(sed -n 's/^.* version "\([0-9]*\).*$/\1/p' <<<"$java_text" | head -n 1)
  if [[ -n $version ]] && ((version < oldest_java)); then
    [[ $version == 1 ]] && version=8
    fail "Cannot start: \"$java\" is Java $version, and Stocktake needs $oldest_java or newer; where several are" \
      "installed, JAVA_HOME says which. $(install_hint openjdk-17-jdk-headless)"
  fi
}

# --- The build ------------------------------------------------------------------------------------------------------

build_is_needed() {
  [[ -f $home/pom.xml ]] || return 1 # a jar that was copied here with this script
  [[ -f $jar && -f $classpath_file ]] || return 0
  local sources=() path
  for path in pom.xml .mvn LICENSE \
    config-loader/pom.xml config-loader/src/main \
    examples/embedded-s3/pom.xml examples/embedded-s3/src/main \
    src/pom.xml src/main \
    jobs/pom.xml jobs/src/main; do
    if [[ -e $home/$path ]]; then sources+=("$home/$path"); fi
  done
  # Maven leaves the jar as it is where a build changes nothing in it; the stamp says when the last build began.
  local newer=(-newer "$jar")
  if [[ -f $stamp ]]; then newer+=(-newer "$stamp"); fi
  [[ -n $(find "${sources[@]}" "${newer[@]}" -print | head -n 1) ]]
}

build() {
  if ! command -v mvn >/dev/null; then
    fail "Cannot build Stocktake: Maven is missing. $(install_hint maven)"
  fi
  local compiler=${JAVA_HOME:+$JAVA_HOME/bin/}javac
  if ! command -v "$compiler" >/dev/null; then
    fail "Cannot build Stocktake: there is a Java to run programs, and none to compile them. $(install_hint openjdk-17-jdk-headless)"
  fi
  local log=$home/target/spark-submit-build.log
  echo "Building Stocktake with Maven, as it is new or has changed; a first build downloads Spark and takes some minutes." >&2
  touch "$stamp.new"
  if ! (cd "$home" && mvn -B -ntp -pl jobs -am -Dmaven.test.skip=true package) >"$log" 2>&1 </dev/null; then
    tail -n 50 "$log" >&2
    fail "Cannot build Stocktake: Maven failed; the end of its output is above, and all of it in \"$log\"."
  fi
  mv "$stamp.new" "$stamp"
}

# Two starts at once build once: the second waits, and then finds the build up to date.
build_where_needed() {
  build_is_needed || return 0
  mkdir -p "$home/target" || fail "Cannot build Stocktake: \"$home/target\" cannot be written."
  exec 9>"$home/target/spark-submit.lock"
  if command -v flock >/dev/null; then flock 9; fi
  if build_is_needed; then build 9>&-; fi
  exec 9>&-
}

find_jar() {
  if [[ ! -f $home/pom.xml ]]; then
    jar=$home/stocktake.jar
    [[ -f $jar ]] || fail "Cannot start: neither the sources of Stocktake nor \"stocktake.jar\" are beside this script, in \"$home\"."
  fi
}

# --- Spark ----------------------------------------------------------------------------------------------------------

# The version of the Spark in a directory, or nothing where it cannot be told.
spark_version() {
  local file
  for file in "$1"/jars/spark-core_*.jar; do
    if [[ ${file##*/} =~ ^spark-core_[0-9.]+-([0-9]+(\.[0-9]+)*) ]]; then
      printf '%s\n' "${BASH_REMATCH[1]}"
      return
    fi
  done
  if [[ -f $1/RELEASE ]]; then sed -n 's/^Spark \([0-9][0-9.]*\).*$/\1/p' "$1/RELEASE" | head -n 1; fi
}

# Prints the spark-submit to run, or nothing where the machine has none.
find_spark_submit() {
  local submit version='' where=SPARK_HOME
  if [[ -n ${SPARK_HOME+set} ]]; then
    [[ -n $SPARK_HOME ]] || return 0
    submit=$SPARK_HOME/bin/spark-submit
    [[ -x $submit ]] ||
      fail "Cannot start Spark: SPARK_HOME is \"$SPARK_HOME\", and there is no bin/spark-submit in it."
    version=$(spark_version "$SPARK_HOME")
  else
    submit=$(command -v spark-submit) || return 0
    where=PATH
    version=$(spark_version "$(find_home "$submit")/..")
  fi
  if [[ -z $version ]]; then
    version=$("$submit" --version 2>&1 | sed -n 's/^.* version \([0-9][0-9.]*\).*$/\1/p' | head -n 1)
  fi
  if [[ -n $version ]] && ((${version%%.*} < oldest_spark)); then
    fail "Cannot start on Spark $version, which $where names (\"$submit\"): Stocktake needs Spark $oldest_spark.0 or newer;" \
      "\"SPARK_HOME= ./spark-submit.sh ...\" runs the Spark of Stocktake's own build."
  fi
  printf '%s\n' "$submit"
}

# A SPARK_HOME of links to what the build resolved. Rebuilt only when that changes: a running job reads through it.
link_bundled_spark() {
  local jars=() jar_file
  IFS=: read -r -d '' -a jars <"$classpath_file" || true
  jars[${#jars[@]} - 1]=${jars[${#jars[@]} - 1]%$'\n'}
  for jar_file in "${jars[@]}"; do
    if [[ ! -e $jar_file ]]; then # Maven's local repository was cleared since
      build
      link_bundled_spark
      return
    fi
  done
  if cmp -s "$classpath_file" "$bundled_spark/classpath.txt"; then return; fi
  local fresh=$bundled_spark.$$
  rm -rf "$fresh"
  mkdir -p "$fresh/jars"
  ln -s "${jars[@]}" "$fresh/jars/"
  ln -s ../../jobs/src/main/conf "$fresh/conf"
  cp "$classpath_file" "$fresh/classpath.txt"
  rm -rf "$bundled_spark"
  mv "$fresh" "$bundled_spark"
}

# Spark's own launcher composes the command, with the memory and the module options it wants.
run_bundled_spark() {
  export SPARK_HOME=$bundled_spark SPARK_SCALA_VERSION=2.13
  local command=() word status=0
  while IFS= read -r -d '' word; do
    # Linear algebra asks for it, nothing here does, and the JVM answers it with a warning on every start.
    [[ $word == --add-modules=jdk.incubator.vector ]] || command+=("$word")
  done < <(
    "$java" -Xmx128m -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@" ||
      status=$?
    printf '%s\0' "$status"
  )
  # The launcher prints an empty word, a line feed, then the command; the last word is its own status.
  status=${command[${#command[@]} - 1]##*$'\n'}
  if [[ $status != 0 || ${#command[@]} -lt 3 ]]; then exit "${status:-1}"; fi
  unset "command[${#command[@]}-1]"
  command=("${command[@]:1}")
  command[0]=${command[0]#$'\n'}
  share_classes
  exec "${command[@]}"
}

# Most of what a short command takes is reading ten thousand classes of Spark. The first job leaves them in an archive as
# it ends, which later commands map into memory (JEP 350); a JVM that has no use for one goes on without it.
share_classes() {
  local archive=${java_text//[^[:alnum:].]/} paths i
  archive=$SPARK_HOME/classes-${archive:0:100}.jsa
  for i in "${!command[@]}"; do
    [[ ${command[i]} == "$SPARK_HOME/conf/:"* ]] || continue
    paths=${command[i]#"$SPARK_HOME/conf/:"}
    # An archive holds no directory that has files, and no path that is somebody else's.
    [[ -z ${SPARK_CONF_DIR:-}${HADOOP_CONF_DIR:-}${YARN_CONF_DIR:-}${SPARK_DIST_CLASSPATH:-} ]] || return 0
    command[i]=$paths
    command=("${command[0]}" "-Dlog4j2.configurationFile=$SPARK_HOME/conf/log4j2.properties" "${command[@]:1}")
    take_archive "$archive"
    if [[ -f $archive ]]; then
      command=("${command[0]}" "-XX:SharedArchiveFile=$archive" '-Xlog:cds*=off' "${command[@]:1}")
    elif [[ $is_job == yes ]]; then
      # Java takes the place of this script, with its number.
      command=("${command[0]}" "-XX:ArchiveClassesAtExit=$archive.$$" '-Xlog:cds*=off' "${command[@]:1}")
      echo "The first job keeps Spark's classes in target/spark, so that later ones start in half the time; that takes" \
        "some seconds at its end." >&2
    fi
    return
  done
}

# Takes what a job has left that has ended since.
take_archive() {
  local left start
  for left in "$1".*; do
    if [[ ! -f $left ]] || kill -0 "${left##*.}" 2>/dev/null; then continue; fi
    # Java writes the beginning last, so that there is none where it was killed.
    start=
    LC_ALL=C IFS= read -r -d '' -n 1 start <"$left" || true
    # A job that found nothing to do has used a fifth of the classes.
    if [[ ! -f $1 && -n $start && -n $(find "$left" -size +100000k) ]]; then
      mv -f "$left" "$1"
    else
      rm -f "$left"
    fi
  done
}

# --- Defaults -------------------------------------------------------------------------------------------------------

# Whether spark-submit gets a property, by one of its options, by --conf or by a file of properties.
is_set() {
  local option=$1 property=$2 previous='' word file
  local files=("${SPARK_CONF_DIR:-${SPARK_HOME:-$bundled_spark}/conf}/spark-defaults.conf")
  for word in ${spark_options[@]+"${spark_options[@]}"}; do
    case $word in "$option" | "$option="* | "--conf=$property="*) return 0 ;; esac
    case $previous in
      --conf | -c) case $word in "$property="*) return 0 ;; esac ;;
      --properties-file) files+=("$word") ;;
    esac
    case $word in --properties-file=*) files+=("${word#*=}") ;; esac
    previous=$word
  done
  for file in "${files[@]}"; do
    if [[ -f $file ]] && grep -Eq "^[[:space:]]*${property//./\\.}[[:space:]=:]" "$file"; then return 0; fi
  done
  return 1
}

# Listing waits for the store most of the time, so a core serves many tasks; plain local[*] gives a task one attempt.
set_defaults() {
  local cores slots memory half
  unset STOCKTAKE_MASTER
  cores=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
  slots=$((16 * cores))
  if is_set --master spark.master || is_set --remote spark.remote || [[ -n ${MASTER:-} ]]; then return; fi
  spark_options+=(--master "local[$slots,4]")
  export STOCKTAKE_MASTER=default # a listing may take more slots than these where its store is slow
  export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1} # a run on one machine listens to that machine alone
  if ! is_set --driver-java-options spark.driver.extraJavaOptions; then
    case ${1:-} in
      quickstart | inventory | replication | resource-data-sync)
        is_job=yes
        case " $* " in *" --help "* | *" -h "* | *" --dry-run "* | *" --due "*) is_job=no ;; esac
        # What passes through is garbage at once, which the collector for throughput is the cheapest for. Where the
        # environment or Spark's settings may name a collector, Java would refuse to start with two.
        case ${JAVA_TOOL_OPTIONS:-}${JDK_JAVA_OPTIONS:-}${_JAVA_OPTIONS:-}${SPARK_SUBMIT_OPTS:-} in
          *GC*) ;;
          *)
            is_set --driver-java-options spark.driver.defaultJavaOptions ||
              [[ -f ${SPARK_CONF_DIR:-${SPARK_HOME:-$bundled_spark}/conf}/java-opts ]] ||
              spark_options+=(--driver-java-options -XX:+UseParallelGC)
            ;;
        esac
        ;;
      # A third of what a short command costs is the JVM's second compiler, which pays off where millions of keys pass.
      *) spark_options+=(--driver-java-options -XX:TieredStopAtLevel=1) ;;
    esac
  fi
  if is_set --driver-memory spark.driver.memory || [[ -n ${SPARK_DRIVER_MEMORY:-} ]]; then return; fi
  # Every slot holds its pages and its part of a file: 64 MiB a slot, 2 GiB at least, half of the machine at most.
  memory=$((64 * slots > 2048 ? 64 * slots : 2048))
  if [[ -r /proc/meminfo ]]; then
    half=$(awk '/^MemTotal:/ { print int($2 / 2048) }' /proc/meminfo)
    if ((half >= 512 && memory > half)); then memory=$half; fi
  fi
  spark_options+=(--driver-memory "${memory}m")
}

# Java itself cannot tell whether standard error is a terminal, and how wide it is.
describe_terminal() {
  local columns
  [[ -t 2 ]] || return 0
  columns=$(stty size <&2 2>/dev/null | cut -d ' ' -f 2) || true
  if [[ ! $columns =~ ^[1-9][0-9]*$ ]]; then columns=80; fi
  export STOCKTAKE_TERMINAL_COLUMNS=$columns
}

# --- Start ----------------------------------------------------------------------------------------------------------

spark_options=()
if [[ ${1:-} == -* ]]; then
  # Options of spark-submit come first and end with "--"; without one, the options are Stocktake's own (--help).
  for word in "$@"; do
    if [[ $word == -- ]]; then
      while [[ $1 != -- ]]; do
        spark_options+=("$1")
        shift
      done
      shift
      break
    fi
  done
fi

find_jar
find_java
spark_submit=$(find_spark_submit)
build_where_needed
set_defaults "$@"
describe_terminal
spark_options+=(--class "$main_class" "$jar")
if [[ -n $spark_submit ]]; then
  exec "$spark_submit" "${spark_options[@]}" "$@"
fi
if [[ ! -f $home/pom.xml ]]; then
  fail "Cannot start Spark: SPARK_HOME is not set, and there is no spark-submit on the PATH."
fi
link_bundled_spark
run_bundled_spark "${spark_options[@]}" "$@"
