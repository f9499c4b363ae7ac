// The network's picture: an account under the pointer and its neighbours stand out.

function startNetwork() {
  const network = document.querySelector("#picture-network .network");
  if (!network) return;
  const nodes = new Map([...network.querySelectorAll(".node")].map((it) => [it.dataset.n, it]));
  const edges = [...network.querySelectorAll(".edge")];
  let shown = null;
  const show = (node) => {
    if (node === shown) return;
    shown = node;
    network.classList.toggle("pointed", Boolean(node));
    for (const it of network.querySelectorAll(".near")) it.classList.remove("near");
    if (!node) return;
    node.classList.add("near");
    for (const edge of edges) {
      const { a, b } = edge.dataset;
      if (a !== node.dataset.n && b !== node.dataset.n) continue;
      edge.classList.add("near");
      nodes.get(a)?.classList.add("near");
      nodes.get(b)?.classList.add("near");
    }
  };
  network.addEventListener("pointerover", (event) => show(event.target.closest(".node")));
  network.addEventListener("pointerleave", () => show(null));
}
