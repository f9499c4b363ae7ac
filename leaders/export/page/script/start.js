// Everything begins when the data are read; until then the page is as it was written.

function chooseLanguage(language) {
  words.language = language;
  document.documentElement.lang = language;
  sayAll();
  document.title = document.querySelector("h1").textContent;
  writeFilters();
  writeColumns();
  writeHead();
  rewriteRows();
  tellSelection();
  if (find("side-by-side").open) writeComparison();
}

async function start() {
  const data = await readData();
  if (data) words.of = data.words;
  readRows(data);
  startTable();
  startFilters();
  startColumns();
  startSelection();
  startComparison();
  startNetwork();
  writeFilters();
  writeHead();
  readFilters();
  const language = find("language");
  language.value = words.language;
  language.addEventListener("change", () => chooseLanguage(language.value));
  for (const it of document.querySelectorAll(".needs-script")) it.hidden = false;
  if (!data) {
    find("old-browser").hidden = false;
    language.closest("label").hidden = true;
  }
  document.body.dataset.ready = "1";
}

start();
