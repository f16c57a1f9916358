#include "base/wire.h"

#include <gtest/gtest.h>

namespace seawall {
namespace {

TEST(Wire, reads_what_it_wrote_and_refuses_every_cut) {
  WireWriter writer;
  writer.number(300);
  writer.text("abc");
  writer.fixed64(~uint64_t{0});
  std::vector<std::string> items = {"x", "", "yz"};
  writer.list(items, [&](const std::string& item) { writer.text(item); });
  std::string bytes = writer.take();
  auto read = [](std::string_view text) {
    WireReader reader(text);
    std::vector<std::string> list;
    bool same =
        reader.number() == 300 && reader.text() == "abc" && reader.fixed64() == ~uint64_t{0};
    reader.list(list, [&](std::string& item) { item = reader.text(); });
    return same && reader.ok() && reader.at_end() && list.size() == 3 && list[2] == "yz";
  };
  EXPECT_TRUE(read(bytes));
  for (size_t cut = 0; cut < bytes.size(); ++cut)
    EXPECT_FALSE(read(std::string_view(bytes).substr(0, cut)));
}

TEST(Wire, never_allocates_for_a_count_that_lies) {
  WireWriter writer;
  writer.number(uint64_t{1} << 60);
  std::string bytes = writer.take();
  WireReader reader(bytes);
  std::vector<int> items;
  reader.list(items, [](int&) {});
  EXPECT_FALSE(reader.ok());
  EXPECT_TRUE(items.empty());
}

}  // namespace
}  // namespace seawall
