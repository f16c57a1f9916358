// go.mod: the modules that a Go build may use, after "replace" and "exclude".
//
// From go 1.17 on the file lists every module of the build; before, what others need stands only in
// the go.sum beside it. The go and toolchain lines give the lowest standard library that the
// module accepts. "stdlib" is listed with that version: the toolchain that builds it may be newer,
// but nothing here asks for one, and a fix that is needed belongs into that line.
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "package/go_mod.h"
#include "package/listing.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

class GoBuild {
 public:
  GoBuild(const GoMod& mod, Listing& listing) : mod_(mod), listing_(listing) {
    for (const GoModule& module : mod.exclude) excluded_.insert(module.path + " " + module.version);
    for (const GoMod::Replace& replace : mod.replace)
      replaced_[fmt::format("{} {}", replace.old_path, replace.old_version)] = &replace;
  }

  void list(const GoModule& module, bool direct) {
    known_.insert(module.path);
    if (excluded_.contains(module.path + " " + module.version)) {
      listing_.remark(module.line, fmt::format("{} {} is excluded", printable(module.path, 100),
                                               printable(module.version, 100)));
      return;
    }
    std::string_view path = module.path;
    std::string_view version = module.version;
    bool local = false;
    if (const GoMod::Replace* replace = replacement(module)) {
      if (replace->new_version.empty()) {
        local = true;
      } else {
        path = replace->new_path;
        version = replace->new_version;
      }
    }
    Package& package = listing_.add(path, version, module.line);
    if (direct) package.direct = true;
    if (local) package.local = true;
  }

  bool knows(const std::string& path) const { return known_.contains(path); }

  void list_standard_library() {
    std::string_view version = mod_.toolchain;
    uint32_t line = mod_.toolchain_line;
    if (version.starts_with("go")) {
      version.remove_prefix(2);
    } else {
      version = mod_.go;
      line = mod_.go_line;
    }
    if (version.empty()) return;
    listing_.add("stdlib", version.substr(0, version.find('-')), line).direct = true;
  }

 private:
  const GoMod::Replace* replacement(const GoModule& module) const {
    for (const std::string& version : {module.version, std::string{}}) {
      auto it = replaced_.find(fmt::format("{} {}", module.path, version));
      if (it != replaced_.end()) return it->second;
    }
    return nullptr;
  }

  const GoMod& mod_;
  Listing& listing_;
  std::unordered_set<std::string> excluded_;  // "path version"
  std::unordered_map<std::string, const GoMod::Replace*> replaced_;
  std::unordered_set<std::string> known_;
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  GoMod mod = TRY(parse_go_mod(file.content, limits, facts.diagnostics));
  Listing listing("golang", limits, facts);
  GoBuild build(mod, listing);
  build.list_standard_library();
  for (const GoModule& module : mod.require) build.list(module, !module.indirect);
  if (go_at_least(mod.go, 17)) return {};
  std::optional<std::string_view> text = beside(file, "go.sum");
  if (!text) return {};
  size_t first = facts.packages.size();
  Diagnostics problems;  // go.sum's own reader tells them
  std::vector<GoModule> sums = TRY(parse_go_sum(*text, limits, problems));
  for (const GoModule& module : sums)
    if (!build.knows(module.path)) build.list(module, false);
  for (size_t i = first; i < facts.packages.size(); ++i)
    facts.packages[i].path = fmt::format("{}go.sum", folder_of(file.path));
  return {};
}

}  // namespace

const Reader& go_mod_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "go.mod"}};
  static constexpr Reader kReader = {"go-mod", 1, kDeclared, kPatterns, 16u << 20, read};
  return kReader;
}

}  // namespace seawall::package
