// Rows that are picked: copied, downloaded, compared.

function pick(row, isPicked) {
  if (isPicked) view.picked.add(row);
  else view.picked.delete(row);
  row.tr.classList.toggle("picked", isPicked);
  tellSelection();
}

function tellSelection() {
  const n = view.picked.size;
  find("selection").hidden = n === 0;
  find("picked").textContent = say("page_picked", { n });
  find("compare").disabled = !accounts.data || n < 2 || n > 5;
  find("compare").title = say("page_compare_hint");
}

// In the order in which they stand, also those that a filter hides now.
function pickedRows() {
  return accounts.rows.filter((it) => view.picked.has(it));
}

// As leaders/export/tables.py: a spreadsheet runs nothing of it.
const BREAK = "\\t\\r\\n\\u0085\\u2028\\u2029";
const FORMULA = new RegExp(
  `(^|[;${BREAK}])((?:(?![${BREAK}])[\\s\\p{Z}\\p{C}"])*[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20\\uFE66\\uFE62\\uFE63\\uFE6B\\u2212])`,
  "gu",
);
const ILLEGAL = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

function defuse(text) {
  return text
    .replace(ILLEGAL, "")
    .replace(FORMULA, "$1'$2")
    .replace(/^[\t\r\n]/, "'$&");
}

function asText(value) {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? defuse(value) : String(value);
}

function quoted(text) {
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// All columns of the lists and the price, as their raw values.
function makeCsv(rows) {
  if (!accounts.data) return makeLines(rows, ",", quoted);
  const { exported } = accounts.data;
  const hasPrices = accounts.data.first.includes("price");
  const heads = [
    "list",
    ...exported,
    ...(hasPrices ? ["price", "currency", "price_format", "priced_on"] : []),
  ];
  const lines = rows.map((row) => [
    row.list.name,
    ...exported.map((it) => valueOf(row, it)),
    ...(hasPrices ? (detailOf(row).price ?? ["", "", "", ""]) : []),
  ]);
  return (
    [heads, ...lines].map((it) => it.map((value) => quoted(asText(value))).join(",")).join("\r\n") +
    "\r\n"
  );
}

// What the table shows, as text.
function makeLines(rows, between, wrap = (it) => it) {
  const labels = view.columns.map(headLabel);
  const cells = rows.map((row) => view.columns.map((name) => shownText(row, name)));
  return [labels, ...cells]
    .map((it) => it.map((value) => wrap(asText(value))).join(between))
    .join("\n");
}

function shownText(row, name) {
  const text = accounts.data
    ? contents(row, name)
        .filter((it) => !it.matches?.(".na"))
        .map((it) => it.textContent ?? it)
        .join("")
    : (cellText(row, name) ?? "");
  return text.replace(/\s+/g, " ").trim();
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = element("textarea", { "aria-hidden": "true", class: "quiet" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

function download(name, text) {
  const address = URL.createObjectURL(
    new Blob(["\ufeff" + text], { type: "text/csv;charset=utf-8" }),
  );
  const to = element("a", { href: address, download: name });
  document.body.append(to);
  to.click();
  to.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function clearSelection() {
  for (const row of view.picked) {
    row.tr.classList.remove("picked");
    row.tr.querySelector(".pick").checked = false;
  }
  view.picked.clear();
  tellSelection();
}

function startSelection() {
  find("copy").addEventListener("click", async () => {
    await copyText(makeLines(pickedRows(), "\t"));
    find("picked").textContent = say("page_copied") || "\u2713";
    setTimeout(tellSelection, 2000);
  });
  find("download").addEventListener("click", () =>
    download(document.body.dataset.niche + ".csv", makeCsv(pickedRows())),
  );
  find("compare").addEventListener("click", openComparison);
  find("clear").addEventListener("click", clearSelection);
  tellSelection();
}
