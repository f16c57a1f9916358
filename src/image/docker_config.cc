// Keys of "auths" come in many forms: "https://index.docker.io/v1/" (Docker's own), "ghcr.io",
// "https://registry.example.com/v2/", and "quay.io/team/app" (podman: credentials for a part of a
// registry). All are brought to HOST[/PATH], and the longest that the repository lies under wins.
#include "image/docker_config.h"

#include <cstdlib>
#include <utility>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "doc/parse.h"

namespace seawall::image {
namespace {

constexpr uint64_t kMaxConfig = 4 << 20;
constexpr std::string_view kDockerHubServer = "https://index.docker.io/v1/";

void remove_suffix(std::string& text, std::string_view suffix) {
  if (text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix)
    text.resize(text.size() - suffix.size());
}

std::string normalized_key(std::string_view key) {
  for (std::string_view scheme : {"https://", "http://"})
    if (key.substr(0, scheme.size()) == scheme) key.remove_prefix(scheme.size());
  std::string out(key);
  remove_suffix(out, "/");
  remove_suffix(out, "/v1");
  remove_suffix(out, "/v2");
  size_t slash = std::min(out.find('/'), out.size());
  std::string host = to_lower(out.substr(0, slash));
  if (host == "index.docker.io" || host == "registry-1.docker.io") host = "docker.io";
  return host + out.substr(slash);
}

Credentials parse_auth(const doc::Node& node) {
  Credentials out;
  out.username = node.text("username");
  out.password = node.text("password");
  out.identity_token = node.text("identitytoken");
  out.registry_token = node.text("registrytoken");
  std::optional<std::string> pair = base64_decode(trim(node.text("auth")));
  if (!pair) return out;
  if (std::optional<Halves> halves = split_once(*pair, ":")) {
    out.username = halves->first;
    out.password = halves->second;
    // Docker writes zeros behind some passwords, and cuts them when reading.
    while (!out.password.empty() && out.password.back() == '\0') out.password.pop_back();
  }
  return out;
}

Credentials from_auths(const doc::Node& auths, const std::string& name) {
  const doc::Node* best = nullptr;
  size_t longest = 0;
  for (const doc::Member& member : auths.members()) {
    std::string key = normalized_key(member.key);
    bool covers =
        name.substr(0, key.size()) == key && (name.size() == key.size() || name[key.size()] == '/');
    if (!covers || key.size() < longest) continue;
    if (parse_auth(member.value).empty()) continue;  // {} only says that a helper has it
    best = &member.value;
    longest = key.size();
  }
  return best == nullptr ? Credentials{} : parse_auth(*best);
}

std::string helper_name(const doc::Node& root, const std::string& registry) {
  for (const doc::Member& member : root["credHelpers"].members())
    if (normalized_key(member.key) == registry) return std::string(member.value.as_string());
  return std::string(root.text("credsStore"));
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

Result<Credentials> find_credentials(std::string_view config, const std::string& registry,
                                     const std::string& repository, const CredentialHelper& helper,
                                     Diagnostics& remarks) {
  Result<doc::Document> document = doc::parse_json(config, Limits{}, false);
  if (!document.ok() || !document->root().is_object())
    return Error::make(Code::kInvalid, "not the JSON of a Docker configuration");
  const doc::Node& root = document->root();
  std::string name = helper_name(root, registry);
  if (!name.empty()) {
    std::string server = registry == "docker.io" ? std::string(kDockerHubServer) : registry;
    Result<HelperAnswer> answer = helper(name, server);
    // "<token>" is how helpers say that the secret is an identity token.
    if (answer.ok() && answer->username == "<token>")
      return Credentials{.identity_token = std::move(answer->secret)};
    if (answer.ok())
      return Credentials{.username = std::move(answer->username),
                         .password = std::move(answer->secret)};
    if (answer.error().code() != Code::kNotFound)
      remarks.push_back({.code = answer.error().code(),
                         .path = registry,
                         .message = answer.error().message(),
                         .incomplete = false});
  }
  return from_auths(root["auths"], repository.empty() ? registry : registry + "/" + repository);
}

std::vector<std::string> credential_files(const std::string& named) {
  if (!named.empty()) return {directory_exists(named) ? named + "/config.json" : named};
  std::vector<std::string> out;
  std::string home = environment("HOME");
  if (std::string folder = environment("DOCKER_CONFIG"); !folder.empty()) {
    out.push_back(folder + "/config.json");
  } else if (!home.empty()) {
    out.push_back(home + "/.docker/config.json");
  }
  if (std::string file = environment("REGISTRY_AUTH_FILE"); !file.empty()) out.push_back(file);
  if (std::string folder = environment("XDG_RUNTIME_DIR"); !folder.empty())
    out.push_back(folder + "/containers/auth.json");
  if (!home.empty()) out.push_back(home + "/.config/containers/auth.json");
  return out;
}

Credentials load_credentials(const std::string& named, const std::string& registry,
                             const std::string& repository, Diagnostics& remarks) {
  auto run = [](const std::string& name, const std::string& server) {
    return run_credential_helper(name, server);
  };
  for (const std::string& path : credential_files(named)) {
    Result<std::string> text = read_file(path, kMaxConfig);
    if (!text.ok() && text.error().code() == Code::kNotFound && named.empty()) continue;
    Result<Credentials> found = text.ok()
                                    ? find_credentials(*text, registry, repository, run, remarks)
                                    : Result<Credentials>(text.error());
    if (!found.ok()) {
      remarks.push_back({.code = found.error().code(),
                         .path = path,
                         .message = "credentials were not read: " + found.error().message(),
                         .incomplete = false});
      continue;
    }
    if (!found->empty()) return *std::move(found);
  }
  return {};
}

}  // namespace seawall::image
