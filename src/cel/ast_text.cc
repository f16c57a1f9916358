#include "cel/ast_text.h"

#include <fmt/format.h>

#include "base/text.h"

namespace seawall::cel {
namespace {

class Writer {
 public:
  explicit Writer(const Ast& ast) : ast_(ast) {}
  std::string take() { return std::move(out_); }
  void write(ExprId id);

 private:
  void literal(const Expr& expr);
  void real(double value);
  void quoted(std::string_view text);
  // "(" the children from `first` on ")".
  void children(const Expr& expr, uint32_t first = 0);
  void list(const Expr& expr);
  void map(const Expr& expr);
  void message(const Expr& expr);
  void call(const Expr& expr);
  void macro(const Expr& expr);
  void child(const Expr& expr, uint32_t index) { write(ast_.child(expr, index)); }
  void separate(uint32_t index) {
    if (index > 0) out_ += ", ";
  }

  const Ast& ast_;
  std::string out_;
};

void Writer::quoted(std::string_view text) {
  out_ += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') out_ += '\\';
    if (static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) > '~') {
      out_ += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out_ += c;
    }
  }
  out_ += '"';
}

// Never like an int.
void Writer::real(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  out_ += text;
}

void Writer::literal(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kNull:
      out_ += "null";
      break;
    case ExprKind::kBool:
      out_ += expr.integer ? "true" : "false";
      break;
    case ExprKind::kInt:
      out_ += fmt::format("{}", expr.integer);
      break;
    case ExprKind::kUint:
      out_ += fmt::format("{}u", static_cast<uint64_t>(expr.integer));
      break;
    case ExprKind::kDouble:
      real(expr.real);
      break;
    case ExprKind::kBytes:
      out_ += 'b';
      [[fallthrough]];
    default:
      quoted(expr.text);
  }
}

void Writer::children(const Expr& expr, uint32_t first) {
  out_ += '(';
  for (uint32_t i = first; i < expr.child_count; ++i) {
    separate(i - first);
    child(expr, i);
  }
  out_ += ')';
}

void Writer::list(const Expr& expr) {
  out_ += '[';
  for (uint32_t i = 0; i < expr.child_count; ++i) {
    separate(i);
    if (ast_.is_optional(expr, i)) out_ += '?';
    child(expr, i);
  }
  out_ += ']';
}

void Writer::map(const Expr& expr) {
  out_ += '{';
  for (uint32_t i = 0; i < expr.child_count; i += 2) {
    separate(i);
    if (ast_.is_optional(expr, i / 2)) out_ += '?';
    child(expr, i);
    out_ += ": ";
    child(expr, i + 1);
  }
  out_ += '}';
}

void Writer::message(const Expr& expr) {
  out_ += expr.text;
  out_ += '{';
  for (uint32_t i = 0; i < expr.child_count; ++i) {
    separate(i);
    if (ast_.is_optional(expr, i)) out_ += '?';
    out_ += ast_.name(expr, i);
    out_ += ": ";
    child(expr, i);
  }
  out_ += '}';
}

void Writer::call(const Expr& expr) {
  if (expr.flag) {
    child(expr, 0);
    out_ += '.';
  }
  out_ += expr.text;
  children(expr, expr.flag ? 1 : 0);
}

void Writer::macro(const Expr& expr) {
  out_ += fmt::format("#{}", macro_name(expr.macro));
  if (expr.name_count > 0) out_ += '{';
  for (uint32_t i = 0; i < expr.name_count; ++i) {
    separate(i);
    out_ += ast_.name(expr, i);
  }
  if (expr.name_count > 0) out_ += '}';
  children(expr);
}

void Writer::write(ExprId id) {
  const Expr& expr = ast_[id];
  switch (expr.kind) {
    case ExprKind::kIdent:
      out_ += expr.text;
      return;
    case ExprKind::kHas:
      out_ += "has(";
      [[fallthrough]];
    case ExprKind::kSelect:
      child(expr, 0);
      out_ += expr.flag ? ".?" : ".";
      out_ += expr.text;
      if (expr.kind == ExprKind::kHas) out_ += ')';
      return;
    case ExprKind::kIndex:
      child(expr, 0);
      out_ += expr.flag ? "[?" : "[";
      child(expr, 1);
      out_ += ']';
      return;
    case ExprKind::kCall:
      return call(expr);
    case ExprKind::kAnd:
      out_ += "&&";
      return children(expr);
    case ExprKind::kOr:
      out_ += "||";
      return children(expr);
    case ExprKind::kTernary:
      out_ += "?:";
      return children(expr);
    case ExprKind::kList:
      return list(expr);
    case ExprKind::kMap:
      return map(expr);
    case ExprKind::kMessage:
      return message(expr);
    case ExprKind::kMacro:
      return macro(expr);
    default:
      return literal(expr);
  }
}

}  // namespace

std::string ast_text(const Ast& ast) {
  Writer writer(ast);
  writer.write(ast.root);
  return writer.take();
}

}  // namespace seawall::cel
