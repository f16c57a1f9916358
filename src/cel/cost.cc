// Bounds of what a run costs, from the compiled nodes: every node's own cost, loops times the
// length of what they run over. The length of a document's list is not known, so a loop over one
// has no upper bound, unless its body costs nothing.
#include <algorithm>

#include "cel/compile.h"
#include "cel/operators.h"

namespace seawall::cel {

namespace {

using Cost = Program::Cost;

constexpr uint64_t kUnbounded = UINT64_MAX;

uint64_t add(uint64_t a, uint64_t b) {
  return a > kUnbounded - b ? kUnbounded : a + b;
}
uint64_t multiply(uint64_t a, uint64_t b) {
  uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? kUnbounded : product;
}
Cost operator+(Cost a, Cost b) {
  return {add(a.least, b.least), add(a.most, b.most)};
}
Cost either(Cost a, Cost b) {
  return {std::min(a.least, b.least), std::max(a.most, b.most)};
}
// Evaluated or not.
Cost perhaps(Cost a) {
  return {0, a.most};
}

class Bounds {
 public:
  explicit Bounds(const CompiledExpression& program) : program_(program) {}

  Cost of(uint32_t number) {
    if (number == kNoNode) return {};
    const Node& node = program_.nodes[number];
    switch (node.op) {
      case Op::kConstant:
        return {};
      case Op::kLocal:
      case Op::kPath:
      case Op::kHasPath:
      case Op::kLocalPath:
      case Op::kHasLocalPath:
      case Op::kLazyLocal:  // computed at most once a run of kBind, counted there
        return fixed(node.cost);
      case Op::kSelect:
      case Op::kHas:
      case Op::kSelectOptional:
      case Op::kNot:
      case Op::kNegate:
      case Op::kSize:
        return of(node.a) + fixed(node.cost);
      case Op::kIndex:
      case Op::kIndexOptional:
        return of(node.a) + of(node.b) + fixed(node.cost);
      case Op::kAnd:
      case Op::kOr:
        return junction(node);
      case Op::kTernary:
        return of(node.a) + either(of(node.b), of(node.c));
      case Op::kOptionalOr:
        return of(node.a) + perhaps(of(node.b));
      case Op::kList:
        return children(node.a, node.b) + fixed(node.cost);
      case Op::kMap:
        return children(node.a, 2 * node.b) + fixed(node.cost);
      default:
        return operation(node);
    }
  }

 private:
  // What fails early costs less.
  static Cost fixed(uint64_t cost) { return {cost, cost}; }

  Cost children(uint32_t first, uint32_t count) {
    Cost sum;
    for (uint32_t i = 0; i < count; ++i) sum = sum + of(program_.children[first + i]);
    return sum;
  }

  Cost junction(const Node& node) {
    Cost sum = of(program_.children[node.a]);
    for (uint32_t i = 1; i < node.b; ++i) sum = sum + perhaps(of(program_.children[node.a + i]));
    return sum;
  }

  Cost operation(const Node& node) {
    switch (node.op) {
      case Op::kEqual:
      case Op::kNotEqual:
      case Op::kRelation:
        return of(node.a) + of(node.b) + Cost{0, std::max<uint64_t>(1, smaller(node))};
      case Op::kEqualConstant:
      case Op::kNotEqualConstant:
        return of(node.a) + Cost{0, std::max<uint64_t>(1, tenth(constant_size(node.b)))};
      case Op::kArithmetic: {
        bool adds = node.detail == static_cast<uint8_t>(Arithmetic::kAdd);
        return of(node.a) + of(node.b) + (adds && node.c == 0 ? Cost{0, kUnbounded} : fixed(1));
      }
      case Op::kIn:
        return of(node.a) + of(node.b) + Cost{0, kUnbounded};
      case Op::kInConstant:
        return of(node.a);
      case Op::kCall:
        return children(node.b, node.c) + call(program_.calls[node.a]);
      case Op::kBind:
        return bind(node);
      case Op::kOptMap:
      case Op::kOptFlatMap:
        return of(node.a) + fixed(2) + perhaps(of(node.c) + fixed(1));
      default:
        return loop(node);
    }
  }

  Cost call(const CallSite& site) const {
    for (uint32_t i = 0; i < site.candidates; ++i)
      if (program_.candidates[site.first_candidate + i].cost) return {0, kUnbounded};
    return fixed(1);
  }

  Cost bind(const Node& node) { return perhaps(inits(node)) + of(node.a); }

  // What the lazy locals of a kBind cost: their nodes are found where they are read.
  Cost inits(const Node& node) {
    Cost sum;
    for (uint32_t i = 0; i < node.b; ++i) {
      for (const Node& reader : program_.nodes) {
        if (reader.op != Op::kLazyLocal || reader.local != node.local + i) continue;
        sum = sum + of(reader.a);
        break;
      }
    }
    return sum;
  }

  Cost loop(const Node& node) {
    constexpr uint64_t kEnd = 3;
    constexpr uint64_t kStep = 14;  // appending what passed the filter, the most of all
    Cost body = of(node.b) + of(node.c) + Cost{1, kStep};
    const Node& range = program_.nodes[node.a];
    uint64_t least = 0;
    uint64_t most = kUnbounded;
    if (range.op == Op::kConstant) most = program_.constants[range.a].size();
    if (range.op == Op::kList) most = range.b;
    bool strict = node.op == Op::kTransformList && node.b == kNoNode;
    if (strict && most != kUnbounded && range.c == 0) least = most;
    return of(node.a) + Cost{multiply(least, body.least), multiply(most, body.most)} +
           Cost{0, add(kEnd, node.op == Op::kSortBy ? most : 0)};
  }

  uint64_t constant_size(uint32_t constant) const {
    const Value& value = program_.constants[constant];
    switch (value.kind()) {
      case Kind::kString:
        return code_points(value.as_text());
      case Kind::kBytes:
      case Kind::kList:
      case Kind::kMap:
        return value.size();
      default:
        return 1;
    }
  }
  uint64_t node_size(uint32_t number) const {
    const Node& node = program_.nodes[number];
    switch (node.op) {
      case Op::kConstant:
        return constant_size(node.a);
      case Op::kSize:
      case Op::kNot:
      case Op::kNegate:
      case Op::kAnd:
      case Op::kOr:
        return 1;
      default:
        return kUnbounded;
    }
  }
  static uint64_t tenth(uint64_t size) { return size == kUnbounded ? size : (size + 9) / 10; }
  uint64_t smaller(const Node& node) const {
    return tenth(std::min(node_size(node.a), node_size(node.b)));
  }

  const CompiledExpression& program_;
};

}  // namespace

Program::Cost bound_cost(const CompiledExpression& program) {
  return Bounds(program).of(program.root);
}

}  // namespace seawall::cel
