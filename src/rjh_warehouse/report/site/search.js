"use strict";
// Search in the list that stands in the page: every word must be found; names before meanings.
const found = document.getElementById("found");
const told = document.getElementById("told");
const field = document.getElementById("q");
const list = JSON.parse(document.getElementById("index").textContent);
const texts = list.map((entry) => entry.slice(1).join(" ").toLowerCase());
const MOST = 60;

function search() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  found.replaceChildren();
  if (!words.length) { told.textContent = ""; return; }
  const hits = [];
  list.forEach((entry, n) => {
    if (words.every((word) => texts[n].includes(word))) {
      hits.push([words.every((word) => entry[1].toLowerCase().includes(word)) ? 0 : 1, entry]);
    }
  });
  hits.sort((one, other) => one[0] - other[0]);
  for (const [, [address, name, meaning]] of hits.slice(0, MOST)) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = name;
    item.append(link, " ", meaning);
    found.append(item);
  }
  const sentence = hits.length > MOST ? told.dataset.first : told.dataset.all;
  told.textContent = sentence.replace("#", String(hits.length)).replace("#", String(MOST));
}

field.addEventListener("input", search);
field.value = new URLSearchParams(location.search).get("q") || "";
search();
