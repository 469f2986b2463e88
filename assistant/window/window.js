// Runs once in each panel of ours; gradio gives element, trigger and watch. Buttons carry data-act and their data,
// so that pages hold no script of their own and a press becomes a gradio event: 'cite', 'example',
// 'choose', 'without', 'rate', 'keep', 'file'.
const everywhere = (key) => document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);

async function copy(pressed, data) {
  const here = `${location.origin}${location.pathname}`;
  const text = data.link ? here + data.link : document.getElementById(data.from)?.textContent ?? "";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https a browser keeps its clipboard closed; a selected field can still be copied from.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  const before = pressed.textContent;
  pressed.textContent = data.done;
  setTimeout(() => { pressed.textContent = before; }, 2000);
}

function cite(data) {
  document.querySelectorAll("[data-key].is-active").forEach((one) => one.classList.remove("is-active"));
  if (data.key) everywhere(data.key).forEach((one) => one.classList.add("is-active"));
  document.body.classList.add("source-open");
  requestAnimationFrame(intoSheet);
  trigger("cite", data);
}

// Where the source comes up as a sheet over the page, the keyboard goes on in it, also when it shows the same again.
function intoSheet() {
  const sheet = document.getElementById("source");
  if (!sheet || getComputedStyle(sheet).position !== "fixed" || sheet.contains(document.activeElement)) return;
  sheet.querySelector("[data-act=close]")?.focus({ preventScroll: true });
}
watch("value", () => { if (element.closest("#source")) requestAnimationFrame(intoSheet); });

// A side is taken away once: the chip is gone at the press, and the keyboard goes on among the chips of the new answer.
function leaveOut(pressed, data) {
  element.querySelectorAll(".chip-x").forEach((one) => { one.disabled = true; });
  pressed.closest(".chip").classList.add("is-going");
  element.dataset.refocus = "chips";
  trigger("without", data);
}

// An example that is pressed twice is asked once.
let lastExample = 0;
function askExample(data) {
  if (Date.now() - lastExample < 800) return;
  lastExample = Date.now();
  trigger("example", data);
}

function rateAnswer(pressed, data) {
  data.remark = data.text ? document.getElementById(data.text)?.value ?? "" : "";
  pressed.closest(".rating").querySelectorAll("button").forEach((one) => { one.disabled = true; });
  trigger("rate", data);
}

function unfoldMore(pressed, data) {
  const more = document.getElementById(data.at);
  more.hidden = !more.hidden;
  pressed.setAttribute("aria-expanded", String(!more.hidden));
  if (!more.hidden) more.querySelector("input").focus();
}

// A draft is kept under a name: that of this browser, or one that is asked for.
function keepDraft(pressed, data) {
  const asks = pressed.closest(".draft-acts").querySelector(".who");
  const field = asks.querySelector("input");
  let kept = "";
  try { kept = localStorage.getItem(field.dataset.memory) ?? ""; } catch { /* a browser without memory */ }
  const who = (asks.hidden ? kept : field.value).trim();
  // Where one signs in, that name is used.
  if (!who && !document.body.dataset.role) {
    asks.hidden = false;
    field.focus();
    return;
  }
  try { if (who) localStorage.setItem(field.dataset.memory, who); } catch { /* as above */ }
  asks.hidden = true;
  pressed.disabled = true;
  setTimeout(() => { pressed.disabled = false; }, 4000);
  trigger("keep", { ...data, who });
}

function makeFile(pressed, data) {
  pressed.dataset.busy = pressed.textContent;
  pressed.textContent = `${itaSay("กำลังทำไฟล์")}…`;
  pressed.disabled = true;
  trigger("file", data);
}

function choose(pressed, data) {
  element.querySelectorAll("tr.is-active").forEach((one) => one.classList.remove("is-active"));
  pressed.closest("tr").classList.add("is-active");
  trigger("choose", data);
}

// The table of reports narrows down while one types: every word must stand in the line, Thai digits as Arabic ones; and
// each list that is set must agree.
const plain = (text) => text.toLowerCase().replace(/[๐-๙]/g, (digit) => digit.charCodeAt(0) - 0x0e50).replace(/\s+/g, " ");
function narrow() {
  const finder = element.querySelector(".finder");
  if (!finder) return;
  const words = plain(finder.querySelector("input").value).split(" ").filter(Boolean);
  const sides = [...finder.querySelectorAll("select")].filter((one) => one.value);
  let left = 0;
  for (const line of element.querySelectorAll(".reports tbody tr")) {
    line.dataset.plain ??= plain([...line.cells].slice(0, 4).map((cell) => cell.textContent).join(" "));
    line.hidden = !(words.every((word) => line.dataset.plain.includes(word))
      && sides.every((one) => line.dataset[one.dataset.side] === one.value));
    if (!line.hidden) left += 1;
  }
  const found = element.querySelector(".found");
  const all = Number(found.dataset.all);
  const some = words.length || sides.length;
  found.textContent = some ? itaSay("พบ {left:,} จาก {all:,} ฉบับ", { left, all }) : itaSay("{n:,} ฉบับ", { n: all });
  element.querySelector(".report-list").hidden = left === 0;
  element.querySelector(".none-left").hidden = left > 0;
}
element.addEventListener("input", (event) => { if (event.target.dataset.act === "find") narrow(); });
watch("value", () => requestAnimationFrame(narrow));

element.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-act]");
  if (!pressed || !element.contains(pressed)) return;
  const data = { ...pressed.dataset };
  if (data.act === "cite") { itaOpener = pressed.closest("#source") ? itaOpener : pressed; cite(data); }
  else if (data.act === "example") askExample(data);
  else if (data.act === "rate") rateAnswer(pressed, data);
  else if (data.act === "unfold") unfoldMore(pressed, data);
  else if (data.act === "keep") keepDraft(pressed, data);
  else if (data.act === "file") makeFile(pressed, data);
  else if (data.act === "without") leaveOut(pressed, data);
  else if (data.act === "choose") choose(pressed, data);
  else if (data.act === "copy") copy(pressed, data);
  else if (data.act === "close") itaCloseSource();
});

// What is typed into a line of ours is sent with Enter by the button behind it.
element.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches(".remark input, .who input")) return;
  event.preventDefault();
  event.target.parentElement.querySelector("button").click();
});

// What was opened or closed by hand stays so when the talk is told anew.
const unfolded = new Map();
element.addEventListener("click", (event) => {
  const fold = event.target.closest("summary")?.closest("[data-fold]");
  if (fold) unfolded.set(fold.dataset.fold, !fold.open);
});
function unfoldAgain() {
  for (const one of element.querySelectorAll("[data-fold]"))
    if (unfolded.has(one.dataset.fold)) one.open = unfolded.get(one.dataset.fold);
}

// Mark and card light up together.
for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  element.addEventListener(name, (event) => {
    const key = event.target.closest?.("[data-key]")?.dataset.key;
    if (key) everywhere(key).forEach((one) => one.classList.toggle("is-tied", on));
  });
}

// After each new page: the newest question at the top, the cited card and the quoted words in view.
watch("value", () => requestAnimationFrame(() => {
  unfoldAgain();
  const scroll = (box, to) => box?.scrollTo({ top: to, behavior: "smooth" });
  const talk = element.querySelector(".talk");
  const turn = talk?.querySelector(".turn:last-child");
  if (talk && !turn) delete element.dataset.seen;
  const state = turn && `${turn.dataset.turn}${turn.querySelector(".is-waiting") ? " waits" : ""}`;
  if (turn && element.dataset.seen !== state) {
    element.dataset.seen = state;
    if (getComputedStyle(talk).overflowY === "auto") scroll(talk, turn.offsetTop - talk.offsetTop);
    else turn.scrollIntoView({ block: "start", behavior: "smooth" });
  }
  const settled = turn?.querySelector(".reply:not(.is-waiting)");
  if (settled && element.dataset.refocus) {
    delete element.dataset.refocus;
    (settled.querySelector(".chip-x") ?? document.querySelector("#question textarea"))?.focus({ preventScroll: true });
  }
  const drafted = element.querySelector(":scope > .panel > .draft");
  if (drafted) drafted.scrollIntoView({ block: "start", behavior: "smooth" });
  const paper = element.querySelector(".paper");
  const quoted = paper?.querySelector("mark");
  // A row is seen from its head on, where the quote is not far below.
  const cited = quoted?.closest(".sheet-row");
  const down = (one) => one.getBoundingClientRect().top - paper.getBoundingClientRect().top + paper.scrollTop;
  if (cited && down(quoted) - down(cited) < paper.clientHeight * .6) paper.scrollTo({ top: down(cited) });
  else if (quoted) paper.scrollTo({ top: down(quoted) - paper.clientHeight / 4 });
  if (paper?.dataset.down) paper.scrollTo({ top: paper.dataset.down * paper.scrollHeight - paper.clientHeight / 4 });
  const list = element.querySelector(".cards");
  const card = list?.querySelector(".card.is-active");
  if (card) scroll(list, card.offsetTop - list.offsetTop - 12);
}));
