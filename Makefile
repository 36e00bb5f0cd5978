# gcim: golden models of digital compute-in-memory hardware. `make` shows what there is.
.DEFAULT_GOAL := help
SHELL := /bin/sh
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.DELETE_ON_ERROR:
.SECONDARY:

BUILD   ?= build
VERSION := 0.1.0
CC      ?= gcc
ifeq ($(origin CC),default)
CC      := gcc
endif
ifeq ($(origin CXX),default)
CXX     := g++
endif
CCACHE  := $(shell command -v ccache 2>/dev/null)
export BUILD CC DEPS
export CCACHE_DIR ?= $(abspath $(BUILD))/ccache

# One campaign: make cosim UNIT= CONFIG= SEED= FIRST= COUNT= TRACE=1 COVERAGE=1 REPLAY= BUDGET= ILLEGAL=1
UNIT    ?=
CLAIM   ?=
CONFIG  ?= all
SEED    ?= 1
FIRST   ?= 0

# A make of its own, in parallel; under make -j the job server that is already there.
SUB = $(MAKE) $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$${JOBS:-2}) -f Makefile

.PHONY: help cosim trees claims fpdigits mxdigits test check lint vectors variants mutants mutate prove faults bench regen install dist clean

help:    ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo "  DEPS=skip installs nothing and names what is missing. Units: $(UNITS)"

# Everything below needs the tools, so it runs in a second make, after set-up.
cosim:   ## The main job on real data; with UNIT= CONFIG= SEED= one campaign
	@sim/setup.sh cosim
	+@$(SUB) do-cosim
trees:   ## The digits network through ten approximate column trees: accuracy beside error metrics
	@sim/setup.sh cosim test
	+@$(SUB) do-trees
claims:  ## Published claims about alignment as experiments on the running RTL; CLAIM=serial one of them
	@sim/setup.sh cosim test
	+@$(SUB) do-claims
fpdigits: ## The digits network in FP16 and BF16 through aligner and macro: accuracy beside INT8
	@sim/setup.sh cosim test
	+@$(SUB) do-fpdigits
mxdigits: ## The digits network in Microscaling formats: accuracy, and bytes moved with scales made inside
	@sim/setup.sh cosim test
	+@$(SUB) do-mxdigits
test:    ## check + lint + co-simulation + mutants + vectors + variants + proofs + faults: what .ci/run calls
	@sim/setup.sh cosim test pip-test pip-bench
	@sim/stages.sh
check:   ## C tests, sanitizers, card tests, conversions judged by other implementations
	@sim/setup.sh cosim test pip-test
	+@$(SUB) do-check do-judges
lint:    ## formatter, verilator -Wall, yosys and icarus read, directions between folders
	@sim/setup.sh cosim test pip-test
	+@$(SUB) do-lint
vectors: ## check the frozen vectors and replay them in Icarus and Verilator
	@sim/setup.sh cosim test
	+@$(SUB) do-vectors
bench:   ## Ratios: cost of checking, model against numpy and hand-written code, cocotb
	@sim/setup.sh cosim test pip-bench
	+@$(SUB) do-bench
mutate:  ## 200 automatic mutants per unit; survivors are listed
	@sim/setup.sh cosim test
	+@$(SUB) do-mutate
mutants: ## Hand-written mutants of RTL, model and checker: all must be caught
	@sim/setup.sh cosim test
	+@$(SUB) do-mutants
variants: ## The benches with waveforms, RTL coverage and sanitizers
	@sim/setup.sh cosim test
	+@$(SUB) do-variants
prove:   ## Proofs about the RTL, with certificates; UNIT= CONFIG= for some of them
	@sim/setup.sh cosim test
	+@$(SUB) do-prove
faults:  ## Planted faults in runner, bench, files and user input: each must end red
	@sim/setup.sh cosim test pip-test
	+@$(SUB) do-faults
install: ## Library, headers, DPI, checkers, RTL into PREFIX (DESTDIR respected)
	@sim/setup.sh cosim
	+@$(SUB) do-install
dist:    ## The same as a reproducible tar file
	@sim/setup.sh cosim
	+@$(SUB) do-dist
regen:   ## Rewrite the frozen vectors and MANIFEST (needs a reason in CHANGELOG)
	@sim/setup.sh cosim
	+@$(SUB) do-regen
clean:   ## Remove everything that was built
	rm -rf $(BUILD)

include cmodel/cmodel.mk
include sim/sim.mk
include tb/tb.mk
include tb/bench/bench.mk
include sim/prove/prove.mk
-include dpi/dpi.mk
-include tb/mutants/mutants.mk
-include vectors/vectors.mk
