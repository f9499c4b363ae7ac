// The table: which list, which columns, in which order; it is put together out of the page's sight.

const view = { list: null, columns: [], sort: null, fits: () => true, picked: new Set() };

const LONG = 150;

const SORTED_BY = {
  where: (row) => accounts.data.where[row.n],
  role: (row) => term("role_", valueOf(row, "role")),
  status: (row) => term("page_status_", valueOf(row, "status")),
  in_top: (row) => valueOf(row, "p_top"),
  why: (row) => sayOf(accounts.data.why[row.n]),
  price: (row) => detailOf(row).price?.[0] ?? null,
};

// What a row is sorted by in a column: a number, a text, or null.
function keyOf(row, name) {
  if (name === "who") return nameOf(row);
  if (!accounts.data) return isNumeric(name) ? cellNumber(row, name) : cellText(row, name);
  return name in SORTED_BY ? SORTED_BY[name](row) : valueOf(row, name);
}

// By raw values; what is not known comes last, and what is equal stays as it was.
function sortRows(rows, sort) {
  if (!sort) return rows;
  const collator = new Intl.Collator(words.language, { numeric: true, sensitivity: "base" });
  const known = [];
  const missing = [];
  for (const row of rows) {
    const key = keyOf(row, sort.name);
    if (key === null) missing.push(row);
    else known.push({ row, key });
  }
  const compare = known.some((it) => typeof it.key === "string")
    ? (a, b) => collator.compare(a.key, b.key)
    : (a, b) => a.key - b.key;
  known.sort((a, b) => (sort.isAscending ? compare(a, b) : compare(b, a)));
  return [...known.map((it) => it.row), ...missing];
}

function listsShown() {
  return accounts.lists.filter((it) => view.list === "all" || it.name === view.list);
}

function rowsShown() {
  return listsShown()
    .flatMap((it) => it.rows)
    .filter(view.fits);
}

// Numbers and days begin with the most, words with the first letter.
function startsAscending(name) {
  if (["last_post", "in_top"].includes(name) || isNumeric(name)) return false;
  return !(
    accounts.data &&
    typeof accounts.rows.map((it) => keyOf(it, name)).find((it) => it !== null) === "boolean"
  );
}

function turnSort(name) {
  const first = startsAscending(name);
  if (view.sort?.name !== name) view.sort = { name, isAscending: first };
  else if (view.sort.isAscending === first) view.sort = { name, isAscending: !first };
  else view.sort = null;
  markSort();
  placeRows();
}

function markSort() {
  for (const head of document.querySelectorAll("#accounts thead th[data-column]")) {
    const isSorted = view.sort?.name === head.dataset.column;
    const way = isSorted ? (view.sort.isAscending ? "ascending" : "descending") : "none";
    head.setAttribute("aria-sort", way);
  }
}

function writeHead() {
  const heads = view.columns.map((name) => {
    const button = element("button", { type: "button", "data-sort": name }, headLabel(name));
    const meaning = accounts.data?.chosen.find((it) => it.name === name)?.meaning;
    const kind = isNumeric(name) ? "number" : null;
    return element(
      "th",
      { scope: "col", "data-column": name, "aria-sort": "none", title: meaning, class: kind },
      button,
    );
  });
  const tools = element("th", { scope: "col", class: "tools", "data-label": say("page_sort") });
  tools.append(element("span", { class: "quiet" }, say("page_tools") || "\u2713"));
  find("accounts").tHead.rows[0].replaceChildren(tools, ...heads);
  const widths = ["tools", ...view.columns].map((it) => `var(--w-${it},9rem)`).join(" ");
  find("accounts").style.setProperty("--columns", widths);
  const extra = view.columns.filter((it) => !(it in FIRST)).length;
  find("scroller").classList.toggle("wide", extra > 0);
  for (const { heading } of accounts.lists) heading.firstElementChild.colSpan = view.columns.length;
  markSort();
}

function headLabel(name) {
  return accounts.data ? labelOf(name) : view.heads[name];
}

// A row's cells are written when it is shown and something of it has changed.
function writeRow(row, labels) {
  const name = cutText(nameOf(row), SHOWN);
  const pick = element("input", {
    type: "checkbox",
    class: "pick",
    "aria-label": say("page_pick", { name }),
  });
  pick.checked = view.picked.has(row);
  const open = element("button", {
    type: "button",
    class: "open",
    "aria-expanded": String(Boolean(row.detail)),
    "aria-label": say("page_open", { name }),
  });
  row.tr ??= element("tr", { class: "account", "data-id": idOf(row) });
  const tools = element("td", { class: "tools" }, pick, accounts.data ? open : null);
  const cells = accounts.data
    ? view.columns.map((it, n) => makeCell(row, it, labels[n]))
    : markCells(row, labels);
  row.tr.replaceChildren(tools, ...cells);
  row.tr.classList.toggle("picked", pick.checked);
  row.isStale = false;
}

function markCells(row, labels) {
  row.cells.forEach((cell, n) => {
    cell.dataset.column = view.columns[n];
    if (n) cell.dataset.label = labels[n];
    cell.classList.toggle("number", isNumeric(view.columns[n]));
  });
  return row.cells;
}

function placeRows() {
  const labels = view.columns.map(headLabel);
  const shown = new Set(listsShown());
  let count = 0;
  let all = 0;
  const table = find("accounts");
  table.classList.toggle("all", view.list === "all");
  for (const list of accounts.lists) {
    list.body.hidden = !shown.has(list);
    if (list.body.hidden) {
      list.body.replaceChildren(list.heading);
      continue;
    }
    const rows = sortRows(list.rows.filter(view.fits), view.sort);
    for (const row of rows) if (row.isStale) writeRow(row, labels);
    const placed = rows.flatMap((row) => (row.detail ? [row.tr, row.detail] : [row.tr]));
    list.body.replaceChildren(list.heading, ...placed);
    count += rows.length;
    all += list.rows.length;
  }
  // Of a long table what is out of sight is not laid out: that would take most of the time.
  table.classList.toggle("long", count > LONG);
  find("shown").textContent = say("page_shown", { n: count, all });
  find("nothing").hidden = count > 0 || all === 0;
}

function rewriteRows() {
  for (const row of accounts.rows) {
    row.isStale = true;
    if (row.detail) row.detail = writeDetail(row);
  }
  placeRows();
}

function rowOf(node) {
  const tr = node.closest("tr.account");
  return accounts.rows.find((it) => it.tr === tr);
}

function startTable() {
  view.columns = [...accounts.columns];
  view.heads = Object.fromEntries(
    [...document.querySelectorAll("#accounts thead th")].map((it) => [
      it.dataset.column,
      it.textContent,
    ]),
  );
  const table = find("accounts");
  table.classList.add("live");
  table.addEventListener("click", (event) => {
    const sort = event.target.closest("button[data-sort]");
    if (sort) turnSort(sort.dataset.sort);
    const open = event.target.closest("button.open");
    if (open) turnDetail(rowOf(open), open);
  });
  table.addEventListener("change", (event) => {
    if (event.target.matches("input.pick")) pick(rowOf(event.target), event.target.checked);
  });
}
