// Kubernetes' url library (k8s.io/apiserver/pkg/cel/library/urls.go).
#include <algorithm>

#include "cel/library_support.h"
#include "cel/url_reference.h"

namespace seawall::cel {

namespace {

constexpr Type kUrlType{TypeKind::kOpaque, "kubernetes.URL", {}};

// The text that it views outlives it: it is the argument of url(), or a constant.
class UrlValue final : public Opaque {
 public:
  explicit UrlValue(const UrlReference& url) : url(url) {}
  const Type* type() const override { return &kUrlType; }
  bool equals(const Opaque& other) const override {
    return text() == static_cast<const UrlValue&>(other).text();
  }
  std::string text() const override { return to_text(url); }

  const UrlReference url;
};

Value make_url(Call& call) {
  std::string_view text = call[0].as_text();
  Result<UrlReference> url = parse_request_uri(text);
  if (url) url = parse_url(text);
  if (!url)
    return invalid(call.memory,
                   "URL parse error during conversion from string: " + url.error().message());
  return make_opaque<UrlValue>(call.memory, *url);
}

Value is_url(Call& call) {
  charge_work(call, call[0].as_text().size());
  return Value::boolean(parse_request_uri(call[0].as_text()).ok());
}

template <std::string (*part)(const UrlReference& url)>
Value part_of_url(Call& call) {
  std::string text = part(opaque_of<UrlValue>(call[0]).url);
  charge_work(call, text.size());
  return make_text(text, call.memory);
}

using Parameters = std::vector<std::pair<std::string, std::string>>;

// The values of the parameters [from, to), which have one name.
Value list_of_values(const Parameters& parameters, size_t from, size_t to, Memory& memory) {
  Value* items = memory.allocate<Value>(to - from);
  if (!items) return out_of_memory();
  for (size_t i = from; i < to; ++i) {
    items[i - from] = make_text(parameters[i].second, memory);
    if (items[i - from].is_error()) return items[i - from];
  }
  return Value::list({items, to - from});
}

// Names in alphabetical order, the values of a name in theirs.
Value query_of_url(Call& call) {
  const UrlReference& url = opaque_of<UrlValue>(call[0]).url;
  charge_work(call, url.query.size());
  Parameters parameters = query_parameters(url);
  std::stable_sort(parameters.begin(), parameters.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  MapEntry* entries = call.memory.allocate<MapEntry>(parameters.size() + 1);
  if (!entries) return out_of_memory();
  size_t count = 0;
  for (size_t from = 0, to = 0; from < parameters.size(); from = to, ++count) {
    while (to < parameters.size() && parameters[to].first == parameters[from].first) ++to;
    entries[count] = {make_text(parameters[from].first, call.memory),
                      list_of_values(parameters, from, to, call.memory)};
    if (entries[count].key.is_error() || entries[count].value.is_error()) return out_of_memory();
  }
  return make_map({entries, count}, call.memory);
}

std::vector<Overload> overloads(TypeArena& types) {
  const Type* self = &kUrlType;
  const Type* query = types.map_of(string_type(), types.list_of(string_type()));
  OverloadList list;
  list.function("url", "string_to_url", {string_type()}, self, make_url, cost_of_reading);
  list.function("isURL", "is_url_string", {string_type()}, bool_type(), is_url);
  list.member("getScheme", "url_get_scheme", {self}, string_type(), part_of_url<lower_scheme>);
  list.member("getHost", "url_get_host", {self}, string_type(), part_of_url<host_and_port>);
  list.member("getHostname", "url_get_hostname", {self}, string_type(), part_of_url<host_name>);
  list.member("getPort", "url_get_port", {self}, string_type(), part_of_url<port>);
  list.member("getEscapedPath", "url_get_escaped_path", {self}, string_type(),
              part_of_url<escaped_path>);
  list.member("getQuery", "url_get_query", {self}, query, query_of_url);
  return list.take();
}

}  // namespace

const Library& url_library() {
  static const Library library{.name = "kubernetes.urls",
                               .kubernetes_minor = 0,
                               .kubernetes = true,
                               .overloads = overloads,
                               .constants = nullptr};
  return library;
}

}  // namespace seawall::cel
