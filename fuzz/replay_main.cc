// A plain main for fuzz targets: replays every seed of a corpus folder, and a fixed number of
// mutations of each (same sequence on every machine), so that the normal test run covers what the
// fuzzer found. Fails when the corpus is missing: a replay of nothing proves nothing.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr int kMutationsPerSeed = 200;
constexpr size_t kMutatedBytes = 64 << 10;  // larger seeds are replayed but not mutated

void run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

std::string mutate(std::string input, std::mt19937& random) {
  for (unsigned edits = 1 + random() % 4; edits > 0 && !input.empty(); --edits) {
    size_t at = random() % input.size();
    switch (random() % 5) {
      case 0:
        input[at] = static_cast<char>(random());
        break;
      case 1:
        input[at] = static_cast<char>(input[at] ^ (1 << random() % 8));
        break;
      case 2:
        input.erase(at, 1 + random() % 16);
        break;
      case 3: {
        size_t from = random() % input.size();  // arguments have no order of evaluation
        input.insert(at, input.substr(from, random() % 32));
        break;
      }
      default:
        input.resize(at);
    }
  }
  return input;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::filesystem::path> seeds;
  for (int i = 1; i < argc; ++i) {
    std::error_code error;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i], error))
      if (entry.is_regular_file()) seeds.push_back(entry.path());
    if (std::filesystem::is_regular_file(argv[i])) seeds.emplace_back(argv[i]);
  }
  if (seeds.empty()) {
    std::fprintf(stderr, "no seeds: give a corpus folder that has some\n");
    return 1;
  }
  size_t runs = 0;
  for (const auto& path : seeds) {
    std::ifstream file(path, std::ios::binary);
    std::string seed((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    run(seed);
    ++runs;
    if (seed.size() > kMutatedBytes) continue;
    std::mt19937 random(static_cast<uint32_t>(seed.size()));
    for (int i = 0; i < kMutationsPerSeed; ++i, ++runs) run(mutate(seed, random));
  }
  std::printf("%zu inputs from %zu seeds\n", runs, seeds.size());
  return 0;
}
