// Runs once in each panel of the comparison, behind window.js: presses of the map become the events 'cell' and 'item',
// arrow keys go from cell to cell, and what was pressed is brought into view.
const reach = () => element.querySelectorAll(".map .map-cell");

function pressedAt(pressed) {
  const cell = pressed.closest("td, th");
  const head = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
  const line = cell.parentElement.dataset.line;
  return pressed.dataset.act === "item" ? { line } : { line, district: head.dataset.district, year: head.dataset.year };
}

element.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-act=cell], [data-act=item]");
  if (!pressed || !element.contains(pressed)) return;
  element.querySelectorAll(".is-active").forEach((one) => one.classList.remove("is-active"));
  pressed.classList.add("is-active");
  document.body.dataset.comparing = "anew";
  trigger(pressed.dataset.act === "cell" ? "cell" : "item", pressedAt(pressed));
});

// The map gives half of its width to the source: what was pressed stays where it was on the screen.
element.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-act=cite]");
  if (!pressed || innerWidth <= 1000) return;
  const top = pressed.getBoundingClientRect().top, width = element.clientWidth;
  const watcher = new ResizeObserver(() => {
    if (element.clientWidth === width) return;
    watcher.disconnect();
    scrollBy({ top: pressed.getBoundingClientRect().top - top, behavior: "instant" });
    pressed.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
  });
  watcher.observe(element);
  setTimeout(() => watcher.disconnect(), 5000);
});

// One stop for the tab key, the arrows inside, as in a spreadsheet; cells without data are passed over.
element.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const from = event.target.closest?.(".map-cell");
  if (!step || !from) return;
  event.preventDefault();
  const rows = [...from.closest("tbody").rows];
  let [row, column] = [rows.indexOf(from.closest("tr")), from.closest("td").cellIndex];
  for (;;) {
    row += step[0];
    column += step[1];
    const cell = rows[row]?.cells[column];
    if (!cell) return;
    const next = cell.querySelector(".map-cell");
    if (!next) continue;
    from.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    return;
  }
});

function settle() {
  const first = reach()[0];
  if (first) first.tabIndex = 0;
  const panel = element.querySelector(".compare-rows");
  if (panel && document.body.dataset.comparing) {
    delete document.body.dataset.comparing;
    panel.scrollIntoView({ block: "start", behavior: "smooth" });
    panel.querySelector("h2")?.focus({ preventScroll: true });
  }
}
watch("value", () => requestAnimationFrame(settle));
settle();
