"use strict";
for (const button of document.querySelectorAll("thead button")) {
  button.addEventListener("click", () => {
    const head = button.closest("th");
    const up = head.getAttribute("aria-sort") !== "ascending";
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const text = (row) => row.cells[head.cellIndex].textContent.trim();
    const body = head.closest("table").tBodies[0];
    const rows = [...body.rows].sort((a, b) => text(a).localeCompare(text(b), "id", { numeric: true }));
    body.append(...(up ? rows : rows.reverse()));
  });
}
