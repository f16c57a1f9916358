#include "doc/yaml_merge.h"

#include <map>

#include "doc/reader.h"

namespace seawall::doc {

namespace {

class Merger {
 public:
  Merger(YamlSchema schema, Builder& build)
      : own_wins_(schema == YamlSchema::kCore), build_(build) {}

  void own(const Member& member) { put(member, true); }
  Status sources(const Node& node);
  std::span<const Member> members() const { return members_; }

 private:
  struct Place {
    size_t index;
    bool own;
  };
  void put(const Member& member, bool own);

  bool own_wins_;
  Builder& build_;
  std::vector<Member> members_;
  std::map<std::string_view, Place> places_;  // ordered: no choice of keys makes it slow
};

void Merger::put(const Member& member, bool own) {
  auto [at, fresh] = places_.try_emplace(member.key, Place{members_.size(), own});
  if (fresh) {
    members_.push_back(member);
    return;
  }
  Place& place = at->second;
  if (own && place.own) build_.note_repeated(member);
  if (!own && place.own && own_wins_) return;
  place.own = own;
  members_[place.index] = member;
}

Status Merger::sources(const Node& node) {
  if (node.is_object()) {
    for (const Member& member : node.members()) put(member, false);
    return {};
  }
  auto items = node.items();
  for (size_t i = items.size(); i-- > 0;) {  // backwards: the first has the last word
    if (!items[i].is_object())
      return error_at(Code::kInvalid, items[i].position(), "<< takes mappings, this is {}",
                      kind_name(items[i].kind()));
    for (const Member& member : items[i].members()) put(member, false);
  }
  return {};
}

}  // namespace

Status apply_merges(std::span<const YamlMerge> merges, YamlSchema schema, Builder& build) {
  Merger merger(schema, build);
  std::span<const Member> own = build.open_members();
  size_t done = 0;
  for (const YamlMerge& merge : merges) {
    for (; done < merge.at; ++done) merger.own(own[done]);
    TRY(merger.sources(merge.sources));
  }
  for (; done < own.size(); ++done) merger.own(own[done]);
  build.replace_open_members(merger.members());
  return {};
}

}  // namespace seawall::doc
