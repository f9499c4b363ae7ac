// The accounts: from the block of data, or from the table where the browser cannot read that.

const accounts = { data: null, rows: [], lists: [], columns: [] };

async function readData() {
  if (!("DecompressionStream" in window)) return null;
  try {
    const packed = Uint8Array.from(atob(find("data").textContent), (it) => it.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  } catch {
    return null;
  }
}

// A row knows its number in the data, its list and its element: those that the page was written
// without are made when they are shown.
function readRows(data) {
  accounts.data = data;
  accounts.lists = [...document.querySelectorAll("#accounts tbody[data-list]")].map((body) => {
    const written = [...body.querySelectorAll(".account")];
    return {
      name: body.dataset.list,
      body,
      heading: body.querySelector(".heading"),
      written,
      rows: [],
    };
  });
  if (data) data.list.forEach((list) => addRow(accounts.lists[list]));
  else accounts.lists.forEach((list) => list.written.forEach(() => addRow(list)));
  const heads = [...document.querySelectorAll("#accounts thead th")];
  accounts.columns = data ? data.first : heads.map((it) => it.dataset.column);
}

function addRow(list) {
  const tr = list.written[list.rows.length] ?? null;
  const row = {
    n: accounts.rows.length,
    list,
    tr,
    cells: tr ? [...tr.children] : [],
    isStale: true,
  };
  list.rows.push(row);
  accounts.rows.push(row);
}

// A value of the exported columns; null where it is not known.
function valueOf(row, name) {
  return accounts.data.values[name]?.[row.n] ?? null;
}

function idOf(row) {
  return accounts.data ? accounts.data.ids[row.n] : row.tr.dataset.id;
}

function nameOf(row) {
  return accounts.data ? accounts.data.shown[row.n] : row.cells[0].querySelector("bdi").textContent;
}

function detailOf(row) {
  return accounts.data.details[row.n];
}

function sureness(row) {
  const chance = valueOf(row, "p_top");
  if (chance === null) return "not_known";
  return chance >= 0.9 ? "certain" : chance >= 0.5 ? "likely" : "possible";
}

function hasFlags(row) {
  return Boolean(detailOf(row).flags) || valueOf(row, "flags") !== null;
}

// Without data: what a cell says, and the number in it.
function cellText(row, column) {
  const cell = row.cells[accounts.columns.indexOf(column)];
  if (!cell || cell.querySelector(".na")) return null;
  return cell.textContent.trim();
}

function cellNumber(row, column) {
  const cell = row.cells[accounts.columns.indexOf(column)];
  const digits = cellText(row, column) && cell.firstChild.textContent.match(/[\d.,\u00a0 ]+/);
  if (!digits) return null;
  const isEnglish = document.documentElement.lang === "en";
  const plain = isEnglish
    ? digits[0].replace(/[,\s]/g, "")
    : digits[0].replace(/[.\s]/g, "").replace(",", ".");
  return parseFloat(plain);
}
