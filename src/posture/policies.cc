#include "posture/policies.h"

#include "base/file.h"
#include "base/text.h"

namespace seawall::posture {

bool is_policy_object(const kube::Object& object) {
  return object.group == "admissionregistration.k8s.io" &&
         (object.kind.starts_with("ValidatingAdmissionPolicy") ||
          object.kind.starts_with("MutatingAdmissionPolicy"));
}

Result<std::unique_ptr<Policies>> Policies::load(const std::vector<std::string>& files) {
  std::unique_ptr<Policies> out(new Policies);
  out->manifests_ = std::make_shared<kube::Manifests>();
  kube::Manifests& manifests = *out->manifests_;
  Limits limits;
  for (const std::string& file : files) {
    std::string text = TRY(read_file(file, limits.document_bytes));
    kube::read_manifest_text(text, {file, ""}, limits, manifests);
  }
  for (const Diagnostic& diagnostic : manifests.diagnostics)
    if (diagnostic.incomplete)
      return Error::make(Code::kInvalid, "{}:{}: {}", diagnostic.path, diagnostic.line,
                         diagnostic.message);
  policy::PolicyOptions options;
  options.bind_unbound = true;
  out->set_ = TRY(policy::PolicySet::create(manifests.objects, options));
  if (out->set_->policies() == 0)
    return Error::make(Code::kInvalid, "{}: no ValidatingAdmissionPolicy in it",
                       fmt::format("{}", fmt::join(files, ", ")));
  return out;
}

std::string Policies::source_of(std::string_view policy) const {
  for (const kube::Object& object : manifests_->objects)
    if (object.kind == "ValidatingAdmissionPolicy" && object.name == policy)
      return fmt::format("{}:{}", manifests_->files[object.file].path, object.position().line);
  return "";
}

}  // namespace seawall::posture
