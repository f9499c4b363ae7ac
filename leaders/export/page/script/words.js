// The page's sentences, said by the rules of leaders/export/words/__init__.py.

const words = { language: document.documentElement.lang, of: {} };
const HOLE = /\{(\w+)(?:(%|\.)(\d?))?\}/g;
const SPACE = "\u00a0";

// Without words (an old browser) the values alone are said.
function say(key, values = {}) {
  const sentence = words.of[words.language]?.[key];
  if (sentence === undefined) return Object.values(values).join(" / ");
  return sentence.replace(HOLE, (_, name, way, digits) => {
    const value = values[name];
    if (value !== null && typeof value === "object") return say(value.t, value.v);
    if (typeof value === "string") return value;
    return way === "%"
      ? formatNumber(100 * value, +digits) + SPACE + "%"
      : formatNumber(value, +digits);
  });
}

// A sentence as the data have it, {t, v}; other text as it is.
function sayOf(said) {
  return said !== null && typeof said === "object" ? say(said.t, said.v) : said;
}

function knows(key) {
  return words.of[words.language]?.[key] !== undefined;
}

// As Python's f"{value:,.{decimals}f}": an exact half goes to the even neighbour.
function formatNumber(value, decimals = 0) {
  const table = words.of[words.language] ?? { thousands: ",", decimal: "." };
  let size = Math.abs(value);
  const scaled = size * 10 ** decimals;
  const isHalf = Number.isInteger(size * 2 ** (decimals + 1)) && scaled % 1 === 0.5;
  if (isHalf) size = (2 * Math.round(scaled / 2)) / 10 ** decimals;
  const digits = size.toFixed(decimals);
  const [whole, part] = digits.split(".");
  const marked = whole.replace(/\B(?=(\d{3})+$)/g, table.thousands);
  // What is too small to be seen has no sign.
  return (value < 0 && Number(digits) ? "\u2212" : "") + marked + (part ? table.decimal + part : "");
}

function formatShare(value) {
  return say(Math.abs(value) < 0.01 ? "page_share2" : "page_share1", { n: value });
}

function formatMoney(amount, currency) {
  return say(Number.isInteger(amount) ? "page_money" : "page_cents", { n: amount, currency });
}

// Says again whatever the page was written with.
function sayAll(root = document) {
  for (const it of root.querySelectorAll("[data-t]")) {
    it.textContent = say(it.dataset.t, it.dataset.v ? JSON.parse(it.dataset.v) : {});
  }
  for (const it of root.querySelectorAll("[data-t-label]")) {
    it.setAttribute("aria-label", say(it.dataset.tLabel));
  }
  for (const it of root.querySelectorAll("[data-t-hint]")) it.placeholder = say(it.dataset.tHint);
}
