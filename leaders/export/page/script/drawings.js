// Small drawings: bars, an interval, a line over time. What they say is said in words beside them.

function drawBar(value, most, kind = "accent") {
  const width = most > 0 ? Math.max((100 * Math.abs(value)) / most, value ? 1 : 0) : 0;
  return drawn(
    "svg",
    { class: "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
    drawn("rect", { class: "groove", width: 100, height: 8, rx: 1 }),
    drawn("rect", { class: kind, width: width.toFixed(1), height: 8, rx: 1 }),
  );
}

// To both sides of nought.
function drawLean(value, most) {
  const width = most > 0 ? (50 * Math.abs(value)) / most : 0;
  return drawn(
    "svg",
    { class: "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
    drawn("rect", { class: "groove", width: 100, height: 8, rx: 1 }),
    drawn("rect", {
      class: value < 0 ? "against" : "accent",
      x: (value < 0 ? 50 - width : 50).toFixed(1),
      width: width.toFixed(1),
      height: 8,
    }),
    drawn("rect", { class: "zero", x: 49.6, width: 0.8, height: 8 }),
  );
}

function drawInterval(rank, low, high, last) {
  const most = Math.max(last, high ?? 1, 2);
  const at = (place) => (6 + (288 * (place - 1)) / (most - 1)).toFixed(1);
  const label = (place, anchor) =>
    drawn(
      "text",
      { x: at(place), y: 34, "text-anchor": anchor, class: "muted", "font-size": 11 },
      formatNumber(place),
    );
  return drawn(
    "svg",
    { class: "interval", viewBox: "0 0 300 38", "aria-hidden": "true" },
    drawn("line", { class: "line", x1: at(1), x2: at(most), y1: 12, y2: 12 }),
    low === null
      ? null
      : drawn("rect", {
          class: "band",
          x: at(low),
          width: Math.max(at(high) - at(low), 2),
          y: 7,
          height: 10,
          rx: 5,
        }),
    drawn("circle", { class: "accent", cx: at(rank), cy: 12, r: 5 }),
    label(1, "start"),
    label(most, "end"),
  );
}

// Places over time, the best above; where it stood in no list the line is broken.
function drawHistory(history) {
  const places = history
    .flatMap(([, rank, low, high]) => [rank, low, high])
    .filter((it) => it !== null);
  const [least, most] = [Math.min(...places), Math.max(...places)];
  const x = (n) => (8 + (284 * n) / Math.max(history.length - 1, 1)).toFixed(1);
  const y = (place) => (8 + (48 * (place - least)) / Math.max(most - least, 1)).toFixed(1);
  const bands = history.map(([, , low, high], n) =>
    low === null || high === null
      ? null
      : drawn("line", { class: "whisker", x1: x(n), x2: x(n), y1: y(low), y2: y(high) }),
  );
  let path = "";
  history.forEach(([, rank], n) => {
    if (rank !== null) path += `${n && history[n - 1][1] !== null ? "L" : "M"}${x(n)},${y(rank)}`;
  });
  const dots = history.map(([, rank], n) =>
    rank === null ? null : drawn("circle", { class: "accent", cx: x(n), cy: y(rank), r: 3.5 }),
  );
  return drawn(
    "svg",
    { class: "history", viewBox: "0 0 300 64", "aria-hidden": "true" },
    ...bands,
    drawn("path", { class: "trace", d: path }),
    ...dots,
  );
}
