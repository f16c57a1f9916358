// How the parser and its macros make nodes.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "cel/ast.h"

namespace seawall::cel {

inline Expr make_expr(ExprKind kind, uint32_t offset, std::string_view text = {},
                      bool flag = false) {
  Expr expr;
  expr.kind = kind;
  expr.offset = offset;
  expr.text = text;
  expr.flag = flag;
  return expr;
}

class AstBuilder {
 public:
  explicit AstBuilder(Ast& ast) : ast_(ast) {}

  const Ast& ast() const { return ast_; }
  std::string_view keep(std::string_view text) { return ast_.texts.copy(text); }

  // Adds a node; `expr` says all but its children. Texts must live as long as the tree.
  ExprId add(Expr expr, std::span<const ExprId> children = {}) {
    expr.first_child = static_cast<uint32_t>(ast_.children.size());
    expr.child_count = static_cast<uint32_t>(children.size());
    ast_.children.insert(ast_.children.end(), children.begin(), children.end());
    uint32_t height = 0;
    for (ExprId child : children) height = std::max(height, heights_[child]);
    heights_.push_back(height + 1);
    if (height + 1 > heights_[tallest_]) tallest_ = static_cast<ExprId>(heights_.size() - 1);
    ast_.exprs.push_back(expr);
    return static_cast<ExprId>(ast_.exprs.size() - 1);
  }
  ExprId add(const Expr& expr, std::initializer_list<ExprId> children) {
    return add(expr, std::span(children.begin(), children.size()));
  }
  ExprId add_call(std::string_view function, uint32_t offset, std::span<const ExprId> arguments) {
    return add(make_expr(ExprKind::kCall, offset, function), arguments);
  }

  void set_names(Expr& expr, std::span<const std::string_view> names) {
    expr.first_name = static_cast<uint32_t>(ast_.names.size());
    expr.name_count = static_cast<uint32_t>(names.size());
    ast_.names.insert(ast_.names.end(), names.begin(), names.end());
  }
  // Keeps `mask` only when one of it is set.
  void set_optionals(Expr& expr, const std::vector<bool>& mask) {
    if (std::find(mask.begin(), mask.end(), true) == mask.end()) return;
    ast_.optional_masks.push_back(mask);
    expr.optional_mask = static_cast<uint32_t>(ast_.optional_masks.size());
  }

  // The node with the longest path down to a leaf, and how many nodes that path has.
  ExprId tallest() const { return tallest_; }
  uint32_t height(ExprId id) const { return heights_[id]; }

 private:
  Ast& ast_;
  std::vector<uint32_t> heights_;
  ExprId tallest_ = 0;
};

}  // namespace seawall::cel
