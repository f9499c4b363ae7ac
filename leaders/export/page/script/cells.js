// The cells of a row; those of the first columns say the same text as leaders/export/page/cells.py.

const SHOWN = 60;

const FIRST = {
  who(row) {
    const handle = cutText((valueOf(row, "handle") ?? "").replace(/^@/, ""), SHOWN);
    const rank = valueOf(row, "rank");
    const place = rank === null ? "" : (valueOf(row, "is_tied") ? "=" : "") + rank;
    return [
      element("b", {}, place),
      " ",
      link(valueOf(row, "url"), isolated(cutText(nameOf(row), SHOWN))),
      ...(handle ? [" ", element("small", {}, isolated("@" + handle))] : []),
    ];
  },
  where: (row) => accounts.data.where[row.n],
  role: (row) => term("role_", valueOf(row, "role")),
  median_views: (row) => told(valueOf(row, "median_views"), (n) => say("page_number", { n })),
  last_post: (row) => valueOf(row, "last_post"),
  engagement(row) {
    const name = (valueOf(row, "engagement_formula") ?? "").replace(/(?:_v| )\d+$/, "");
    return told(valueOf(row, "engagement"), (n) => [formatShare(n), ...small(name)]);
  },
  in_top(row) {
    const sure = sureness(row);
    if (sure === "not_known") return null;
    const [low, high] = [valueOf(row, "rank_low"), valueOf(row, "rank_high")];
    const places = low === null || high === null ? "" : say("page_places", { low, high });
    return [element("em", { class: sure }, say(sure)), ...small(places)];
  },
  why: (row) => sayOf(accounts.data.why[row.n]),
  price(row) {
    return told(detailOf(row).price, ([amount, currency, format]) => [
      formatMoney(amount, currency),
      ...small(cutText(format, SHOWN)),
    ]);
  },
  status: (row) => term("page_status_", valueOf(row, "status")),
};

function told(value, tell) {
  return value === null || value === undefined ? null : tell(value);
}

function small(text) {
  return text ? [" ", element("small", {}, text)] : [];
}

// A word of ours where there is one, else the word as it is.
function term(prefix, value) {
  return value !== null && knows(prefix + value) ? say(prefix + value) : value;
}

function isNumeric(name) {
  if (name in FIRST) return ["median_views", "engagement", "price"].includes(name);
  const form = formOf(name);
  return form !== undefined && !["text", "url", "flag"].includes(form);
}

function formOf(name) {
  return accounts.data?.chosen.find((it) => it.name === name)?.form;
}

// Any other column, by its form.
function tellValue(value, form, name) {
  if (value === null || value === undefined) return null;
  if (form === "flag") return say(value ? "page_yes" : "page_no");
  if (form === "share") return formatShare(value);
  if (form === "score") return say("page_tenth", { n: value });
  if (form === "url") return link(value, value.replace(/^https?:\/\//i, ""));
  if (form === "text") return tellTerm(name, value);
  if (form === "count" || Math.abs(value) >= 100) return say("page_number", { n: value });
  return say("page_decimal", { n: value });
}

const TERMS = {
  tier: "tier_",
  kind: "page_kind_of_",
  standing: "page_standing_",
  risk: "page_risk_",
};
const CODES = { language: "language", country: "region" };

function tellTerm(name, value) {
  if (name in TERMS) return term(TERMS[name], value);
  return name in CODES ? tellCode(CODES[name], value) : value;
}

// A language or a country by its name in the reader's language.
function tellCode(type, code) {
  try {
    return new Intl.DisplayNames([words.language], { type }).of(code);
  } catch {
    return code;
  }
}

// The contents of a cell; [] of nothing is a muted dash.
function contents(row, name) {
  const value =
    name in FIRST ? FIRST[name](row) : tellValue(valueOf(row, name), formOf(name), name);
  return value === null || value === undefined || value === "" ? [unknown()] : [value].flat();
}

function makeCell(row, name, label) {
  const isWho = name === "who";
  const title =
    name in TITLES ? TITLES[name](row) : name in FIRST ? null : plainTitle(row, name);
  const marks = {
    "data-column": name,
    "data-label": isWho ? null : label,
    class: isNumeric(name) ? "number" : null,
    title,
  };
  if (isWho) marks.scope = "row";
  return element(isWho ? "th" : "td", marks, ...contents(row, name));
}

function tellInterval(row) {
  const [low, high] = [valueOf(row, "rank_low"), valueOf(row, "rank_high")];
  return low === null || high === null ? null : say("page_interval", { low, high });
}

// What the first columns tell where the mouse rests.
const TITLES = {
  in_top: tellInterval,
  engagement: (row) => accounts.data.formulas[valueOf(row, "engagement_formula")] ?? null,
};

function plainTitle(row, name) {
  const value = valueOf(row, name);
  return typeof value === "string" && value.length > 40 ? value : null;
}

// What a column is called.
function labelOf(name) {
  if (name === "in_top" && accounts.data.top !== null) {
    return say("page_in_top_of", { n: accounts.data.top });
  }
  if (name in FIRST) return say("page_" + name);
  return sayOf(accounts.data.chosen.find((it) => it.name === name).label);
}
