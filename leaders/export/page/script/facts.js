// What an opened row says last: its posts, and the facts of which nothing else was said.

function tellPosts(row) {
  const posts = detailOf(row).posts;
  if (!posts) return null;
  const told = posts.map(([excerpt, date, address, views, reactions]) => {
    const facts = [
      date,
      views === null ? null : say("page_post_views", { n: views }),
      reactions === null ? null : say("page_post_reactions", { n: reactions }),
    ]
      .filter(Boolean)
      .join(", ");
    const to = isWebAddress(address) ? link(address, say("page_post_link")) : null;
    return element(
      "li",
      {},
      isolated(excerpt),
      " ",
      element("small", {}, facts, facts && to ? ", " : "", to),
    );
  });
  return part("page_posts", {}, element("ul", { class: "plain" }, ...told));
}

const TOLD_ELSEWHERE = [
  "flags",
  "engagement_formula",
  "account_id",
  "url",
];

function tellFacts(row) {
  const facts = accounts.data.chosen.filter(
    (it) => it.group === "facts" && !TOLD_ELSEWHERE.includes(it.name),
  );
  const pairs = facts
    .map((it) => [it, tellValue(valueOf(row, it.name), it.form, it.name)])
    .filter(([, value]) => value !== null)
    .flatMap(([it, value]) => [
      element("dt", {}, sayOf(it.label)),
      element("dd", {}, it.name === "links" ? linked(value) : wrapText(value)),
    ]);
  const price = detailOf(row).price;
  if (price) {
    const [amount, currency, format, date] = price;
    const said = [formatMoney(amount, currency), format, date && say("page_priced_on", { date })]
      .filter(Boolean)
      .join(", ");
    pairs.unshift(...pair("page_price", said));
  }
  const formula = valueOf(row, "engagement_formula");
  if (formula)
    pairs.push(
      element("dt", {}, say("page_column_engagement_formula")),
      element("dd", {}, formula),
    );
  const address = valueOf(row, "url");
  if (address)
    pairs.push(
      element("dt", {}, say("page_column_url")),
      element("dd", {}, link(address, address)),
    );
  return pairs.length ? part("page_facts", {}, element("dl", { class: "facts" }, ...pairs)) : null;
}

function wrapText(value) {
  return typeof value === "string" ? isolated(value) : value;
}

// Addresses between semicolons; what is no web address stays text.
function linked(text) {
  return text
    .split("; ")
    .flatMap((it, n) => [n ? "; " : "", isWebAddress(it) ? link(it, isolated(it)) : isolated(it)]);
}
