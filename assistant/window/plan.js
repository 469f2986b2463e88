// Runs once in the plan's panel, behind window.js: a press becomes the event 'do' (or 'file') with every named field of
// the page, one at a time; what is typed into a cell is sent after a pause. The new page is laid over the old one node by
// node, so a field keeps its place and what is being typed in it.
const PAUSE = 1200, GIVE_UP = 90000, GIVE_UP_MODEL = 700000, LARGEST = 5000000;
// What makes a file and what asks a model are events of their own.
const EVENTS = { file: "file", polish: "polish" };
let busy = false, inFlight = "", following = null, timer = null, lapse = null, writing = "", lastPlace = null;
const typed = new Set(), editing = new Set(), folds = new Map();
const root = () => element.querySelector(".plan");
const memory = {
  read: (key) => { try { return localStorage.getItem(key) ?? ""; } catch { return ""; } },
  write: (key, text) => { try { localStorage.setItem(key, text); } catch { /* a browser without memory */ } },
};

function fields() {
  const held = {};
  for (const one of element.querySelectorAll("[name]")) {
    if (one.type === "checkbox") held[one.name] = one.checked ? "on" : "";
    else if (one.type !== "radio" || one.checked) held[one.name] = one.value;
  }
  return JSON.stringify(held);
}

function send(data) {
  const told = JSON.stringify(data);
  if (busy) {
    // A second press of the same button means the first; what is typed meanwhile goes with the next press.
    if (told !== inFlight && (data.do !== "keep" || !following)) following = data;
    return;
  }
  busy = true;
  inFlight = told;
  following = null;
  clearTimeout(timer);
  const all = fields();
  typed.clear();
  writing = element.contains(document.activeElement) ? document.activeElement.name ?? "" : "";
  root().classList.add("is-busy");
  root().setAttribute("aria-busy", "true");
  lapse = setTimeout(lapsed, data.do === "polish" ? GIVE_UP_MODEL : GIVE_UP);
  trigger(EVENTS[data.do] ?? "do", { ...data, fields: all });
}

function keepSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => send({ do: "keep" }), PAUSE);
}

// Fields show what the new page says, but for those that were typed into since the press.
function fill(one) {
  if (typed.has(one.name) || (one === document.activeElement && one.name === writing && one.type !== "checkbox")) return;
  if (one.type === "checkbox" || one.type === "radio") one.checked = one.hasAttribute("checked");
  else if (one.tagName === "SELECT") for (const option of one.options) option.selected = option.hasAttribute("selected");
  else if (one.value !== one.defaultValue) one.value = one.defaultValue;
}

function recall() {
  for (const one of element.querySelectorAll("[data-recall]")) {
    const kept = one.value ? "" : memory.read(one.dataset.recall);
    if (kept && (one.tagName !== "SELECT" || [...one.options].some((option) => option.value === kept))) one.value = kept;
  }
}

function count() {
  const ticked = element.querySelectorAll("[name^='pick-']:checked").length;
  const shown = element.querySelector(".picked-count");
  if (!shown) return;
  shown.textContent = ticked;
  element.querySelector(".picked-words").textContent = itaSay(" {n} ข้อ", { n: ticked });
}

// The open row stays in sight in its list, which scrolls downward beside the row and sideways above it.
function showOpen() {
  const list = element.querySelector(".row-list"), open = list?.querySelector(".is-open");
  if (!open) return;
  const [box, one] = [list.getBoundingClientRect(), open.getBoundingClientRect()];
  if (one.top < box.top || one.bottom > box.bottom) list.scrollTop += one.top - box.top - box.height / 3;
  if (one.left < box.left || one.right > box.right) list.scrollLeft += one.left - box.left - box.width / 3;
}

const foldKey = (one) => `${root().dataset.place}|${one.querySelector("summary").textContent.replace(/\d+/g, "")}`;

function arrive() {
  const place = root().dataset.place;
  document.body.dataset.planStep = root().dataset.step;
  if (place === lastPlace) return;
  const first = lastPlace === null, sameStep = lastPlace?.split(".")[0] === place.split(".")[0];
  lastPlace = place;
  editing.clear();
  if (first) return;
  const card = sameStep ? element.querySelector(".row-card") : root();
  const top = card.getBoundingClientRect().top;
  if (top < 0 || top > innerHeight * 0.6) card.scrollIntoView({ block: "start" });
  const heading = card.querySelector("h2");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

function release() {
  clearTimeout(lapse);
  busy = false;
  root().classList.remove("is-busy");
  root().removeAttribute("aria-busy");
}

// No answer came: what stands in the fields is still to be sent.
function lapsed() {
  release();
  for (const one of element.querySelectorAll("textarea")) if (one.value !== one.defaultValue) typed.add(one.name);
}

// One who may only read finds fields shut, and nothing to press that would change a plan.
function shut() {
  const may = root().dataset.reads?.split(" ");
  if (!may) return;
  for (const one of element.querySelectorAll("textarea:not([name=pasted])")) one.readOnly = true;
  for (const one of element.querySelectorAll("[name^='pick-']")) one.disabled = true;
  for (const one of element.querySelectorAll("[data-act=edit], [data-act=do]"))
    if (!may.includes(one.dataset.do)) one.hidden = true;
}

// The page that arrives knows nothing of the cells that are open here. They are opened again in the very moment, for a
// field that is hidden for as long as one frame loses the keyboard.
function keepOpen() {
  element.querySelectorAll(".cell").forEach((one) => one.classList.toggle("is-editing", editing.has(one.dataset.cell)));
}
new MutationObserver(keepOpen).observe(element, { subtree: true, childList: true, attributeFilter: ["class"] });

function settle() {
  release();
  arrive();
  shut();
  element.querySelectorAll("[name]").forEach(fill);
  element.querySelectorAll("input[type=file]").forEach((one) => { one.value = ""; });
  element.querySelectorAll("details").forEach((one) => { if (folds.has(foldKey(one))) one.open = folds.get(foldKey(one)); });
  keepOpen();
  recall();
  count();
  showOpen();
  if (following) send(following);
  else if ([...typed].some((name) => name.startsWith("cell-"))) keepSoon();
}
watch("value", () => requestAnimationFrame(settle));

function upload(file) {
  if (!file) return;
  if (file.size > LARGEST) { send({ do: "upload", name: file.name, content: "" }); return; }
  const reader = new FileReader();
  reader.addEventListener("load", () => send({ do: "upload", name: file.name, content: reader.result.split(",")[1] ?? "" }));
  reader.addEventListener("error", () => send({ do: "upload", name: file.name, content: "-" }));
  reader.readAsDataURL(file);
}

function edit(cell) {
  const field = cell.querySelector("textarea");
  if (editing.delete(cell.dataset.cell)) {
    cell.classList.remove("is-editing");
    send({ do: "keep" });
    return;
  }
  editing.add(cell.dataset.cell);
  cell.classList.add("is-editing");
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

element.addEventListener("click", (event) => {
  const summary = event.target.closest("summary");
  if (summary) folds.set(foldKey(summary.parentElement), !summary.parentElement.open);
  const pressed = event.target.closest("[data-act]");
  if (pressed?.dataset.act === "edit") edit(pressed.closest(".cell"));
  if (pressed?.dataset.act !== "do") return;
  const { act, busy: words, default: first, ...data } = pressed.dataset;
  if (words && !busy) pressed.textContent = `${words}…`;
  send(data);
});

element.addEventListener("input", (event) => {
  const one = event.target;
  if (!one.name) return;
  typed.add(one.name);
  if (one.dataset.keep) memory.write(one.dataset.keep, one.value);
  if (one.name === "fiscal_year") {
    const before = element.querySelector("[name=score_year]");
    typed.add("score_year");
    before.value = String(Number(one.value) - 1);
  }
  if (one.name.startsWith("pick-")) count();
  if (!one.name.startsWith("cell-")) return;
  editing.add(one.closest(".cell").dataset.cell);
  const state = element.querySelector(".save-state:not(.is-open)");
  if (state) state.textContent = itaSay("กำลังพิมพ์ ยังไม่ได้บันทึก");
  keepSoon();
});

element.addEventListener("change", (event) => {
  if (event.target.dataset.do === "upload") upload(event.target.files[0]);
});
element.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT" || event.target.type !== "text") return;
  const within = event.target.closest(".rule, .row-add, details, .panel");
  (within?.querySelector("[data-default]") ?? within?.querySelector("[data-act=do]"))?.click();
});
for (const name of ["dragover", "drop"])
  element.addEventListener(name, (event) => {
    if (root().dataset.step !== "2" || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (name === "drop") upload(event.dataTransfer.files[0]);
  });
document.addEventListener("visibilitychange", () => {
  if (document.hidden && [...typed].some((name) => name.startsWith("cell-"))) send({ do: "keep" });
});
addEventListener("beforeunload", (event) => {
  if ([...typed].some((name) => name.startsWith("cell-"))) event.preventDefault();
});
// One's own district may have been named in another tab of the window meanwhile.
new MutationObserver(recall).observe(document.body, { attributes: true, attributeFilter: ["data-tab"] });
arrive();
shut();
recall();
