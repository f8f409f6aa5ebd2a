# Each target works as the only command on a bare Debian 12, Debian 13 or Ubuntu 24.04:
# it first installs whatever is missing. See installers/README.md.

PYTHON := .venv/bin/python

# One thread per process: the tests run in two processes, and numpy, OpenCV and OpenVINO
# would otherwise each start a thread per core in both.
TEST_ENVIRONMENT := OMP_NUM_THREADS=1

.PHONY: help setup setup-test demo run test lint format train lock wheel clean

help:
	@echo 'make demo    play the scripted shift: in the window, or off-screen into demo-output/'
	@echo 'make run     start the console (ARGS="--source ... --gps ...")'
	@echo 'make test    run the tests'
	@echo 'make lint    ruff and mypy'
	@echo 'make format  let ruff put the code into shape'
	@echo 'make train   make new weights: DATA=FOLDER CCT=FILE.onnx OCR=FILE.onnx VEHICLES=FILE.xml; takes hours'
	@echo 'make lock    resolve installers/requirements.lock anew after pyproject.toml changed'
	@echo 'make wheel   build the installable wheel into dist/'
	@echo 'make clean   remove what the other targets made, but not .venv'

setup:
	@installers/bootstrap-debian.sh runtime

setup-test:
	@installers/bootstrap-debian.sh test

demo: setup
	$(PYTHON) -m alpr_console demo $(ARGS)

run: setup
	$(PYTHON) -m alpr_console run $(ARGS)

test: setup-test
	$(TEST_ENVIRONMENT) $(PYTHON) -m pytest -n 2 --dist loadfile $(ARGS)

lint: setup
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

format: setup
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

# DATA is the unpacked training data. CCT and OCR are the two published readers whose
# agreement gives the photographs their texts; they are asked once, for labels.jsonl.
# VEHICLES is Open Model Zoo's vehicle-detection-0200, whose boxes the vehicle network learns.
# KEEP_OUT lists the plates of an exam, which are never trained on. The detector's thresholds
# come from `python -m models.training.detector_threshold`. Each step goes on where it stopped;
# a file in WORK that is there is not made again. The first round is a short one: what it finds
# and reads tells the second what the data's labels leave out.
WORK := models/training/work
FIRST := $(WORK)/round-1
THRESHOLDS := --video 0.35 --larger 0.45 --still 0.30
MINUTES := 120
FIRST_MINUTES := 40

train: setup
	@test -n "$(DATA)" || { echo 'Name the unpacked training data: make train DATA=FOLDER'; exit 2; }
	@test -f $(FIRST)/labels.jsonl || test -n "$(CCT)" -a -n "$(OCR)" || \
	  { echo 'No $(FIRST)/labels.jsonl yet: name the readers that make it, CCT=FILE.onnx OCR=FILE.onnx'; exit 2; }
	@test -n "$(VEHICLES)" || { echo 'Name the vehicle detector: VEHICLES=vehicle-detection-0200.xml'; exit 2; }
	@installers/install-group.sh train
	mkdir -p $(FIRST)/models
	$(PYTHON) -m models.training.detector_train --data $(DATA) --work $(FIRST)/detector \
	  --minutes $(FIRST_MINUTES)
	$(PYTHON) -m models.training.detector_export --work $(FIRST)/detector \
	  --models $(FIRST)/models $(THRESHOLDS)
	test -f $(FIRST)/labels.jsonl || $(PYTHON) -m models.training.label --data $(DATA) \
	  --cct $(CCT) --ocr $(OCR) --work $(FIRST) $(KEEP_OUT:%=--keep-out %)
	$(PYTHON) -m models.training.reader_train --data $(DATA) --work $(FIRST) \
	  --models $(FIRST)/models --minutes $(FIRST_MINUTES)
	$(PYTHON) -m models.training.reader_export --data $(DATA) --work $(FIRST) \
	  --models $(FIRST)/models
	test -f $(WORK)/detector/review.json || $(PYTHON) -m models.training.detector_review \
	  --data $(DATA) --models $(FIRST)/models --work $(WORK)/detector
	$(PYTHON) -m models.training.detector_train --data $(DATA) --work $(WORK)/detector \
	  --minutes $(MINUTES)
	$(PYTHON) -m models.training.detector_export --work $(WORK)/detector --models models \
	  $(THRESHOLDS)
	test -f $(WORK)/labels-2.jsonl || $(PYTHON) -m models.training.reader_relabel \
	  --data $(DATA) --labels $(FIRST)/labels.jsonl --models $(FIRST)/models --work $(WORK) \
	  $(KEEP_OUT:%=--keep-out %)
	$(PYTHON) -m models.training.reader_train --data $(DATA) --work $(WORK) \
	  --models $(FIRST)/models --minutes $(MINUTES)
	$(PYTHON) -m models.training.reader_export --data $(DATA) --work $(WORK) --models models
	$(PYTHON) -m models.training.vehicle_train --data $(DATA) --teacher $(VEHICLES) \
	  --work $(WORK)/vehicle --minutes 14
	$(PYTHON) -m models.training.vehicle_train --data $(DATA) --teacher $(VEHICLES) \
	  --before models/vehicle.xml --work $(WORK)/vehicle-2 --minutes 18
	$(PYTHON) -m models.training.vehicle_export --data $(DATA) --teacher $(VEHICLES) \
	  --work $(WORK)/vehicle $(WORK)/vehicle-2 --models models
	cp models/vehicle.xml models/vehicle.bin $(WORK)
	for run in 0 1; do \
	  $(PYTHON) -m models.training.vehicle_train --data $(DATA) --teacher $(VEHICLES) \
	    --before $(WORK)/vehicle.xml --start $(WORK)/vehicle.xml --run $$run --drawn 0.4 \
	    --rate 4e-4 --work $(WORK)/vehicle-on-$$run --minutes 9 || exit; \
	done
	$(PYTHON) -m models.training.vehicle_export --data $(DATA) --teacher $(VEHICLES) \
	  --start $(WORK)/vehicle.xml --way 0.4 --models models \
	  --work $(WORK)/vehicle-on-0 $(WORK)/vehicle-on-1
	$(PYTHON) -m models.training.quantize --data $(DATA) --work $(WORK) --models models

lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --upgrade -q -o installers/requirements.lock

wheel: setup
	$(PYTHON) -m pip wheel --no-deps --no-build-isolation -q -w dist .

clean:
	rm -rf build dist demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
	find alpr_console ui models tests installers -name __pycache__ -type d -prune -exec rm -rf {} +
