#define PCRE2_CODE_UNIT_WIDTH 8
#include "doc/pattern.h"

#include <pcre2.h>

#include <array>

#include "base/text.h"

namespace seawall::doc {

namespace {

constexpr uint32_t kMatchSteps = 1'000'000;
constexpr uint32_t kHeapKibibytes = 16 << 10;

template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Code = std::unique_ptr<pcre2_code, Freer<pcre2_code_free>>;
using MatchData = std::unique_ptr<pcre2_match_data, Freer<pcre2_match_data_free>>;
using MatchContext = std::unique_ptr<pcre2_match_context, Freer<pcre2_match_context_free>>;
using CompileContext = std::unique_ptr<pcre2_compile_context, Freer<pcre2_compile_context_free>>;

PCRE2_SPTR bytes(std::string_view text) {
  return reinterpret_cast<PCRE2_SPTR>(text.data() ? text.data() : "");
}

}  // namespace

struct Pattern::State {
  Code code;
  MatchContext limits;
};

Pattern::Pattern(std::unique_ptr<State> state) : state_(std::move(state)) {}
Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;

Result<Pattern> Pattern::create(std::string_view pattern) {
  // ECMA 262: $ is the very end, \u takes four digits, an unset back reference matches nothing.
  constexpr uint32_t kOptions = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX |
                                PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C;
  CompileContext context(pcre2_compile_context_create(nullptr));
  CHECK(context != nullptr);
  pcre2_set_compile_extra_options(context.get(), PCRE2_EXTRA_ALT_BSUX);
  int fault = 0;
  size_t offset = 0;
  auto state = std::make_unique<State>();
  state->code.reset(
      pcre2_compile(bytes(pattern), pattern.size(), kOptions, &fault, &offset, context.get()));
  if (!state->code) {
    std::array<PCRE2_UCHAR, 256> message{};
    pcre2_get_error_message(fault, message.data(), message.size());
    return Error::make(seawall::Code::kInvalid, "pattern \"{}\": {} at {}", printable(pattern, 200),
                       reinterpret_cast<const char*>(message.data()), offset);
  }
  state->limits.reset(pcre2_match_context_create(nullptr));
  CHECK(state->limits != nullptr);
  pcre2_set_match_limit(state->limits.get(), kMatchSteps);
  pcre2_set_heap_limit(state->limits.get(), kHeapKibibytes);
  return Pattern(std::move(state));
}

Pattern::Found Pattern::search(std::string_view text) const {
  MatchData data(pcre2_match_data_create(1, nullptr));
  CHECK(data != nullptr);
  int found = pcre2_match(state_->code.get(), bytes(text), text.size(), 0, 0, data.get(),
                          state_->limits.get());
  if (found >= 0) return Found::kYes;
  return found == PCRE2_ERROR_NOMATCH ? Found::kNo : Found::kGaveUp;
}

}  // namespace seawall::doc
