// Which columns are shown; statistics are one click deeper.

function writeColumns() {
  const box = find("columns-offered");
  const isOpen = box.querySelector("details")?.open ?? false;
  const offer = (name) => {
    const tick = element("input", { type: "checkbox", "data-column": name });
    tick.checked = view.columns.includes(name);
    return element("label", {}, tick, " ", labelOf(name));
  };
  const of = (group) =>
    accounts.data.chosen.filter((it) => it.group === group).map((it) => offer(it.name));
  const group = (key, offers) =>
    offers.length ? element("fieldset", {}, element("legend", {}, say(key)), ...offers) : null;
  const statistics = of("statistics");
  const deeper = element(
    "details",
    { open: isOpen },
    element("summary", {}, say("page_columns_statistics")),
    element("div", { class: "offers" }, ...statistics),
  );
  box.replaceChildren(
    group("page_columns_first", accounts.data.first.map(offer)),
    group("page_columns_facts", of("facts")) ?? "",
    statistics.length ? deeper : "",
  );
}

function readColumns() {
  const ticked = [...document.querySelectorAll("#columns input:checked")].map(
    (it) => it.dataset.column,
  );
  view.columns = ticked.length ? ticked : ["who"];
  if (view.sort && !view.columns.includes(view.sort.name)) view.sort = null;
  writeHead();
  rewriteRows();
}

function startColumns() {
  find("columns").hidden = !accounts.data;
  if (!accounts.data) return;
  writeColumns();
  find("columns").addEventListener("change", readColumns);
}
