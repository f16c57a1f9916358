#include "cel/ast.h"

#include <algorithm>

namespace seawall::cel {

const char* macro_name(Macro macro) {
  switch (macro) {
    case Macro::kAll:
      return "all";
    case Macro::kExists:
      return "exists";
    case Macro::kExistsOne:
      return "existsOne";
    case Macro::kMap:
      return "map";
    case Macro::kFilter:
      return "filter";
    case Macro::kTransformList:
      return "transformList";
    case Macro::kTransformMap:
      return "transformMap";
    case Macro::kTransformMapEntry:
      return "transformMapEntry";
    case Macro::kBind:
      return "cel.bind";
    case Macro::kOptMap:
      return "optMap";
    case Macro::kOptFlatMap:
      return "optFlatMap";
    case Macro::kSortBy:
      return "sortBy";
    case Macro::kBlock:
      return "cel.block";
  }
  return "";
}

SourcePosition position_of(std::string_view source, uint32_t offset) {
  source = source.substr(0, offset);
  SourcePosition position;
  position.line += static_cast<uint32_t>(std::count(source.begin(), source.end(), '\n'));
  size_t start = source.rfind('\n');
  if (start != std::string_view::npos) source.remove_prefix(start + 1);
  for (char c : source) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++position.column;
  }
  return position;
}

}  // namespace seawall::cel
