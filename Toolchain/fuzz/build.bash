# SPDX-License-Identifier: Apache-2.0
# For the scripts of this folder, sourced from the package's root: builds the fuzzer with its
# sanitizers, and makes seeds of the fixtures.

export LINNET_FUZZ=1
swift build -c release --scratch-path .build-fuzz --product model-fuzz \
  -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld \
  -Xcc -fsanitize=fuzzer-no-link,address,undefined -Xcc -fno-sanitize-recover=undefined >&2

mkdir -p .build-fuzz/{corpus,seeds,finds}
find Tests/Fixtures -name '*.tflite*' -size -16k -print0 |
  while IFS= read -r -d '' file; do
    cp "$file" ".build-fuzz/seeds/$(echo "${file#Tests/Fixtures/}" | tr / _)"
  done

# A backtrace would take longer than many models.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=0
# A second of a release build is 40 here, and many more beside other work.
readonly limits=(-max_len=65536 -timeout=600 -rss_limit_mb=2048 -malloc_limit_mb=512)
