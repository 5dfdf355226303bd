# SPDX-License-Identifier: Apache-2.0
# For the scripts of this folder, sourced from the package's root with `program` set: builds that fuzzer
# with its sanitizers, and makes seeds of the fixtures.

export LINNET_FUZZ=1
swift build -c release --scratch-path .build-fuzz --product "$program" \
  -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld -Xswiftc -enable-testing \
  -Xcc -fsanitize=fuzzer-no-link,address,undefined -Xcc -fno-sanitize-recover=undefined >&2

# A backtrace would take longer than many models.
export SWIFT_BACKTRACE=enable=no
# The same case takes the same way each time.
export SWIFT_DETERMINISTIC_HASHING=1
export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=0

readonly folder=.build-fuzz/$program
mkdir -p "$folder"/{corpus,seeds,finds}

case $program in
  model-fuzz)
    find Tests/Fixtures -name '*.tflite*' -size -16k -print0 |
      while IFS= read -r -d '' file; do
        cp "$file" "$folder/seeds/$(echo "${file#Tests/Fixtures/}" | tr / _)"
      done
    # A second of a release build is 40 here, and many more beside other work.
    readonly limits=(-max_len=65536 -timeout=600 -rss_limit_mb=2048 -malloc_limit_mb=512)
    ;;
  import-fuzz)
    if [ -z "$(ls "$folder/seeds")" ]; then
      for archive in networks/networks keras/models; do
        mkdir -p "$folder/models/$archive"
        unzip -qo "Tests/Fixtures/$archive.zip" -d "$folder/models/$archive"
      done
      {
        find Tests/Fixtures "$folder/models" -name saved_model.pb -printf '%h\n' -o \
          \( -name '*.pb' -o -name '*.keras' -o -name '*.h5' -o -name model.json \) -print
        find Tests/Fixtures/control -name '*.tflite' -size -8k
        for operator in Tests/Fixtures/operators/*/; do
          find "$operator" -name '*.tflite' | sort | head -1
        done
      } | LINNET_FUZZ_SEEDS="$folder/seeds" ".build-fuzz/release/$program" >&2
    fi
    # Names of operators, attributes and keys, as the sources know them.
    grep -rhoE '"[A-Za-z_][A-Za-z0-9_]{1,30}"' \
      Sources/{OperatorConversion,TensorFlowImport,KerasImport} | sort -u >"$folder/dictionary"
    # Constants of few elements may take a gibibyte.
    readonly limits=(-max_len=65536 -timeout=100 -rss_limit_mb=3072 -malloc_limit_mb=1100
      -dict="$folder/dictionary" -len_control=0)
    ;;
esac
