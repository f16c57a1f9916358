#include "model/read_image.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "base/thread_pool.h"
#include "model/analyse_layer.h"
#include "model/live_files.h"

namespace seawall::model {
namespace {

// Finds the layer whose file lies at a path once the layers are laid on each other.
class Holders {
 public:
  // `layers` must outlive this.
  explicit Holders(const std::vector<LayerFacts>& layers) : layers_(layers) {
    for (const LayerFacts& layer : layers) {
      removed_.emplace_back(layer.removed.begin(), layer.removed.end());
      opaque_.emplace_back(layer.opaque.begin(), layer.opaque.end());
    }
  }

  // Of the layers up to `top`; nothing when none has the file, or a later one removed it.
  std::optional<size_t> find(size_t top, std::string_view path) const {
    for (size_t at = top + 1; at-- > 0;) {
      if (layers_[at].paths.has(path, PathSet::kFile)) return at;
      if (hides_lower(at, path)) return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  bool hides_lower(size_t at, std::string_view path) const {
    if (removed_[at].contains(path) || layers_[at].paths.has_any(path)) return true;
    while (!path.empty()) {
      size_t slash = path.rfind('/');
      path = path.substr(0, slash == std::string_view::npos ? 0 : slash);
      if (opaque_[at].contains(path)) return true;
      if (removed_[at].contains(path) || layers_[at].paths.has(path, PathSet::kFile)) return true;
    }
    return false;
  }

  const std::vector<LayerFacts>& layers_;
  std::vector<std::unordered_set<std::string_view>> removed_, opaque_;
};

// The layers of one image being read. Tasks run in parallel; each writes its own slot only.
class Reading {
 public:
  Reading(image::OpenImage& image, const ReadOptions& options)
      : image_(image),
        options_(options),
        readers_(package::kInstalled),
        analyser_(package::analyser_version()),
        slots_(image.image().layers.size()) {}

  // Biggest first, so that the last task to end is a small one; hashing of local blobs is a task
  // of its own behind them. What is one stream is read by one thread, in the stream's order.
  void run() {
    const auto& layers = image_.image().layers;
    std::vector<size_t> order = image_.read_order();
    bool one_stream = !order.empty();
    if (!one_stream) {
      order.resize(slots_.size());
      std::iota(order.begin(), order.end(), size_t{0});
      std::stable_sort(order.begin(), order.end(),
                       [&](size_t a, size_t b) { return layers[a].size > layers[b].size; });
    }
    if (options_.progress) {
      uint64_t total = 0;
      for (const image::Layer& layer : layers) total += layer.size;
      options_.progress->begin("reading layers", total, "B");
    }
    std::erase_if(order, [this](size_t index) { return take_cached(index); });
    ThreadPool pool(one_stream ? 1 : options_.threads);
    for (size_t index : order) pool.submit([this, index] { analyse(index); });
    if (image_.verifies_apart())
      for (size_t index : order)
        pool.submit([this, index] { slots_[index].verified = image_.verify_layer(index); });
    pool.wait();
    if (options_.progress) options_.progress->end();
  }

  // A wrong digest is the image's end; other failures cost their layer only.
  Result<std::vector<LayerFacts>> finish(Diagnostics& diagnostics) {
    std::vector<LayerFacts> out;
    for (size_t i = 0; i < slots_.size(); ++i) {
      Slot& slot = slots_[i];
      if (!slot.verified && (slot.facts || slot.verified.error().code() == Code::kMismatch))
        slot.facts = std::move(slot.verified).take_error();
      if (!slot.facts && slot.facts.error().code() == Code::kMismatch)
        return std::move(slot.facts).take_error();
      if (!slot.facts) {
        diagnostics.push_back({slot.facts.error().code(), layer_name(i),
                               "layer not read: " + slot.facts.error().message()});
        out.emplace_back();
        continue;
      }
      if (!slot.cached) store(i, *slot.facts);
      out.push_back(std::move(*slot.facts));
    }
    read_links_between_layers(out, diagnostics);
    return out;
  }

 private:
  struct Slot {
    Result<LayerFacts> facts = Error(Code::kUnavailable, "not read");
    Status verified;
    bool cached = false;
  };

  std::string layer_name(size_t index) const {
    const image::Layer& layer = image_.image().layers[index];
    const std::string& digest = layer.digest.empty() ? layer.diff_id : layer.digest;
    return fmt::format("layer {} ({})", index + 1, digest);
  }

  // Empty when this layer is not to be cached.
  std::string cache_key(size_t index) const {
    const image::Layer& layer = image_.image().layers[index];
    const std::string& digest = layer.digest.empty() ? layer.diff_id : layer.digest;
    if (!options_.cache || digest.empty() || image_.is_root_filesystem()) return "";
    return fmt::format("{} {}", digest, analyser_);
  }

  // True when the layer needs no reading: its result is cached, or it has no content to read.
  bool take_cached(size_t index) {
    Slot& slot = slots_[index];
    if (image_.image().layers[index].foreign) {
      slot.facts = Error(Code::kUnsupported, "a foreign layer, whose content is not distributed");
      return true;
    }
    std::string key = cache_key(index);
    std::optional<std::string> bytes;
    if (!key.empty()) bytes = options_.cache->get(key);
    if (!bytes) return false;
    Result<LayerFacts> cached = decode_layer_facts(*bytes);
    if (!cached) return false;
    slot.facts = std::move(cached);
    slot.cached = true;
    if (options_.progress) options_.progress->add(image_.image().layers[index].size);
    return true;
  }

  void analyse(size_t index) {
    slots_[index].facts = analyse_layer(image_, index, readers_, options_.limits);
    if (options_.progress) options_.progress->add(image_.image().layers[index].size);
  }

  void store(size_t index, const LayerFacts& facts) {
    std::string key = cache_key(index);
    if (!key.empty()) options_.cache->put(key, encode(facts));
  }

  // A link that a reader wants, whose content lies in another layer or under a name no reader
  // wants: found by the layers' path sets, read by a pass over that layer alone.
  void read_links_between_layers(std::vector<LayerFacts>& layers, Diagnostics& diagnostics) {
    std::vector<Needs> needs = find_needs(layers, diagnostics);
    for (size_t from = 0; from < layers.size(); ++from) {
      if (needs[from].extra.empty()) continue;
      auto files = read_extra_files(image_, from, readers_, needs[from].extra, options_.limits);
      if (!files) {
        diagnostics.push_back({files.error().code(), layer_name(from),
                               "links into this layer not read: " + files.error().message()});
        continue;
      }
      for (LayerFacts::File& file : *files)
        for (size_t to : needs[from].layers_of[file.path]) layers[to].files.push_back(file);
    }
  }

  // What is needed from one layer, and for which layers under each path.
  struct Needs {
    ExtraFiles extra;
    std::unordered_map<std::string, std::vector<size_t>> layers_of;
    void add(const std::string& target, const std::string& path, size_t to) {
      extra[target].push_back(path);
      layers_of[path].push_back(to);
    }
  };

  std::vector<Needs> find_needs(const std::vector<LayerFacts>& layers,
                                Diagnostics& diagnostics) const {
    std::vector<Needs> needs(layers.size());
    Holders holders(layers);
    LiveFiles live;
    for (size_t i = 0; i < layers.size(); ++i) live.apply(layers[i], static_cast<int>(i));
    for (size_t i = 0; i < layers.size(); ++i) {
      for (const LayerFacts::Link& link : layers[i].wanted_hard_links) {
        if (auto from = holders.find(i, link.target)) {
          needs[*from].add(link.target, link.path, i);
        } else {
          diagnostics.push_back({Code::kNotFound, link.path, "a hard link to nothing"});
        }
      }
      for (const LayerFacts::Link& link : layers[i].symlinks) {
        if (readers_.find(link.path).empty()) continue;
        std::string target = live.resolve(link.path, true);
        if (target == link.path || !readers_.find(target).empty()) continue;
        // Both the link and what it leads to have to be there.
        if (auto from = holders.find(layers.size() - 1, target))
          needs[*from].add(target, link.path, std::max(i, *from));
      }
    }
    return needs;
  }

  image::OpenImage& image_;
  const ReadOptions& options_;
  package::ReaderIndex readers_;
  std::string analyser_;
  std::vector<Slot> slots_;
};

}  // namespace

Result<Inventory> read_image(image::OpenImage& image, const std::string& target,
                             const ReadOptions& options) {
  Reading reading(image, options);
  reading.run();
  Diagnostics diagnostics = image.diagnostics();
  std::vector<LayerFacts> layers = TRY(reading.finish(diagnostics));
  Inventory inventory = merge_layers(image.image(), std::move(layers));
  inventory.target = target;
  inventory.kind = image.is_root_filesystem() ? TargetKind::kRootFilesystem : TargetKind::kImage;
  if (image.is_root_filesystem()) {
    inventory.image.reset();
    for (Component& component : inventory.components) component.layer = -1;
  }
  for (Diagnostic& diagnostic : diagnostics) inventory.diagnostics.push_back(std::move(diagnostic));
  // Reading links may have met more; what is there twice goes.
  for (Diagnostic& diagnostic : image.diagnostics())
    inventory.diagnostics.push_back(std::move(diagnostic));
  normalise(inventory);
  return inventory;
}

}  // namespace seawall::model
