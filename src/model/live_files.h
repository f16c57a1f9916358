// The file system that layers make when they are laid on each other, as far as the analysed files
// and the links towards them go.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "model/layer_facts.h"

namespace seawall::model {

class LiveFiles {
 public:
  struct File {
    const LayerFacts::File* file = nullptr;
    int layer = 0;           // that wrote it last
    std::vector<int> first;  // for each package: the layer since which it has been there
  };

  // Lays `facts` (which must outlive this) on what is there. Layers in order, base first.
  void apply(const LayerFacts& facts, int layer);

  // By resolved path.
  const std::map<std::string, File, std::less<>>& files() const { return files_; }
  // `path` with the symbolic links among its parents followed, as a runtime does below the root;
  // the last component is followed too with `last`. Gives up after Limits::link_hops and then
  // returns the path as it is.
  std::string resolve(std::string_view path, bool last = false) const;

 private:
  struct Folders;
  void remove(std::string_view path, bool itself);
  void update_links(const LayerFacts& facts);
  void remove_replaced(const LayerFacts& facts);
  void add_file(const LayerFacts::File& file, int layer, std::map<std::string, File>& replaced);

  std::map<std::string, File, std::less<>> files_;
  std::map<std::string, std::string, std::less<>> symlinks_;  // resolved path -> target as stored
  std::map<std::string, File> replaced_;  // files of lower layers that this layer writes again
};

}  // namespace seawall::model
