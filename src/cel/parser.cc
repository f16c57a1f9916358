// Precedence climbing over the tokens of the whole source. From loosest to tightest:
//
//   a ? b : c     right to left; b is no conditional itself
//   ||  &&        a chain is one node with many children, so that long chains stay flat
//   relations     < <= >= > == != in, left to right
//   + -   * / %   left to right
//   ! -           a row of them; an even number cancels, as cel-go has it
//   .f .?f .f() [i] [?i]
//
// Two bounds keep hostile input harmless. Depth counts how often the grammar enters itself and
// bounds this parser's own stack. Height counts the nodes of a path of the tree (a + b + c + d
// nests without depth) and bounds everything that walks the tree afterwards.
#include "cel/parser.h"

#include <array>

#include "base/text.h"
#include "cel/ast_builder.h"
#include "cel/lexer.h"
#include "cel/literal.h"
#include "cel/macros.h"

namespace seawall::cel {
namespace {

constexpr size_t kTokensOfNode = 4;  // at most, in an expression of ordinary shape

constexpr std::array<std::string_view, 17> kReserved = {
    "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
    "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};

bool is_keyword(std::string_view word) {
  return word == "true" || word == "false" || word == "null" || word == "in";
}
bool is_reserved(std::string_view word) {
  return std::find(kReserved.begin(), kReserved.end(), word) != kReserved.end();
}

struct Operator {
  std::string_view symbol, function;
};
// By level, loosest first.
constexpr Operator kRelations[] = {{"<", "_<_"},   {"<=", "_<=_"}, {">=", "_>=_"}, {">", "_>_"},
                                   {"==", "_==_"}, {"!=", "_!=_"}, {"in", "@in"}};
constexpr Operator kAdditions[] = {{"+", "_+_"}, {"-", "_-_"}};
constexpr Operator kMultiplications[] = {{"*", "_*_"}, {"/", "_/_"}, {"%", "_%_"}};
constexpr std::span<const Operator> kLevels[] = {kRelations, kAdditions, kMultiplications};

class Parser {
 public:
  Parser(Ast& ast, std::vector<Token> tokens, const ParseLimits& limits)
      : builder_(ast), tokens_(std::move(tokens)), limits_(limits) {}
  Status run(Ast& ast);

 private:
  using Node = Result<ExprId>;

  // Tokens.
  const Token& peek(size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  const Token& take() { return tokens_[at_ < tokens_.size() - 1 ? at_++ : at_]; }
  static bool is_symbol(const Token& token, std::string_view symbol) {
    return token.kind == TokenKind::kSymbol && token.text == symbol;
  }
  static bool is_identifier(const Token& token) {
    return token.kind == TokenKind::kIdent && !is_keyword(token.text);
  }
  bool next_is(std::string_view symbol) const { return is_symbol(peek(), symbol); }
  bool take_if(std::string_view symbol) {
    bool found = next_is(symbol);
    if (found) ++at_;
    return found;
  }
  Status expect(std::string_view symbol);
  const Operator* operator_of(std::span<const Operator> level) const;
  Error error(uint32_t offset, std::string_view what, Code code = Code::kInvalid) const {
    return error_at(builder_.ast().source, offset, code, what);
  }
  Error unexpected(std::string_view expected) const;

  // The grammar, one rule each.
  Node expression();
  Node conditional();
  Node chain(ExprKind kind);
  Node binary(size_t level);
  Node unary();
  Node member();
  Result<std::optional<ExprId>> suffix(ExprId operand);
  Node select(ExprId operand, uint32_t dot);
  Node index(ExprId operand, uint32_t bracket);
  Node primary();
  Node literal(const Token& token, bool negative, uint32_t offset);
  Node identifier(bool leading_dot);
  size_t message_name_length() const;
  Node message(size_t name_tokens);
  Node list();
  Node map();
  Node call(std::string_view name, ExprId receiver, uint32_t open);
  Result<bool> optional_mark(std::string_view where);
  Result<std::string_view> field_name();

  AstBuilder builder_;
  std::vector<Token> tokens_;
  const ParseLimits& limits_;
  size_t at_ = 0;
  size_t depth_ = 0;
};

Error Parser::unexpected(std::string_view expected) const {
  const Token& token = peek();
  std::string found = token.kind == TokenKind::kEnd
                          ? "the end"
                          : fmt::format("'{}'", printable(token.text.substr(0, 40)));
  return error(token.offset, fmt::format("Syntax error: {} expected, not {}", expected, found));
}

Status Parser::expect(std::string_view symbol) {
  if (take_if(symbol)) return {};
  return unexpected(fmt::format("'{}'", symbol));
}

const Operator* Parser::operator_of(std::span<const Operator> level) const {
  const Token& token = peek();
  if (token.kind != TokenKind::kSymbol && token.kind != TokenKind::kIdent) return nullptr;
  for (const Operator& candidate : level) {
    if (candidate.symbol == token.text) return &candidate;
  }
  return nullptr;
}

Result<ExprId> Parser::expression() {
  if (depth_ >= limits_.depth) {
    return error(peek().offset,
                 fmt::format("expression recursion limit exceeded: {}", limits_.depth),
                 Code::kLimit);
  }
  ++depth_;
  Node node = conditional();
  --depth_;
  return node;
}

Result<ExprId> Parser::conditional() {
  ExprId condition = TRY(chain(ExprKind::kOr));
  uint32_t offset = peek().offset;
  if (!take_if("?")) return condition;
  ExprId then = TRY(chain(ExprKind::kOr));
  TRY(expect(":"));
  ExprId otherwise = TRY(expression());
  return builder_.add(make_expr(ExprKind::kTernary, offset), {condition, then, otherwise});
}

Result<ExprId> Parser::chain(ExprKind kind) {
  bool is_or = kind == ExprKind::kOr;
  auto operand = [&] { return is_or ? chain(ExprKind::kAnd) : binary(0); };
  ExprId first = TRY(operand());
  std::string_view symbol = is_or ? "||" : "&&";
  uint32_t offset = peek().offset;
  if (!next_is(symbol)) return first;
  std::vector<ExprId> children{first};
  while (take_if(symbol)) children.push_back(TRY(operand()));
  return builder_.add(make_expr(kind, offset), children);
}

Result<ExprId> Parser::binary(size_t level) {
  if (level == std::size(kLevels)) return unary();
  ExprId left = TRY(binary(level + 1));
  while (const Operator* found = operator_of(kLevels[level])) {
    uint32_t offset = take().offset;
    ExprId right = TRY(binary(level + 1));
    std::array<ExprId, 2> arguments{left, right};
    left = builder_.add_call(found->function, offset, arguments);
  }
  return left;
}

// One minus before a number belongs to the number, so that the smallest int can be written.
Result<ExprId> Parser::unary() {
  bool is_not = next_is("!");
  if (!is_not && !next_is("-")) return member();
  std::string_view symbol = is_not ? "!" : "-";
  bool before_number = peek(1).kind == TokenKind::kInt || peek(1).kind == TokenKind::kDouble;
  if (!is_not && before_number) return member();
  uint32_t offset = peek().offset;
  size_t count = 0;
  while (take_if(symbol)) ++count;
  ExprId operand = TRY(member());
  if (count % 2 == 0) return operand;
  return builder_.add_call(is_not ? "!_" : "-_", offset, {&operand, 1});
}

Result<ExprId> Parser::member() {
  ExprId node = TRY(primary());
  while (std::optional<ExprId> next = TRY(suffix(node))) node = *next;
  return node;
}

Result<std::optional<ExprId>> Parser::suffix(ExprId operand) {
  uint32_t offset = peek().offset;
  if (take_if(".")) return std::optional<ExprId>(TRY(select(operand, offset)));
  if (take_if("[")) return std::optional<ExprId>(TRY(index(operand, offset)));
  return std::optional<ExprId>();
}

Result<bool> Parser::optional_mark(std::string_view where) {
  uint32_t offset = peek().offset;
  if (!take_if("?")) return false;
  if (!limits_.optionals) return error(offset, fmt::format("unsupported syntax '{}?'", where));
  return true;
}

Result<std::string_view> Parser::field_name() {
  if (!is_identifier(peek()) && peek().kind != TokenKind::kQuotedIdent) {
    return unexpected("an identifier");
  }
  return take().text;
}

Result<ExprId> Parser::select(ExprId operand, uint32_t dot) {
  bool optional = TRY(optional_mark("."));
  bool quoted = peek().kind == TokenKind::kQuotedIdent;
  std::string_view name = TRY(field_name());
  if (!optional && !quoted && next_is("(")) return call(name, operand, take().offset);
  return builder_.add(make_expr(ExprKind::kSelect, dot, name, optional), {operand});
}

Result<ExprId> Parser::index(ExprId operand, uint32_t bracket) {
  bool optional = TRY(optional_mark("["));
  ExprId position = TRY(expression());
  TRY(expect("]"));
  return builder_.add(make_expr(ExprKind::kIndex, bracket, {}, optional), {operand, position});
}

Result<ExprId> Parser::primary() {
  const Token& token = peek();
  if (token.kind == TokenKind::kSymbol) {
    if (take_if("(")) {
      ExprId inner = TRY(expression());
      TRY(expect(")"));
      return inner;
    }
    if (take_if("[")) return list();
    if (take_if("{")) return map();
    if (token.text == "-") {
      uint32_t offset = take().offset;
      return literal(take(), true, offset);
    }
    if (token.text != ".") return unexpected("an expression");
  } else if (!is_identifier(token)) {
    return literal(take(), false, token.offset);
  }
  if (size_t length = message_name_length()) return message(length);
  bool leading_dot = take_if(".");
  return identifier(leading_dot);
}

Result<ExprId> Parser::literal(const Token& token, bool negative, uint32_t offset) {
  Expr made = make_expr(ExprKind::kNull, offset);
  if (token.kind == TokenKind::kInt) {
    std::optional<int64_t> value = parse_int_literal(token.text, negative);
    if (!value) return error(offset, "invalid int literal");
    made.kind = ExprKind::kInt;
    made.integer = *value;
  } else if (token.kind == TokenKind::kDouble) {
    std::optional<double> value = parse_double_literal(token.text);
    if (!value) return error(offset, "invalid double literal");
    made.kind = ExprKind::kDouble;
    made.real = negative ? -*value : *value;
  } else if (token.kind == TokenKind::kUint && !negative) {
    std::optional<uint64_t> value = parse_uint_literal(token.text);
    if (!value) return error(offset, "invalid uint literal");
    made.kind = ExprKind::kUint;
    made.integer = static_cast<int64_t>(*value);
  } else if ((token.kind == TokenKind::kString || token.kind == TokenKind::kBytes) && !negative) {
    made.kind = token.kind == TokenKind::kString ? ExprKind::kString : ExprKind::kBytes;
    made.text = token.text;
  } else if (token.kind == TokenKind::kIdent && token.text != "in" && !negative) {
    made.kind = token.text == "null" ? ExprKind::kNull : ExprKind::kBool;
    made.integer = token.text == "true";
  } else {
    at_ = static_cast<size_t>(&token - tokens_.data());
    return unexpected("an expression");
  }
  return builder_.add(made);
}

Result<ExprId> Parser::identifier(bool leading_dot) {
  if (!is_identifier(peek())) return unexpected("an identifier");
  const Token& token = take();
  if (is_reserved(token.text)) {
    return error(token.offset, fmt::format("reserved identifier: {}", token.text));
  }
  std::string_view name = token.text;
  if (leading_dot) name = builder_.keep(fmt::format(".{}", name));
  if (next_is("(")) return call(name, kNoExpr, take().offset);
  return builder_.add(make_expr(ExprKind::kIdent, token.offset, name));
}

// How many tokens before a "{" are the name of a message: [.] a . b . c; 0: they are not.
size_t Parser::message_name_length() const {
  size_t length = next_is(".") ? 1 : 0;
  while (is_identifier(peek(length))) {
    ++length;
    if (is_symbol(peek(length), "{")) return length;
    if (!is_symbol(peek(length), ".")) return 0;
    ++length;
  }
  return 0;
}

Result<ExprId> Parser::message(size_t name_tokens) {
  std::string name;
  for (size_t i = 0; i < name_tokens; ++i) name += take().text;
  Expr made = make_expr(ExprKind::kMessage, take().offset, builder_.keep(name));
  std::vector<std::string_view> fields;
  std::vector<bool> optionals;
  std::vector<ExprId> values;
  while (!next_is("}")) {
    if (!fields.empty()) TRY(expect(","));
    if (next_is(",") || next_is("}")) break;
    optionals.push_back(TRY(optional_mark("")));
    fields.push_back(TRY(field_name()));
    TRY(expect(":"));
    values.push_back(TRY(expression()));
  }
  if (fields.empty()) take_if(",");
  TRY(expect("}"));
  builder_.set_names(made, fields);
  builder_.set_optionals(made, optionals);
  return builder_.add(made, values);
}

Result<ExprId> Parser::list() {
  Expr made = make_expr(ExprKind::kList, tokens_[at_ - 1].offset);
  std::vector<bool> optionals;
  std::vector<ExprId> elements;
  while (!next_is("]")) {
    if (!elements.empty()) TRY(expect(","));
    if (next_is(",") || next_is("]")) break;
    optionals.push_back(TRY(optional_mark("")));
    elements.push_back(TRY(expression()));
  }
  if (elements.empty()) take_if(",");
  TRY(expect("]"));
  builder_.set_optionals(made, optionals);
  return builder_.add(made, elements);
}

Result<ExprId> Parser::map() {
  Expr made = make_expr(ExprKind::kMap, tokens_[at_ - 1].offset);
  std::vector<bool> optionals;
  std::vector<ExprId> entries;
  while (!next_is("}")) {
    if (!entries.empty()) TRY(expect(","));
    if (next_is(",") || next_is("}")) break;
    optionals.push_back(TRY(optional_mark("")));
    entries.push_back(TRY(expression()));
    TRY(expect(":"));
    entries.push_back(TRY(expression()));
  }
  if (entries.empty()) take_if(",");
  TRY(expect("}"));
  builder_.set_optionals(made, optionals);
  return builder_.add(made, entries);
}

Result<ExprId> Parser::call(std::string_view name, ExprId receiver, uint32_t open) {
  std::vector<ExprId> arguments;
  if (!next_is(")")) {
    do {
      arguments.push_back(TRY(expression()));
    } while (take_if(","));
  }
  TRY(expect(")"));
  Expansion expansion;
  if (limits_.macros)
    expansion = expand_macro(builder_, {.name = name,
                                        .receiver = receiver,
                                        .arguments = arguments,
                                        .offset = open,
                                        .optionals = limits_.optionals});
  if (const ExprId* made = std::get_if<ExprId>(&expansion)) return *made;
  if (const MacroMistake* mistake = std::get_if<MacroMistake>(&expansion)) {
    return error(mistake->offset, mistake->text);
  }
  Expr made = make_expr(ExprKind::kCall, open, name, receiver != kNoExpr);
  if (made.flag) arguments.insert(arguments.begin(), receiver);
  return builder_.add(made, arguments);
}

Status Parser::run(Ast& ast) {
  ast.root = TRY(expression());
  if (peek().kind != TokenKind::kEnd) return unexpected("the end");
  if (ast.exprs.size() > limits_.nodes) {
    return error(0, fmt::format("expression has more than {} nodes", limits_.nodes), Code::kLimit);
  }
  if (builder_.height(builder_.tallest()) > limits_.height) {
    return error(ast[builder_.tallest()].offset,
                 fmt::format("expression nests more than {} operations", limits_.height),
                 Code::kLimit);
  }
  return {};
}

}  // namespace

Result<Ast> parse(std::string_view source, const ParseLimits& limits) {
  if (source.size() > limits.source_bytes) {
    return Error::make(Code::kLimit, "1:1: expression size exceeds limit: size: {}, limit {}",
                       source.size(), limits.source_bytes);
  }
  if (!is_valid_utf8(source)) return Error(Code::kInvalid, "1:1: expression is not valid UTF-8");
  Ast ast;
  ast.source = source;
  // Texts point into a copy that does not move when the Ast does.
  std::vector<Token> tokens =
      TRY(tokenize(ast.texts.copy(source), limits.nodes * kTokensOfNode, ast.texts));
  Parser parser(ast, std::move(tokens), limits);
  TRY(parser.run(ast));
  return ast;
}

}  // namespace seawall::cel
