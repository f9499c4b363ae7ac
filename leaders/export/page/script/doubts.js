// What an opened row says of doubts: flags, how much was seen, earlier rankings.

function tellFlags(row) {
  const it = detailOf(row);
  if (!it.flags && !it.usual && !it.unmeasured && valueOf(row, "flags") === null) return null;
  const raised = (it.flags ?? []).map((flag) =>
    element(
      "div",
      { class: "flag" },
      element("h5", {}, nameFlag(flag.name)),
      line(
        say("page_flag_value", {
          value: tellMeasured(flag.value, flag.form),
          median: tellMeasured(flag.median, flag.form),
          peers: flag.peers,
        }),
      ),
      drawBar(flag.value, Math.max(flag.value, flag.median), "warn"),
      drawBar(flag.median, Math.max(flag.value, flag.median), "plain"),
      line(english(flag.sentence)),
      element(
        "dl",
        { class: "small" },
        ...pair("page_flag_cautions", english(flag.cautions)),
        ...pair("page_flag_formula", english(flag.formula)),
        element("dt", {}, say("page_flag_seen", { n: flag.seen })),
        element("dd", {}, english(flag.on)),
      ),
    ),
  );
  const others = it.flags ? null : valueOf(row, "flags");
  return part(
    "page_flags",
    {},
    raised.length || others ? element("p", { class: "note" }, say("page_flags_caution")) : null,
    ...raised,
    others ? line(english(others)) : null,
    element(
      "dl",
      { class: "small" },
      ...(it.usual ? pair("page_usual", it.usual.map(nameFlag).join("; ")) : []),
      ...(it.unmeasured ? pair("page_unmeasured", it.unmeasured.map(nameFlag).join("; ")) : []),
    ),
  );
}

function tellMeasured(value, form) {
  return form === "share" ? formatShare(value) : formatNumber(value, 2);
}

function pair(key, value) {
  return [element("dt", {}, say(key)), element("dd", {}, value)];
}

function tellSeen(row) {
  const it = detailOf(row);
  const coverage = valueOf(row, "coverage");
  const listing = it.listing && term("page_listing_", it.listing);
  const counts =
    it.fetched === undefined
      ? null
      : it.declared === undefined
        ? say("page_seen_read", { listing: listing ?? "", fetched: it.fetched })
        : say("page_seen_counts", {
            listing: listing ?? "",
            fetched: it.fetched,
            declared: it.declared,
          });
  const ended = it.ended && term("page_ended_", it.ended);
  return part(
    "page_seen",
    {},
    coverage === null ? null : drawBar(coverage, 1, "accent"),
    line(coverage === null ? say("page_seen_unknown") : say("page_seen_share", { n: coverage })),
    counts ? line([counts, ended].filter(Boolean).join("; ")) : null,
    it.lacking
      ? element("ul", { class: "plain" }, ...it.lacking.map((text) => english(text, "li")))
      : null,
  );
}

function tellHistory(row) {
  const history = detailOf(row).history;
  if (!history) return null;
  const steps = history.map(([date, n, low, high]) =>
    n === null
      ? say("page_history_none", { date })
      : low === null || high === null
        ? say("page_history_step", { date, n })
        : say("page_history_range", { date, n, low, high }),
  );
  const isDrawn = history.filter((it) => it[1] !== null).length > 1;
  return part(
    "page_history",
    {},
    isDrawn ? drawHistory(history) : null,
    element("ul", { class: "plain" }, ...steps.map((it) => element("li", {}, it))),
  );
}
