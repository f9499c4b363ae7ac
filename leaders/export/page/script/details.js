// What a row opens into: why it stands there, and everything known of it.

function turnDetail(row, button) {
  if (row.detail) {
    row.detail.remove();
    row.detail = null;
  } else {
    row.detail = writeDetail(row);
    row.tr.after(row.detail);
  }
  button.setAttribute("aria-expanded", String(Boolean(row.detail)));
}

function writeDetail(row) {
  const parts = [
    tellPoints(row),
    tellPlace(row),
    tellNiche(row),
    tellFlags(row),
    tellSeen(row),
    tellHistory(row),
    tellPosts(row),
    tellFacts(row),
  ].filter(Boolean);
  const body = element(
    "div",
    { class: "detail-body" },
    ...(parts.length ? parts : [say("page_nothing_more")]),
  );
  const name = element(
    "p",
    { class: "whole-name" },
    isolated(nameOf(row)),
    " ",
    element("small", {}, isolated(idOf(row))),
  );
  const made = element(
    "tr",
    { class: "detail" },
    element("td", { colspan: view.columns.length }, name, body),
  );
  row.detail?.replaceWith(made);
  return made;
}

function part(key, values, ...children) {
  return element("section", { class: "part" }, element("h4", {}, say(key, values)), ...children);
}

function line(...children) {
  return element("p", {}, ...children);
}

function nameComponent(name) {
  return knows("component_" + name) ? say("component_" + name) : name.replaceAll("_", " ");
}

function nameFlag(name) {
  return knows("flag_" + name) ? say("flag_" + name) : name.replaceAll("_", " ");
}

function listWith(name, drawing, value, words) {
  return element(
    "li",
    {},
    element("span", { class: "bar-name" }, name),
    drawing,
    element("span", { class: "bar-value" }, value),
    element("span", { class: "bar-words" }, words),
  );
}

function contributions(row) {
  return accounts.data.components
    .map((name) => ({
      name,
      points: valueOf(row, name + "_contribution"),
      percentile: valueOf(row, name + "_percentile"),
      value: valueOf(row, name),
    }))
    .filter((it) => it.points !== null)
    .sort((a, b) => b.points - a.points);
}

function mostPoints() {
  accounts.mostPoints ??= Math.max(
    ...accounts.data.components.flatMap((name) =>
      (accounts.data.values[name + "_contribution"] ?? []).map((it) => Math.abs(it ?? 0)),
    ),
    0,
  );
  return accounts.mostPoints;
}

function tellPoints(row) {
  const told = contributions(row);
  if (!told.length) return null;
  const bars = told.map((it) => {
    const above =
      it.value === null
        ? say("page_neutral")
        : it.percentile === null
          ? ""
          : say("page_above", { n: Math.min(Math.floor(100 * it.percentile) / 100, 0.99) });
    return listWith(
      nameComponent(it.name),
      drawBar(it.points, mostPoints(), it.points < 0 ? "against" : "accent"),
      formatNumber(it.points, 1),
      above,
    );
  });
  const why = sayOf(accounts.data.why[row.n]);
  const score = valueOf(row, "score") ?? told.reduce((sum, it) => sum + it.points, 0);
  return part(
    "page_points_of",
    { n: score },
    why ? line(why) : null,
    element("ul", { class: "bars" }, ...bars),
  );
}

function tellPlace(row) {
  const [rank, low, high] = ["rank", "rank_low", "rank_high"].map((it) => valueOf(row, it));
  if (rank === null) return null;
  const all = row.list.rows.length;
  const chance = valueOf(row, "p_top");
  const [best, worst] = [valueOf(row, "stress_best"), valueOf(row, "stress_worst")];
  const said = [
    say("page_place_of", { n: rank, all }) + ".",
    valueOf(row, "is_tied") ? say("page_tied") : null,
    low === null || high === null
      ? say("page_no_interval")
      : say("page_interval", { low, high }) + ".",
    chance === null ? null : say("page_chance", { n: chance }),
    best === null || worst === null ? null : say("page_stress", { low: best, high: worst }),
    valueOf(row, "depends_on_one_source") ? say("page_one_source") : null,
  ].filter(Boolean);
  return part("page_how_sure", {}, drawInterval(rank, low, high, all), line(said.join(" ")));
}

function tellNiche(row) {
  const it = detailOf(row);
  const role = valueOf(row, "role");
  const probability = valueOf(row, "probability");
  if (!it.families && !it.pinned && !it.role && probability === null) return null;
  const families = it.families ?? [];
  const most = Math.max(
    ...families.map((family) => Math.abs(family[1] ?? 0)),
    Math.abs(it.base ?? 0),
    1,
  );
  const bars = families.map(([name, nats, evidence]) =>
    listWith(
      term("page_family_", name) === name ? name.replaceAll("_", " ") : say("page_family_" + name),
      drawLean(nats ?? 0, most),
      nats === null ? "" : signed(nats),
      english(evidence),
    ),
  );
  if (it.base !== undefined)
    bars.push(listWith(say("page_base"), drawLean(it.base, most), signed(it.base), ""));
  const pinned =
    it.pinned &&
    (knows("page_pinned_" + it.pinned)
      ? say("page_pinned_" + it.pinned)
      : say("page_pinned_other", { by: it.pinned }));
  return part(
    "page_of_niche",
    {},
    pinned
      ? line(pinned)
      : probability === null
        ? null
        : line(say("page_probability", { n: probability })),
    bars.length ? element("ul", { class: "bars" }, ...bars) : null,
    bars.length ? element("p", { class: "note" }, say("page_nats")) : null,
    role === null
      ? null
      : line(
          element("strong", {}, say("page_role")),
          ": ",
          term("role_", role),
          it.role ? [" \u2014 ", english(it.role)] : "",
        ),
  );
}

function signed(value) {
  return (value > 0 ? "+" : "") + formatNumber(value, 2);
}
