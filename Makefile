# The few commands of this project; the work is CMake's (CMakePresets.json).
# Everything that is missing on a Debian 12 or 13 machine is installed first, and said.

.PHONY: demo test build lint bench fuzz clean

# The main job on examples/bookshop: a table, and build/bookshop.html.
demo: build
	@examples/bookshop/demo

# All tests, in a build with checks on.
test:
	@tools/install-packages test
	@cmake --preset dev >build/configure.log 2>&1 || { cat build/configure.log; exit 1; }
	@cmake --build --preset dev
	@cmake --build --preset release --target seawall seawall-conformance
	@ctest --preset dev -j2

build:
	@tools/install-packages build
	@mkdir -p build
	@cmake --preset release -DSEAWALL_TESTS=OFF -DSEAWALL_BENCH=OFF >build/configure.log 2>&1 || { cat build/configure.log; exit 1; }
	@cmake --build --preset release --target seawall seawall-conformance

lint:
	@tools/install-packages test
	@tools/install-packages lint
	@cmake --preset dev >/dev/null
	@cmake --build --preset dev --target lint

clean:
	rm -rf build
