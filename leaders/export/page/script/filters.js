// Search and filters: each is a question to a row.

const COVERAGE = [0.25, 0.5, 0.8];
const MARKS = /\p{M}/gu;

// "Ёж" is found by "еж", "Café" by "cafe".
function fold(text) {
  return text.normalize("NFD").replace(MARKS, "").toLowerCase();
}

function searchText(row) {
  row.searched ??= fold(
    accounts.data
      ? [nameOf(row), "@" + (valueOf(row, "handle") ?? "").replace(/^@/, ""), idOf(row)].join("\n")
      : row.tr.textContent + "\n" + idOf(row),
  );
  return row.searched;
}

const FILTERS = {
  platform: {
    of: (row) => (accounts.data ? accounts.data.where[row.n] : cellText(row, "where")),
    tell: (value) => value,
  },
  tier: {
    of: (row) => (accounts.data ? valueOf(row, "tier") : null),
    order: ["nano", "micro", "mid", "macro", "mega"],
    tell: (value) => term("tier_", value),
  },
  language: {
    of: (row) => (accounts.data ? valueOf(row, "language") : null),
    tell: (value) => tellCode("language", value),
  },
  coverage: {
    of: (row) => (accounts.data ? (valueOf(row, "coverage") ?? "unknown") : null),
    options: () => [...COVERAGE.map((it) => String(100 * it)), "unknown"],
    fits: (value, wanted) =>
      wanted === "unknown" ? value === wanted : value !== "unknown" && 100 * value >= +wanted,
    tell: (value) =>
      value === "unknown" ? say("not_known") : say("page_at_least", { n: value / 100 }),
  },
  flags: {
    of: (row) => (accounts.data ? (hasFlags(row) ? "with" : "without") : null),
    order: ["with", "without"],
    tell: (value) => say(`page_${value}_flags`),
  },
  standing: {
    of: (row) => (accounts.data ? sureness(row) : null),
    order: ["certain", "likely", "possible", "not_known"],
    tell: (value) => say(value),
  },
};

// A select is there only where there is something to choose.
function writeFilters() {
  for (const [name, filter] of Object.entries(FILTERS)) {
    const select = find("filter-" + name);
    const chosen = select.value;
    const values = new Set(accounts.rows.map(filter.of).filter((it) => it !== null));
    const known = [...values].sort((a, b) => (a < b ? -1 : 1));
    const ordered =
      filter.options?.() ?? [...(filter.order ?? known)].filter((it) => values.has(it));
    const options = ordered.map((it) => element("option", { value: it }, filter.tell(it)));
    select.replaceChildren(element("option", { value: "" }, say("page_any") || "*"), ...options);
    select.value = ordered.includes(chosen) ? chosen : "";
    select.closest("label").hidden = values.size < 2;
  }
}

function readFilters() {
  const asked = fold(find("search").value.trim());
  const wanted = Object.entries(FILTERS)
    .map(([name, filter]) => ({ filter, value: find("filter-" + name).value }))
    .filter((it) => it.value);
  view.fits = (row) =>
    (!asked || searchText(row).includes(asked)) &&
    wanted.every(({ filter, value }) =>
      filter.fits ? filter.fits(filter.of(row), value) : filter.of(row) === value,
    );
  find("reset").hidden = !asked && wanted.length === 0;
  placeRows();
}

function startFilters() {
  const controls = find("controls");
  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.addEventListener("input", (event) => {
    if (event.target.matches("#search, select")) readFilters();
  });
  find("reset").addEventListener("click", () => {
    find("search").value = "";
    for (const name of Object.keys(FILTERS)) find("filter-" + name).value = "";
    readFilters();
    find("search").focus();
  });
  for (const radio of document.querySelectorAll("#lists input")) {
    radio.addEventListener("change", () => {
      view.list = radio.value;
      placeRows();
    });
  }
  view.list = document.querySelector("#lists input:checked")?.value ?? "all";
}
