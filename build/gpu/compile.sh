#!/bin/sh
# Compiles libvibtorch.so against a libtorch, all files at once: `compile.sh INCLUDE LIB FOLDER`, the folder to put it in. flags.sh says what CXX, CUDA_HOME and VIB_CUDA are for.
set -u
sources=$(cd "$(dirname "$0")/native" && pwd)
include=$1 lib=$2 folder=$3
facts=$(sh "$sources/flags.sh" "$include" "$lib") || exit 1
echo "$facts"
objects=$(mktemp -d "$folder/objects.XXXXXX") || exit 1
trap 'rm -rf "$objects"' EXIT

# Flags are a line each, so that a folder may have a space in its name.
IFS='
'
set -f
pids=
for source in $(find "$sources" -name '*.cpp'); do
    name=${source##*/}
    "${CXX:-g++}" -c $(echo "$facts" | sed -n 's/^compile //p') "$source" -o "$objects/${name%.cpp}.o" &
    pids="$pids$!
"
done
broken=0
for pid in $pids; do wait "$pid" || broken=1; done
[ $broken = 0 ] || exit 1
"${CXX:-g++}" -shared $(find "$objects" -name '*.o') $(echo "$facts" | sed -n 's/^link //p') -o "$objects/libvibtorch.so" || exit 1
mv "$objects/libvibtorch.so" "$folder/libvibtorch.so"
