// Elements; a child that is a string is text, whoever wrote it.

const SVG = "http://www.w3.org/2000/svg";

function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function drawn(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false)
      made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((it) => it !== null && it !== undefined && it !== ""));
  return made;
}

// Names stand by themselves: a right-to-left one turns nothing around it.
function isolated(text) {
  return element("bdi", {}, text);
}

function english(text, tag = "span") {
  return element(tag, { lang: "en" }, text);
}

function cutText(text, longest) {
  const letters = Array.from(text);
  if (letters.length <= longest) return text;
  return (
    letters
      .slice(0, longest - 1)
      .join("")
      .replace(/ +$/, "") + "\u2026"
  );
}

function isWebAddress(address) {
  return typeof address === "string" && /^https?:\/\/[^\s<>"\\]+$/i.test(address);
}

function link(address, ...children) {
  if (!isWebAddress(address)) return children;
  const safe = { href: address, rel: "noreferrer nofollow noopener", target: "_blank" };
  return element("a", safe, ...children);
}

function unknown() {
  return element("i", { class: "na" }, element("span", {}, say("not_known")));
}

function find(id) {
  return document.getElementById(id);
}
