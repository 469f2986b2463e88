// Runs once for the whole page: its language, lists that narrow down, and what is said when the program is gone.
// gradio writes the browser's own language there, late.
(() => {
  const root = document.documentElement;
  const own = () => { if (root.lang !== itaTongue) root.lang = itaTongue; };
  new MutationObserver(own).observe(root, { attributes: true, attributeFilter: ["lang"] });
  own();
})();
// A message in that language, as t() in tongue.py says it.
function itaSay(thai, values = {}) {
  const known = itaWords[thai] ?? thai;
  const words = Array.isArray(known) ? known[Object.values(values)[0] === 1 ? 0 : 1] : known;
  return words.replace(/\{(\w+)[^{}]*\}/g, (_, name) => values[name].toLocaleString("en"));
}
// The source is closed by its button or by Escape, and the keyboard goes back to the mark or card that opened it.
let itaOpener = null;
function itaCloseSource() {
  if (!document.body.classList.contains("source-open")) return;
  const at = document.activeElement;
  const within = !at || at === document.body || at.closest("#source");
  document.body.classList.remove("source-open");
  if (!within || !itaOpener) return;
  const same = [...document.querySelectorAll(`[data-key="${CSS.escape(itaOpener.dataset.key ?? "")}"]`)];
  const opener = itaOpener.isConnected ? itaOpener : same.find((one) => one.checkVisibility());
  opener?.focus({ preventScroll: true });
}
document.addEventListener("keydown", (event) => { if (event.key === "Escape") itaCloseSource(); });
// An open list of gradio's is a stop of its own for Tab, as all that scrolls, and is gone once the focus leaves its field.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Tab" || !event.target.matches?.("input[role=combobox]")) return;
  document.querySelectorAll("ul[role=listbox]").forEach((one) => { one.tabIndex = -1; });
}, true);
// gradio's lists narrow down on key strokes only: a pasted or dictated name, or one from a phone, shall count too.
document.addEventListener("input", (event) => {
  if (event.target.matches?.("input[role=combobox]"))
    event.target.dispatchEvent(new KeyboardEvent("keydown", { key: "Process", bubbles: true }));
});

// The program is asked for its number now and then, and at once when an answer is long in coming. gradio's own notice
// of a lost program is in English and hidden (window.css); gradio reloads the page when the program is back.
(() => {
  const EVERY = 15000, WHEN_LOST = 2500, PATIENCE = 8000;
  const UNSENT = "ita-unsent", TAB = "ita-tab";
  const GONE = itaSay("ติดต่อโปรแกรมไม่ได้ คำถามล่าสุดอาจยังไม่ถึง ให้ตรวจว่าโปรแกรมและเครือข่ายยังทำงาน หน้านี้จะลองติดต่อใหม่เอง");
  const ANEW = itaSay("โปรแกรมเริ่มทำงานใหม่แล้ว โหลดหน้านี้ใหม่เพื่อถามต่อ");
  let known = null, timer = null;

  function say(sentence, reload) {
    let notice = document.getElementById("lost");
    if (!sentence) { notice?.remove(); return; }
    if (!notice) {
      notice = document.createElement("div");
      notice.id = "lost";
      notice.setAttribute("role", "alert");
      document.body.append(notice);
    }
    if (notice.firstChild?.textContent === sentence) return;
    const words = document.createElement("span");
    words.textContent = sentence;
    notice.replaceChildren(words);
    if (!reload) return;
    const button = document.createElement("button");
    button.textContent = itaSay("โหลดหน้าใหม่");
    button.addEventListener("click", () => location.reload());
    notice.append(button);
  }

  const field = () => document.querySelector("#question textarea");

  // What was typed, or is waited for, outlives the reload that follows; it is kept in this tab only.
  function keep() {
    const waits = document.querySelector("#talk .turn:has(.is-waiting) .asked p")?.firstChild?.textContent;
    try { if (field()?.value || waits) sessionStorage.setItem(UNSENT, field()?.value || waits); } catch { /* no memory */ }
  }

  function giveBack(tries) {
    let text = null;
    try { text = sessionStorage.getItem(UNSENT); } catch { /* as above */ }
    if (!text) return;
    if (field() && !field().disabled && document.querySelector("#talk .talk")) {
      sessionStorage.removeItem(UNSENT);
      if (field().value) return;
      field().value = text;
      field().dispatchEvent(new Event("input", { bubbles: true }));
    } else if (tries > 0) setTimeout(() => giveBack(tries - 1), 250);
  }

  // The other language is the same address under another path; what was typed and the open tab go along.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-tongue]");
    if (!link) return;
    document.cookie = `ita_language=${link.dataset.tongue}; path=/; max-age=31536000; samesite=lax`;
    link.href = itaPaths[link.dataset.tongue] + location.search;
    keep();
    try { sessionStorage.setItem(TAB, document.body.dataset.tab ?? ""); } catch { /* no memory */ }
  });
  function backToTab(tries) {
    let tab = null;
    try { tab = sessionStorage.getItem(TAB); } catch { /* as above */ }
    if (!tab) return;
    const button = document.querySelector(`[data-tab-id="${CSS.escape(tab)}"]`);
    if (button && document.querySelector("#talk .talk")) {
      sessionStorage.removeItem(TAB);
      button.click();
    } else if (tries > 0) setTimeout(() => backToTab(tries - 1), 250);
  }

  async function look() {
    clearTimeout(timer);
    let number = null;
    try {
      const reply = await fetch("gradio_api/app_id", { cache: "no-store", signal: AbortSignal.timeout(6000) });
      number = reply.ok ? (await reply.json()).app_id : null;
    } catch { /* said below */ }
    if (number === null) { say(GONE); keep(); }
    else if (known !== null && number !== known) say(ANEW, true);
    else say(null);
    known ??= number;
    timer = setTimeout(look, number === null ? WHEN_LOST : document.hidden ? 4 * EVERY : EVERY);
  }

  // What tells how far it is comes over gradio's queue, which hangs up when nothing more is to be said; what is begun in
  // that very moment is told unheard until something else is. So while such a thing goes on, something that asks for
  // nothing is asked now and then.
  const LISTEN = 3000;
  let listened = 0;
  function listenAgain() {
    if (!document.querySelector("#talk .awaits, #report-work .work, #plan .is-busy")) listened = Date.now();
    else if (Date.now() - listened > LISTEN) {
      listened = Date.now();
      document.getElementById("nudge")?.click();
    }
  }

  // A question that waits longer than usual says so, whether or not the program is still there.
  let waiting = null, since = 0;
  setInterval(() => {
    listenAgain();
    const reply = document.querySelector("#talk .reply.is-waiting");
    const turn = reply?.closest(".turn").dataset.turn ?? null;
    if (turn !== waiting) { waiting = turn; since = Date.now(); }
    if (reply && Date.now() - since > PATIENCE && !reply.classList.contains("is-slow")) {
      reply.classList.add("is-slow");
      look();
    }
  }, 1000);

  // A press or a sent question that the program does not hear is noticed at once.
  for (const kind of ["click", "keydown"])
    document.addEventListener(kind, (event) => {
      const sent = kind === "click" ? event.target.closest?.("button") : event.key === "Enter";
      if (!sent || event.target.closest?.("#nudge")) return;
      if (known !== null) { clearTimeout(timer); timer = setTimeout(look, 1500); }
    }, true);
  addEventListener("offline", () => say(GONE));
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  look();
  giveBack(60);
  backToTab(60);
})();
