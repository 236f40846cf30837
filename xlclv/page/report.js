// Numbers as the reader's locale writes them, and tables that can be sorted. The page reads the same without.
"use strict";
for (const data of document.querySelectorAll("data[data-kind]")) {
  const digits = Number(data.dataset.digits);
  const how = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  if (data.dataset.kind === "share") how.style = "percent";
  data.textContent = new Intl.NumberFormat(undefined, how).format(Number(data.value));
}
const compare = new Intl.Collator(undefined, { numeric: true }).compare;
const key = (row, at) => {
  const cell = row.cells[at], data = cell.querySelector("data");
  return data ? Number(data.value) : cell.textContent.trim();
};
const order = (a, b) => typeof a === "number" && typeof b === "number" ? a - b
  : typeof a === "number" ? -1 : typeof b === "number" ? 1 : compare(a, b);
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  if (body.rows.length < 2) continue;
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((a, b) => order(key(a, at), key(b, at)) * (down ? -1 : 1));
      body.append(...rows);
    });
  });
}
