// Runs in the panels of the Reports tab, behind window.js: a press becomes the event 'do' with the fields of its form.
const shelfMemory = {
  read: (key) => { try { return localStorage.getItem(key) ?? ""; } catch { return ""; } },
  write: (key, text) => { try { localStorage.setItem(key, text); } catch { /* a browser without memory */ } },
};
// What stops work, and what begins some that takes long, are events of their own.
const EVENTS = { stop: "halt", replace: "decide", "keep-both": "decide" };
let sentAt = 0;

function fieldsOf(form) {
  const held = {};
  for (const one of form?.querySelectorAll("[name]") ?? []) held[one.name] = one.value;
  return JSON.stringify(held);
}

function sendPress(pressed) {
  const { act, default: first, ...data } = pressed.dataset;
  // A second press before the page has changed means the first.
  if (data.do !== "stop" && Date.now() - sentAt < 800) return;
  sentAt = Date.now();
  pressed.classList.add("is-sent");
  trigger(EVENTS[data.do] ?? "do", { ...data, fields: fieldsOf(pressed.closest("[data-form]")) });
}

function recallNames() {
  for (const one of element.querySelectorAll("[data-memory]")) if (!one.value) one.value = shelfMemory.read(one.dataset.memory);
}

element.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-act=do]");
  if (pressed && element.contains(pressed)) sendPress(pressed);
});
element.addEventListener("input", (event) => {
  if (event.target.dataset.memory) shelfMemory.write(event.target.dataset.memory, event.target.value);
});
element.addEventListener("keydown", (event) => {
  if (event.key === "Escape") element.querySelector(":is(.row-form, .danger-form) :is([data-do=close-row], [data-do=not-remove])")?.click();
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  event.target.closest("[data-form]")?.querySelector("[data-default]")?.click();
});

// The button that opens the form of a row, or that of taking the report out.
function openerOf(what) {
  if (what === "remove") return element.querySelector("[data-do=remove]");
  return what ? element.querySelector(`[data-do=row][data-row="${CSS.escape(what)}"]`) : null;
}

let opened = "";
watch("value", () => {
  sentAt = 0;
  requestAnimationFrame(renewed);
});

function renewed() {
  element.querySelectorAll(".is-sent").forEach((one) => one.classList.remove("is-sent"));
  // Fields show what the new page says; a name that is remembered goes on.
  for (const one of element.querySelectorAll("[name]")) {
    if (one === document.activeElement) continue;
    if (one.tagName === "SELECT") for (const option of one.options) option.selected = option.hasAttribute("selected");
    else if (!one.dataset.memory) one.value = one.defaultValue;
  }
  recallNames();
  // What is asked or to be filled in comes into sight, and the keyboard goes on there.
  const trouble = element.querySelector(".trouble");
  if (trouble) trouble.scrollIntoView({ block: "center", behavior: "smooth" });
  const form = element.querySelector(".row-form, .danger-form");
  const now = form ? form.dataset.row ?? "remove" : element.querySelector(".report-card .panel-note")?.textContent ?? "";
  const left = form ? null : openerOf(opened);
  if (left) {
    // The form was shut: the keyboard goes back to the button that opened it.
    left.focus({ preventScroll: true });
  } else if (now && now !== opened) {
    const target = form ?? element.querySelector(".report-card");
    target.scrollIntoView({ block: form ? "center" : "start", behavior: "smooth" });
    (form?.querySelector("h3, button") ?? target.querySelector("h2"))?.focus({ preventScroll: true });
  }
  opened = now;
}
recallNames();
