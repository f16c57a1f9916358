// One set of regular expressions for all kinds, matched in one pass; the order of the table decides
// when several match. Only forms that stand for themselves: a password is any word, so passwords
// are found by where they stand, which is the business of the checks.
#include "model/secret_kind.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <vector>

namespace seawall::model {
namespace {

struct Form {
  std::string_view kind;
  const char* pattern;
};

constexpr Form kForms[] = {
    {"private-key", R"(-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----)"},
    {"google-service-account", R"("type"\s*:\s*"service_account")"},
    {"aws-access-key-id", R"(\b(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}\b)"},
    {"aws-secret-access-key",
     R"((?i:aws_?secret_?(?:access_?)?key)["'\s]*[:=]\s*["']?[A-Za-z0-9/+]{40}(?:[^A-Za-z0-9/+]|$))"},
    {"github-token", R"(\bgh[pousr]_[A-Za-z0-9]{36,}\b)"},
    {"github-token", R"(\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{50,})"},
    {"gitlab-token", R"(\bgl(?:pat|ptt|rt|cbt|dt|soat|ft|agent|imt|oas)-[A-Za-z0-9_\-]{20,})"},
    {"slack-token", R"(\bxox[abeoprs](?:\.xox[bp])?-[A-Za-z0-9\-]{10,})"},
    {"slack-token", R"(\bxapp-\d-[A-Z0-9]+-\d+-[a-z0-9]{10,})"},
    {"slack-webhook",
     R"(https://hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/]{40,})"},
    {"discord-webhook", R"(https://discord(?:app)?\.com/api/webhooks/\d+/[A-Za-z0-9_\-]{60,})"},
    {"google-api-key", R"(\bAIza[A-Za-z0-9_\-]{35})"},
    {"google-oauth-token", R"(\bya29\.[A-Za-z0-9_\-]{20,})"},
    {"stripe-key", R"(\b[rs]k_(?:live|test|prod)_[A-Za-z0-9]{10,})"},
    {"npm-token", R"(\bnpm_[A-Za-z0-9]{36}\b)"},
    {"pypi-token", R"(\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_\-]{50,})"},
    {"rubygems-token", R"(\brubygems_[a-f0-9]{48}\b)"},
    {"docker-token", R"(\bdckr_(?:pat|oat)_[A-Za-z0-9_\-]{27,})"},
    {"huggingface-token", R"(\bhf_[A-Za-z]{34}\b)"},
    {"openai-key", R"(\bsk-(?:[a-z]+-)?[A-Za-z0-9_\-]{20,}T3BlbkFJ[A-Za-z0-9_\-]{20,})"},
    {"anthropic-key", R"(\bsk-ant-[a-z]+\d{2}-[A-Za-z0-9_\-]{80,})"},
    {"sendgrid-key", R"(\bSG\.[A-Za-z0-9_\-]{22}\.[A-Za-z0-9_\-]{43})"},
    {"twilio-key", R"(\bSK[0-9a-f]{32}\b)"},
    {"mailgun-key", R"(\bkey-[0-9a-z]{32}\b)"},
    {"digitalocean-token", R"(\bdo[opr]_v1_[a-f0-9]{64}\b)"},
    {"vault-token", R"(\bhv[brs]\.[A-Za-z0-9_\-]{24,})"},
    {"terraform-token", R"(\b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_\-=]{60,})"},
    {"shopify-token", R"(\bshp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}\b)"},
    {"telegram-token", R"(\b\d{8,10}:AA[A-Za-z0-9_\-]{33}\b)"},
    {"age-key", R"(\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b)"},
    {"azure-storage-key", R"(\bAccountKey=[A-Za-z0-9+/]{86}==)"},
    {"azure-client-secret",
     R"((?:^|[^A-Za-z0-9_~.\-])[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.\-]{31,34})"},
    {"jwt", R"(\beyJ[A-Za-z0-9_\-]{10,}\.eyJ[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-]{10,})"},
    {"docker-auth", R"("auth"\s*:\s*"[A-Za-z0-9+/]{8,}={0,2}")"},
    {"authorization-header", R"((?i:authorization:\s*(?:basic|bearer)\s+)[A-Za-z0-9._~+/\-]{8,})"},
    // Not what is filled in later: $(PASSWORD), ${PASSWORD}, {{ password }}, <password>.
    {"url-password", R"(\b[A-Za-z][A-Za-z0-9+.\-]*://[^\s/:@$<{]*:[^\s/:@$<{]{3,}@[^\s/@]+)"},
};

class Forms {
 public:
  Forms() : set_(options(), re2::RE2::UNANCHORED) {
    for (const Form& form : kForms) set_.Add(form.pattern, nullptr);
    set_.Compile();
  }

  std::string_view kind(std::string_view text) const {
    re2::StringPiece piece(text.data(), text.size());
    std::vector<int> matched;
    re2::RE2::Set::ErrorInfo error;
    if (set_.Match(piece, &matched, &error))
      return kForms[*std::min_element(matched.begin(), matched.end())].kind;
    if (error.kind == re2::RE2::Set::kNoError) return {};
    // The set needed more memory than it may have; rare enough to compile anew.
    for (const Form& form : kForms)
      if (re2::RE2::PartialMatch(piece, re2::RE2(form.pattern, options()))) return form.kind;
    return {};
  }

 private:
  static re2::RE2::Options options() {
    re2::RE2::Options out;
    out.set_encoding(re2::RE2::Options::EncodingLatin1);  // any bytes
    out.set_log_errors(false);
    out.set_max_mem(64 << 20);
    return out;
  }
  re2::RE2::Set set_;
};

}  // namespace

std::string_view secret_kind(std::string_view text) {
  constexpr size_t kShortest = 8;
  if (text.size() < kShortest) return {};
  static const Forms kCompiled;
  return kCompiled.kind(text);
}

}  // namespace seawall::model
