# make setup    install what the build needs (Debian packages; root or sudo)
# make run      set up, build, and write the weekly report of SampleLogs into ./reports-out
# make test     set up, build, run all tests (what CI runs)
# make check    format-lint + make test
# make crash    kill the release build 200 times during an ingest of 200,000 turns; fail each file call in its turn
# make fuzz     run each reader under libFuzzer for FUZZ_SECONDS (600); see Fuzzing/README.md
# make setup-bench  install the peers of make bench into .build/bench/python (Python 3 with venv)
# make bench    time duxin, gzip and the peers on 1 M synthetic turns, and growth to 10 M; see Benchmarks/README.md
# make release  one static program, .build/static/duxin, tried in a bare Debian (as root)
# make test-spark   the job for Apache Spark on a small cluster of its own (SPARK_TURNS, 300,000 of them); one worker is
#               killed; Integrations/Spark/README.md
# make measure-spark   what that job costs: the table of its README
# make format   format the sources in place
# make train    train the model that ships (SHARED names the labelled turns of others, where there are any)
# make rules    compile the rules that ship anew, after an edit of them, so that the program starts fast
# make samples  write SampleLogs, reports and Sources/SCHEMA.md anew
# make browser  install Chromium (Debian), with which tests open the HTML report
# make clean    remove what was built

SWIFT ?= swift
# The Swift runtime inside the program: it starts in a third less time.
RELEASE = $(SWIFT) build -c release --static-swift-stdlib
PACKAGES = libsqlite3-dev zlib1g-dev libsimdjson-dev
RUN_OUT ?= reports-out

.PHONY: setup run test check crash fuzz setup-bench bench release setup-spark test-spark measure-spark lint format \
  train rules samples browser clean

setup:
	@missing=; for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then sudo=; elif command -v sudo >/dev/null; then sudo=sudo; else \
	    echo "make setup: please install as root: apt-get install$$missing" >&2; exit 2; fi; \
	  echo "make setup: installing$$missing"; \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends $$missing; \
	fi
	@command -v $(SWIFT) >/dev/null || { echo "make setup: Swift 6.2 or newer is needed: https://www.swift.org/install/linux" >&2; exit 2; }

run: setup
	$(RELEASE) --product duxin
	.build/release/duxin run SampleLogs --db $(RUN_OUT)/duxin.db --out $(RUN_OUT)

test: setup
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

check: lint test

crash: setup
	$(RELEASE) --product duxin
	$(SWIFT) build --build-tests
	DUXIN_PRODUCTS=$(CURDIR)/.build/release DUXIN_CRASH_KILLS=200 DUXIN_CRASH_TURNS=200000 \
	  DUXIN_FAULT_STEP=1 $(SWIFT) test --skip-build --filter 'CrashTests|FailingCallTests'

FUZZ_SECONDS ?= 600
fuzz: setup
	$(SWIFT) build --package-path Fuzzing -c release --sanitize address --sanitize fuzzer -Xswiftc -enable-testing \
	  --product Fuzz
	for target in json csv gzip; do Fuzzing/run $$target $(FUZZ_SECONDS) || exit 1; done

setup-bench:
	Benchmarks/setup

BENCH_TURNS ?= 1000000
BENCH_ROUNDS ?= 5
BENCH_GROWTH ?= 100000,1000000,3000000,10000000
bench: setup
	$(RELEASE) --product duxin
	$(RELEASE) --product duxin-dev
	Benchmarks/bench.py --turns $(BENCH_TURNS) --rounds $(BENCH_ROUNDS) --growth $(BENCH_GROWTH)

release: setup
	SWIFT=$(SWIFT) .ci/release
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --filter ReleaseTests

SPARK_TURNS ?= 300000
SPARK_PYTHON = .venv-spark/bin/python
setup-spark:
	command -v java > /dev/null && python3 -c 'import ensurepip' || \
	  $(MAKE) setup PACKAGES="openjdk-17-jre-headless python3-venv"
	test -x $(SPARK_PYTHON) || python3 -m venv .venv-spark
	$(SPARK_PYTHON) -m pip install -q -r Integrations/Spark/requirements.txt

test-spark: setup setup-spark
	SWIFT=$(SWIFT) .ci/release
	$(SWIFT) build --product duxin-dev
	DUXIN=.build/static/duxin SYNTHESIZE=.build/debug/duxin-dev TURNS=$(SPARK_TURNS) \
	  $(SPARK_PYTHON) Integrations/Spark/test_spark.py

measure-spark: setup setup-spark
	SWIFT=$(SWIFT) .ci/release
	$(SWIFT) build --product duxin-dev
	.build/debug/duxin-dev synthesize --turns $(SPARK_TURNS) > .build/chats.jsonl
	DUXIN=.build/static/duxin CORPUS=.build/chats.jsonl $(SPARK_PYTHON) Integrations/Spark/measure.py

LINTED = Sources Tests Fuzzing/Sources Fuzzing/Package.swift Package.swift
lint:
	$(SWIFT) format lint --strict -r $(LINTED)

format:
	$(SWIFT) format -i -r $(LINTED)

SHARED ?= ../shared/data
train: setup
	$(RELEASE) --product duxin-dev
	.build/release/duxin-dev train --measure $(if $(wildcard $(SHARED)),--shared $(SHARED))

rules:
	$(RELEASE) --product duxin-dev
	.build/release/duxin-dev compile-rules > .build/rules.bin
	mv .build/rules.bin Sources/CData/files/compiled/rules.bin

samples: setup
	$(RELEASE) --product duxin-dev
	.build/release/duxin-dev synthesize --out SampleLogs
	.build/release/duxin-dev schema > Sources/SCHEMA.md
	DUXIN_RECORD=1 $(SWIFT) test --filter SampleReportTests

browser:
	$(MAKE) setup PACKAGES="chromium fonts-noto-cjk"

clean:
	rm -rf .build .venv-spark Fuzzing/.build $(RUN_OUT)
