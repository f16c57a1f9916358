// Any text as an expression: no crash, and what is accepted stays within its limits.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cel/ast_text.h"
#include "cel/parser.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view source(reinterpret_cast<const char*>(data), size);
  seawall::cel::ParseLimits limits;
  seawall::Result<seawall::cel::Ast> ast = seawall::cel::parse(source, limits);
  if (!ast) return 0;
  CHECK(ast->exprs.size() <= limits.nodes);
  for (const seawall::cel::Expr& expr : ast->exprs) CHECK(expr.offset <= size);
  CHECK(!seawall::cel::ast_text(*ast).empty());
  return 0;
}
