// Any text as a pom.xml; whatever is read must resolve within its bounds, in a lineage with itself.
#include <cstdint>
#include <cstdlib>

#include "package/pom.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  seawall::Result<seawall::package::Pom> pom = seawall::package::parse_pom(text, {});
  if (!pom) return 0;
  seawall::package::EffectivePom effective({*pom, *pom});
  for (const seawall::package::PomDependency& dependency : effective.dependencies())
    if (dependency.version.size() > 4096 && dependency.version.find("${") == std::string::npos &&
        text.find(dependency.version) == std::string_view::npos)
      std::abort();
  (void)effective.group().size();
  (void)effective.licenses().size();
  return 0;
}
