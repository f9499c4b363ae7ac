// Two to five rows side by side: facts in rows, accounts in columns, and what sets them apart.

function openComparison() {
  writeComparison();
  find("side-by-side").showModal();
}

function writeComparison() {
  const rows = pickedRows();
  const heads = rows.map((row) =>
    element(
      "th",
      { scope: "col" },
      isolated(cutText(nameOf(row), SHOWN)),
      small("@" + (valueOf(row, "handle") ?? "")),
    ),
  );
  const head = element("thead", {}, element("tr", {}, element("td"), ...heads));
  const lines = [
    compareLine(
      say("page_rank"),
      rows.map((row) => tellRank(row)),
    ),
    ...accounts.data.first
      .filter((it) => it !== "who")
      .map((name) =>
        compareLine(
          labelOf(name),
          rows.map((row) => contents(row, name)),
        ),
      ),
    ...["followers_count", "coverage", "language", "country"]
      .filter(
        (name) =>
          accounts.data.chosen.some((it) => it.name === name) &&
          rows.some((row) => valueOf(row, name) !== null),
      )
      .map((name) =>
        compareLine(
          labelOf(name),
          rows.map((row) => contents(row, name)),
        ),
      ),
  ];
  const facts = element("tbody", {}, ...lines);
  const points = element("tbody", { class: "points" }, ...comparePoints(rows));
  find("compared").replaceChildren(head, facts, points);
  find("compared").style.minWidth = `${9 * (rows.length + 1)}rem`;
  find("apart").replaceChildren(...rows.slice(1).map((row) => tellApart(rows[0], row)));
}

function compareLine(label, cells) {
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, label),
    ...cells.map((it) => element("td", {}, ...[it].flat())),
  );
}

function tellRank(row) {
  const rank = valueOf(row, "rank");
  return rank === null
    ? [unknown()]
    : [
        formatNumber(rank),
        ...small(sayOf(accounts.data.lists.find((it) => it.name === row.list.name).title)),
      ];
}

// On one scale, that of the most points that any of them has.
function comparePoints(rows) {
  const pointsOf = (row, name) => valueOf(row, name + "_contribution");
  const names = accounts.data.components.filter((name) =>
    rows.some((row) => pointsOf(row, name) !== null),
  );
  const most = Math.max(
    ...names.flatMap((name) => rows.map((row) => Math.abs(pointsOf(row, name) ?? 0))),
    0,
  );
  const lines = names.map((name) =>
    compareLine(
      nameComponent(name),
      rows.map((row) => {
        const points = pointsOf(row, name);
        return points === null
          ? [unknown()]
          : [
              drawBar(points, most, points < 0 ? "against" : "accent"),
              " ",
              say("page_points", { n: points }),
            ];
      }),
    ),
  );
  const scores = rows.map((row) =>
    valueOf(row, "score") === null ? [unknown()] : [formatNumber(valueOf(row, "score"), 1)],
  );
  return [...lines, compareLine(say("page_score"), scores)];
}

// Why the first stands before another, or behind it; and whether the data can tell.
function tellApart(first, other) {
  const gaps = accounts.data.components
    .map((name) => ({
      name,
      gap:
        (valueOf(other, name + "_contribution") ?? 0) -
        (valueOf(first, name + "_contribution") ?? 0),
    }))
    .filter((it) => Math.abs(it.gap) >= 0.05)
    .sort((a, b) => Math.abs(b.gap) - Math.abs(a.gap));
  const most = Math.max(...gaps.map((it) => Math.abs(it.gap)), 0);
  const bars = gaps.map((it) =>
    listWith(nameComponent(it.name), drawLean(it.gap, most), signedTenth(it.gap), ""),
  );
  const whole = (valueOf(other, "score") ?? 0) - (valueOf(first, "score") ?? 0);
  return element(
    "section",
    { class: "part" },
    element("h4", {}, isolated(cutText(nameOf(other), SHOWN))),
    line(say("page_difference", { name: cutText(nameOf(first), SHOWN) }), ": ", signedTenth(whole)),
    element("ul", { class: "bars" }, ...bars),
    line(say(overlapKey(first, other))),
  );
}

function signedTenth(value) {
  return (value >= 0.05 ? "+" : "") + formatNumber(value, 1);
}

function overlapKey(a, b) {
  const bounds = [a, b].flatMap((row) => [valueOf(row, "rank_low"), valueOf(row, "rank_high")]);
  if (a.list !== b.list || bounds.includes(null)) return "page_intervals_unknown";
  return bounds[0] <= bounds[3] && bounds[2] <= bounds[1]
    ? "page_intervals_overlap"
    : "page_intervals_apart";
}

function startComparison() {
  const dialog = find("side-by-side");
  find("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
