# The few commands of this project; the work is CMake's (CMakePresets.json).
# Everything that is missing on a Debian 12 or 13 machine is installed first, and said.

.PHONY: demo test build form lint clean

# The main job on examples/bookshop: a table, and build/bookshop.html.
demo: build
	@examples/bookshop/demo

# All tests: a build with checks on, and the release build that the integration tests run.
test: build
	@tools/install-packages test
	@cmake --preset dev -DSEAWALL_BENCH=OFF >build/configure.log 2>&1 || { cat build/configure.log; exit 1; }
	@cmake --build --preset dev
	@ctest --preset dev -j2

build:
	@tools/install-packages build
	@mkdir -p build
	@cmake --preset release -DSEAWALL_TESTS=OFF >build/configure.log 2>&1 || { cat build/configure.log; exit 1; }
	@cmake --build --preset release --target seawall seawall-conformance

# Layers and format: seconds.
form:
	@tools/install-packages lint
	@tools/check_layers
	@tools/format --check

# The same and clang-tidy over everything: a quarter of an hour on two cores.
lint: form
	@tools/install-packages test
	@mkdir -p build
	@cmake --preset dev >build/configure.log 2>&1 || { cat build/configure.log; exit 1; }
	@tools/tidy build/dev

clean:
	rm -rf build
