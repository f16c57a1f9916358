#include "report/html_page.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"

namespace seawall::report {
namespace {

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--text:#1c2430;--dim:#5d6a7a;--line:#dfe3e8;
--link:#0b5cad;--critical:#8e1fb3;--high:#c3261f;--medium:#a85b00;--low:#1d6f8a;--none:#5d6a7a;
--unknown:#5d6a7a;--pass:#18794e;--fail:#c3261f;--incomplete:#a85b00;--hover:#f0f3f7}
@media (prefers-color-scheme:dark){:root{--bg:#11151b;--card:#191f28;--text:#e4e9f0;--dim:#93a1b3;
--line:#2c3542;--link:#6fb2ff;--critical:#d58bf0;--high:#ff7b72;--medium:#f0a44b;--low:#63c3e0;
--none:#93a1b3;--unknown:#93a1b3;--pass:#4cc38a;--fail:#ff7b72;--incomplete:#f0a44b;
--hover:#202834}}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.45 system-ui,sans-serif}
main{max-width:1280px;margin:0 auto;padding:24px}
h1{font-size:22px;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:17px;margin:0 0 12px}
h2 small{color:var(--dim);font-weight:400;font-size:13px;margin-left:6px}
section,header{background:var(--card);border:1px solid var(--line);border-radius:10px;
padding:18px 20px;margin:0 0 16px}
code{font:13px/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
a{color:var(--link)}
.dim{color:var(--dim)}
.verdict{display:flex;gap:14px;align-items:center;margin:0 0 14px;flex-wrap:wrap}
.badge{font-weight:700;letter-spacing:.04em;color:var(--card);border-radius:6px;padding:5px 14px}
.badge.pass{background:var(--pass)}.badge.fail{background:var(--fail)}
.badge.incomplete{background:var(--incomplete)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:3px 16px;margin:14px 0 0}
dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}
.counts{display:flex;gap:10px;flex-wrap:wrap;margin:14px 0 0}
.count{border:1px solid var(--line);border-radius:8px;padding:6px 14px;min-width:92px}
.count b{display:block;font-size:22px;line-height:1.2}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}
.low{color:var(--low)}.none,.unknown{color:var(--dim)}.zero b{color:var(--dim);font-weight:400}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;vertical-align:top;padding:7px 10px;border-bottom:1px solid var(--line)}
th{color:var(--dim);font-weight:600;white-space:nowrap}
th button{all:unset;cursor:pointer}th button:focus-visible{outline:2px solid var(--link)}
th[aria-sort=ascending] button::after{content:" \25B2"}
th[aria-sort=descending] button::after{content:" \25BC"}
tbody tr:hover{background:var(--hover)}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
td.sev{font-weight:700;white-space:nowrap}
td.w{min-width:180px;overflow-wrap:anywhere}
td.v{min-width:150px}
details>summary{cursor:pointer}
details[open]>summary{margin-bottom:6px}
.more{color:var(--dim);font-size:13px;max-width:90ch;overflow-wrap:anywhere}
.more p{margin:4px 0}
.tag{display:inline-block;border:1px solid currentColor;border-radius:4px;font-size:11px;
padding:0 5px;margin-left:6px;white-space:nowrap}
.filter{display:flex;gap:14px;flex-wrap:wrap;align-items:center;margin:0 0 12px}
input[type=search],select{font:inherit;padding:6px 10px;border:1px solid var(--line);border-radius:6px;
background:var(--bg);color:inherit}
input[type=search]{min-width:260px}
ol,ul{margin:0;padding-left:22px}li{margin:3px 0;overflow-wrap:anywhere}
footer{color:var(--dim);font-size:13px;padding:0 4px}
@media print{body{background:none}section,header{break-inside:auto;border:0;padding:0}
.filter{display:none}}
)css";

// Sorting by a click on a head, filtering by text and by severity. Without it the page is complete
// all the same.
constexpr std::string_view kScript = R"js(
"use strict";
for (const table of document.querySelectorAll("table[data-sort]")) {
  const body = table.tBodies[0];
  const heads = Array.from(table.tHead.rows[0].cells);
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].dataset.key ?? row.cells[column].textContent;
      const order = new Intl.Collator("en", {numeric: true}).compare;
      const rows = Array.from(body.rows).map((row) => [key(row), row]);
      rows.sort((a, b) => (down ? order(b[0], a[0]) : order(a[0], b[0])));
      body.append(...rows.map((pair) => pair[1]));
    });
  });
}
for (const filter of document.querySelectorAll(".filter")) {
  filter.hidden = false;
  const table = document.getElementById(filter.dataset.table);
  const search = filter.querySelector("input[type=search]");
  const boxes = Array.from(filter.querySelectorAll("input[type=checkbox]"));
  const picks = Array.from(filter.querySelectorAll("select"));
  const shown = filter.querySelector("output");
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const off = new Set(boxes.filter((box) => !box.checked).map((box) => box.value));
    let count = 0;
    for (const row of table.tBodies[0].rows) {
      const text = row.textContent.toLowerCase();
      const visible = !off.has(row.dataset.severity) && words.every((word) => text.includes(word)) &&
        picks.every((pick) => !pick.value || (row.dataset[pick.name] ?? "").split(" ").includes(pick.value));
      row.hidden = !visible;
      if (visible) ++count;
    }
    shown.textContent = count + " shown";
  };
  filter.addEventListener("input", apply);
  apply();
}
)js";

}  // namespace

std::string html_page(std::string_view title, std::string_view body) {
  Sha256Digest digest = sha256(kScript);
  std::string hash = base64_encode({reinterpret_cast<const char*>(digest.data()), digest.size()});
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n{}</main>\n"
      "<script>{}</script>\n</body>\n</html>\n",
      hash, html_escape(title), kStyle, body, kScript);
}

}  // namespace seawall::report
