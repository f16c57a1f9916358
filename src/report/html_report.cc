// The report as one HTML file for people: the verdict on top, then what to do, the findings, where
// they come from, and what is not known. Every text from outside goes through html_escape(); the
// frame (html_page.h) forbids everything but its own style and script. Findings can be filtered
// and every table sorted; without scripts all is there, most urgent first.
#include <algorithm>

#include "base/text.h"
#include "report/html_page.h"
#include "report/html_posture.h"
#include "report/report.h"
#include "report/summary.h"
#include "sbom/names.h"

namespace seawall::report {
namespace {

using finding::Finding;
using finding::Severity;
using posture::Assessment;

constexpr size_t kMostActions = 25;
constexpr size_t kMostReferences = 12;

std::string code(std::string_view text) {
  return text.empty() ? "" : "<code>" + html_escape(text) + "</code>";
}

// Line breaks stay.
std::string paragraph(std::string_view text) {
  std::string out;
  for_each_line(text, [&](std::string_view line, uint32_t) {
    if (!out.empty()) out += "<br>";
    out += html_escape(line);
  });
  return "<p>" + out + "</p>";
}

std::string link(const std::string& reference) {
  std::string url = sbom::web_address(reference);
  if (url.empty()) return html_escape(reference);
  return fmt::format("<a rel=\"noreferrer noopener\" href=\"{}\">{}</a>", html_escape(url),
                     html_escape(reference));
}

class Html {
 public:
  Html(const Assessment& assessment, const Style& style)
      : a_(assessment), style_(style), summary_(summarise(assessment)) {}

  std::string render() {
    head();
    actions();
    findings();
    out_ += html_of_checks(a_);
    out_ += html_of_frameworks(a_);
    out_ += html_of_score(a_);
    layers();
    not_judged();
    diagnostics();
    suppressed();
    waivers();
    packages();
    foot();
    return html_page(fmt::format("{}: {}", verdict_word(a_), a_.inventory.target), out_);
  }

 private:
  template <typename... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  void begin(std::string_view title, std::string_view remark) {
    print("<section>\n<h2>{}<small>{}</small></h2>\n", title, remark);
  }
  void table(std::string_view id, std::initializer_list<std::string_view> heads) {
    print("<div class=\"scroll\"><table id=\"{}\" data-sort>\n<thead><tr>", id);
    for (std::string_view head : heads) print("<th scope=\"col\">{}</th>", head);
    print("</tr></thead>\n<tbody>\n");
  }
  void end_table() { print("</tbody></table></div>\n</section>\n"); }
  void fact(std::string_view name, const std::string& markup) {
    if (!markup.empty()) print("<dt>{}</dt><dd>{}</dd>\n", name, markup);
  }

  void head() {
    const model::Inventory& inventory = a_.inventory;
    std::string_view word = verdict_word(a_);
    print(
        "<header>\n<div class=\"verdict\"><span class=\"badge "
        "{}\">{}</span><span>{}</span></div>\n",
        word,
        word == "pass"   ? "PASS"
        : word == "fail" ? "FAIL"
                         : "INCOMPLETE",
        html_escape(verdict_sentence(a_)));
    print("<h1>{}</h1>\n<dl>\n", html_escape(inventory.target));
    fact("kind", model::target_kind_name(inventory.kind));
    if (inventory.image) {
      const image::Image& image = *inventory.image;
      fact("digest", code(image.digest));
      fact("platform", html_escape(image.os + "/" + image.architecture));
      fact("built", html_escape(image.created));
      fact("runs as", code(image.user.empty() ? "root (no user is set)" : image.user));
    }
    fact("system", html_escape(distro_name(inventory)));
    std::string packages = fmt::format("{}", inventory.components.size());
    std::string_view before = ": ";
    for (const auto& [type, count] : summary_.packages_by_type) {
      packages += fmt::format("{}{} {}", before, count, html_escape(type));
      before = ", ";
    }
    fact("objects", html_escape(objects_line(a_)));
    fact("packages", packages);
    if (a_.score.total.score()) fact("score", fmt::format("{} of 100", *a_.score.total.score()));
    fact("baseline", html_escape(baseline_line(a_)));
    fact("judged", format_rfc3339(a_.created));
    print("</dl>\n<div class=\"counts\">\n");
    for (Severity severity : kSeverities) {
      size_t count = summary_.by_severity[severity];
      if (count == 0 && severity <= Severity::kNone) continue;
      print("<div class=\"count {}{}\"><b>{}</b>{}</div>\n", finding::severity_name(severity),
            count == 0 ? " zero" : "", count, finding::severity_name(severity));
    }
    counter(summary_.fixable, "fixable");
    counter(summary_.exploited, "exploited");
    counter(summary_.suppressed, "suppressed");
    print("</div>\n</header>\n");
  }
  void counter(size_t count, std::string_view name) {
    print("<div class=\"count{}\"><b>{}</b>{}</div>\n", count == 0 ? " zero" : "", count, name);
  }

  void actions() {
    std::vector<posture::Action> actions = posture::actions(a_);
    std::string fix = fix_line(a_);
    if (actions.empty() && fix.empty()) return;
    begin("What to do now", actions.empty() ? "" : count_of(actions.size(), "upgrade"));
    if (!fix.empty()) print("<p>{}</p>\n", html_escape(fix));
    if (actions.empty()) {
      print("</section>\n");
      return;
    }
    table("actions", {"worst", "upgrade", "from", "to", "findings", "where"});
    size_t shown = 0;
    for (const posture::Action& action : actions) {
      if (shown++ == kMostActions) break;
      severity_cell("tr", action.worst);
      print(
          "<td class=\"w\">{}</td><td class=\"v\">{}</td><td class=\"v\">{}</td>"
          "<td>{}</td><td class=\"w\">{}</td></tr>\n",
          code(action.package), code(action.from), code(action.to), action.findings,
          code(action.path));
    }
    print("</tbody></table></div>\n");
    if (actions.size() > kMostActions)
      print("<p class=\"dim\">... and {} more (all in the JSON report)</p>\n",
            actions.size() - kMostActions);
    print("</section>\n");
  }

  // The row's start and its first cell; sorted by gravity, not by word.
  void severity_cell(std::string_view element, Severity severity) {
    const char* name = finding::severity_name(severity);
    print("<{0} data-severity=\"{1}\"><td class=\"sev {1}\" data-key=\"{2}\">{1}</td>", element,
          name, 9 - static_cast<int>(severity));
  }

  void filter() {
    print(
        "<div class=\"filter\" data-table=\"findings\" hidden>"
        "<input type=\"search\" placeholder=\"filter by id, package, path ...\" "
        "aria-label=\"filter findings\">");
    for (Severity severity : kSeverities)
      if (summary_.by_severity[severity] > 0)
        print("<label class=\"{0}\"><input type=\"checkbox\" value=\"{0}\" checked> {0}</label>",
              finding::severity_name(severity));
    print("<output class=\"dim\"></output></div>\n");
  }

  void findings() {
    auto shown = [](const Finding& f) { return !f.suppression && !is_grouped(f); };
    auto count = std::count_if(a_.findings.begin(), a_.findings.end(), shown);
    if (count == 0) return;
    begin("Findings", count_of(static_cast<size_t>(count), "finding"));
    filter();
    table("findings", {"severity", "id", "package", "installed", "fixed in", "where"});
    for (const Finding& finding : a_.findings) {
      if (!shown(finding)) continue;
      severity_cell("tr", finding.severity);
      print("<td class=\"w\">");
      details(finding);
      print(
          "</td><td class=\"w\">{}</td><td class=\"v\">{}</td><td class=\"v\">{}</td>"
          "<td class=\"w\">{}</td></tr>\n",
          code(finding.subject.package), code(finding.subject.version),
          finding.fixed_versions.empty()
              ? fmt::format("<span class=\"dim\">{}</span>", html_escape(fix_of(finding)))
              : code(fix_of(finding)),
          code(place_of(finding)));
    }
    end_table();
  }

  void details(const Finding& finding) {
    print("<details><summary><b>{}</b>", html_escape(finding.id));
    if (finding.exploited) print("<span class=\"tag high\">exploited</span>");
    if (a_.counts(finding)) print("<span class=\"tag\">over the gate</span>");
    if (!finding.title.empty())
      print("<br><span class=\"dim\">{}</span>", html_escape(finding.title));
    print("</summary><div class=\"more\">\n");
    if (!finding.remedy.empty()) print("<p><b>{}</b></p>\n", html_escape(finding.remedy));
    if (!finding.reason.empty()) print("<p>Why: {}</p>\n", html_escape(finding.reason));
    if (!finding.severity_source.empty())
      print("<p>Severity by {}</p>\n", html_escape(finding.severity_source));
    for (const finding::Score& score : finding.scores)
      print("<p>CVSS {}: {:.1f} {} {}</p>\n", html_escape(score.version), score.base,
            code(score.vector), html_escape(score.source));
    if (finding.epss)
      print("<p>Probability of exploitation in 30 days (EPSS): {:.1f} %</p>\n",
            *finding.epss * 100);
    if (finding.exploited)
      print("<p>Known to be exploited since {}</p>\n", html_escape(finding.exploited->added));
    if (!finding.aliases.empty())
      print("<p>Also: {}</p>\n", html_escape(fmt::format("{}", fmt::join(finding.aliases, ", "))));
    if (!finding.subject.layer_command.empty())
      print("<p>Layer: {}</p>\n", code(finding.subject.layer_command));
    if (!finding.detail.empty()) print("{}\n", paragraph(finding.detail));
    size_t shown = 0;
    for (const std::string& reference : finding.references)
      if (shown++ < kMostReferences) print("<p>{}</p>\n", link(reference));
    if (shown > kMostReferences)
      print("<p>... and {} more (all in the JSON report)</p>\n", shown - kMostReferences);
    print("</div></details>");
  }

  void layers() {
    if (!a_.inventory.image || a_.inventory.image->layers.empty()) return;
    const image::Image& image = *a_.inventory.image;
    std::map<std::string, std::map<Severity, size_t>> found;
    for (const Finding& finding : a_.findings)
      if (!finding.suppression) ++found[finding.subject.layer_digest][finding.severity];
    std::map<int, size_t> packages;
    for (const model::Component& component : a_.inventory.components) ++packages[component.layer];
    begin("Layers", "base first; findings by the layer that brought the package in");
    table("layers",
          {"#", "build command", "packages", "critical", "high", "medium", "low", "size"});
    for (size_t i = 0; i < image.layers.size(); ++i) {
      const image::Layer& layer = image.layers[i];
      const std::string& digest = layer.digest.empty() ? layer.diff_id : layer.digest;
      print(
          "<tr><td class=\"n\">{}</td><td class=\"w\">{}<br><span class=\"dim\">{}{}</span></td>"
          "<td class=\"n\">{}</td>",
          i + 1, code(layer.created_by), html_escape(digest.substr(0, 19)),
          layer.foreign ? ", not distributed" : "", packages[static_cast<int>(i)]);
      for (Severity severity :
           {Severity::kCritical, Severity::kHigh, Severity::kMedium, Severity::kLow}) {
        size_t count = found[digest][severity];
        print("<td class=\"n {}\">{}</td>", count > 0 ? finding::severity_name(severity) : "none",
              count);
      }
      print("<td class=\"n\" data-key=\"{}\">{:.1f}&nbsp;MB</td></tr>\n", layer.size,
            static_cast<double>(layer.size) / 1e6);
    }
    end_table();
  }

  void not_judged() {
    if (a_.not_judged.empty()) return;
    begin("Not judged", "");
    print("<ul>\n");
    for (const posture::NotJudged& entry : a_.not_judged) {
      print("<li>{}{}", entry.incomplete ? "<b class=\"medium\">incomplete</b>: " : "",
            html_escape(entry.message));
      if (!entry.remedy.empty())
        print("<br><span class=\"dim\">{}</span>", html_escape(entry.remedy));
      print("</li>\n");
    }
    print("</ul>\n</section>\n");
  }

  void diagnostics() {
    if (a_.inventory.diagnostics.empty()) return;
    begin("Not read, or odd", count_of(a_.inventory.diagnostics.size(), "remark"));
    print("<ul>\n");
    for (const Diagnostic& diagnostic : a_.inventory.diagnostics) {
      std::string line = diagnostic.line > 0 ? fmt::format(":{}", diagnostic.line) : "";
      print("<li>{}{} {}</li>\n",
            diagnostic.incomplete ? "<b class=\"medium\">incomplete</b>: " : "",
            code(diagnostic.path + line), html_escape(diagnostic.message));
    }
    print("</ul>\n</section>\n");
  }

  void suppressed() {
    if (summary_.suppressed == summary_.known) return;
    begin("Suppressed", "found, but not counted");
    table("suppressed", {"severity", "id", "of", "installed", "by", "why"});
    for (const Finding& finding : a_.findings) {
      if (!finding.suppression || finding.suppression->by == finding::Suppression::By::kBaseline)
        continue;
      severity_cell("tr", finding.severity);
      print(
          "<td>{}</td><td class=\"w\">{}</td><td class=\"v\">{}</td><td>{}</td>"
          "<td class=\"w\">{}<br><span class=\"dim\">{}</span></td></tr>\n",
          html_escape(finding.id), code(subject_of(finding)), code(finding.subject.version),
          finding::suppressed_by_name(finding.suppression->by),
          html_escape(finding.suppression->reason), html_escape(finding.suppression->source));
    }
    end_table();
  }

  void waivers() {
    if (a_.waivers.empty()) return;
    begin("Waivers", count_of(a_.waivers.size(), "waiver"));
    table("waivers", {"id", "reason", "owner", "expires", "findings", "from"});
    for (const waiver::Use& use : a_.waivers)
      print(
          "<tr><td>{}</td><td class=\"w\">{}</td><td>{}</td><td>{}{}</td><td class=\"n\">{}</td>"
          "<td class=\"w\">{}</td></tr>\n",
          code(use.waiver.id), html_escape(use.waiver.reason), html_escape(use.waiver.owner),
          html_escape(use.waiver.expires),
          use.expired ? "<span class=\"tag high\">expired</span>" : "", use.findings,
          code(use.waiver.source));
    end_table();
  }

  void packages() {
    if (a_.inventory.components.empty()) return;
    begin("Packages", count_of(a_.inventory.components.size(), "package"));
    print("<details><summary>show all, with licenses</summary>\n");
    table("packages", {"type", "package", "version", "licenses", "where", "layer"});
    for (const model::Component& component : a_.inventory.components) {
      const package::Package& package = component.package;
      print(
          "<tr><td>{}</td><td class=\"w\">{}</td><td>{}</td><td class=\"w\">{}</td>"
          "<td class=\"w\">{}</td><td class=\"n\">{}</td></tr>\n",
          html_escape(package.type), code(package_name(package)), code(package.version),
          html_escape(fmt::format("{}", fmt::join(package.licenses, ", "))), code(package.path),
          component.layer >= 0 ? fmt::format("{}", component.layer + 1) : "");
    }
    print("</tbody></table></div>\n</details>\n</section>\n");
  }

  void foot() {
    print("<footer>Seawall {}", html_escape(style_.tool_version));
    for (const posture::FeedState& feed : a_.feeds)
      print("; {}: {}, fetched {}", html_escape(feed.ecosystem),
            count_of(feed.advisories, "record"), format_rfc3339(feed.fetched));
    print("</footer>\n");
  }

  const Assessment& a_;
  const Style& style_;
  Summary summary_;
  std::string out_;
};

std::string render(const Assessment& assessment, const Style& style) {
  return Html(assessment, style).render();
}

}  // namespace

const Format& html_report() {
  static const Format format{"html", "one self-contained page for people", "text/html", render};
  return format;
}

}  // namespace seawall::report
