# SPDX-License-Identifier: Apache-2.0
# `make` lists the targets.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Lists of kernel variants are tables, laid out by hand.
C_FILES = $(shell git ls-files 'Sources/*.c' 'Sources/*.h' 'Sources/*.cpp' \
	| grep -v -e /Generated/ -e '\.list\.h$$')
SWIFT_FILES = $(shell git ls-files '*.swift' | grep -v /Generated/)

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' Makefile

.PHONY: setup
setup: ## install the system packages that are missing
	Toolchain/setup

.PHONY: build
build: ## build the host tool: .build/release/linnet
	swift build -c release --product linnet

.PHONY: demo
demo: setup ## convert, shrink, compare and run a model, here and on an emulated ARM board
	Toolchain/demo

.PHONY: test
test: setup ## build and run all tests, those of the device tools under qemu included
	Toolchain/test

.PHONY: docs
docs: ## write the lists of operators in README.md and docs/ anew
	UPDATE_GOLDEN=1 swift test --disable-xctest --filter 'SupportedListTests|OperatorPageTests'

.PHONY: bench
bench: ## time the demonstration's models, operator by operator
	Toolchain/bench

.PHONY: cross
cross: ## build the device tools for ARM: dist/aarch64, dist/armv7
	./cross-compile aarch64
	./cross-compile armv7

.PHONY: embedded-check
embedded-check: ## compile the device tools as Embedded Swift for this machine
	Toolchain/embedded-check

.PHONY: fuzz
fuzz: ## fuzz the interpreter for FUZZ_SECONDS, under sanitizers
	Toolchain/fuzz/run

.PHONY: fuzz-import
fuzz-import: ## fuzz the converter's inputs for FUZZ_SECONDS, under sanitizers
	Toolchain/fuzz/run import-fuzz

.PHONY: sanitize
sanitize: ## check kernels and device targets under sanitizers
	Toolchain/sanitize

.PHONY: format
format: ## format Swift and C code
	Toolchain/setup format
	@swift format format --in-place --parallel $(SWIFT_FILES)
	@clang-format -i $(C_FILES)

.PHONY: lint
lint: ## check the format of Swift and C code
	Toolchain/setup format
	@swift format lint --strict --parallel $(SWIFT_FILES)
	@clang-format --dry-run --Werror $(C_FILES)

.PHONY: clean
clean: ## remove everything that was built
	rm -rf .build .build-* dist
