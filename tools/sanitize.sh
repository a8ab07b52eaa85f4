#!/usr/bin/env bash
# The native kernels under the address and undefined-behaviour sanitizers: builds kernels.c anew outside the source tree,
# runs the native kernel tests against each build, and fails on any report or failed test. Needs gcc; two minutes.
#   tools/sanitize.sh [pytest arguments]
set -euo pipefail
cd "$(dirname "$0")/.."
source=src/holdfast/engines/dense/kernels.c
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
include=$(python -c 'import sysconfig; print(sysconfig.get_path("include"))')
cc=${CC:-gcc}
outcome=0

# check NAME SANITIZERS PRELOAD FLAGS...: one build and its tests
check() {
    local name=$1 sanitizers=$2 preload=$3 folder="$build/$1"
    shift 3
    mkdir "$folder"
    echo "== $name: -fsanitize=$sanitizers $*"
    "$cc" -g -O1 -fno-omit-frame-pointer -fsanitize="$sanitizers" -fno-sanitize-recover=all -shared -fPIC -w "$@" \
        -I"$include" "$source" -o "$folder/_kernels.so"
    # Python itself leaks by design and is not built for this; what is in the extension is reported all the same
    LD_PRELOAD=$("$cc" -print-file-name="$preload") HOLDFAST_SANITIZED="$folder/_kernels.so" PYTHONMALLOC=malloc \
        ASAN_OPTIONS=detect_leaks=0:abort_on_error=0:halt_on_error=1 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 \
        python tools/sanitized.py ${arguments[@]+"${arguments[@]}"} || { echo "== $name: FAILED"; outcome=1; }
}

arguments=("$@")
check one-target address,undefined libasan.so -DHOLDFAST_ONE_TARGET
# Functions compiled several times over are resolved while the module is loaded, when ASan cannot run yet: with clones only
# undefined behaviour is looked for. The kernels written by hand get both where no function is cloned, first for the
# machine at hand and then as if it had AVX2 only.
check clones undefined libubsan.so
if [ "$(uname -m)" = x86_64 ]; then
    check by-hand address,undefined libasan.so -U__gnu_linux__
    check avx2 address,undefined libasan.so -U__gnu_linux__ '-D__builtin_cpu_supports(x)=(sizeof(x)==5)'
fi
exit "$outcome"
