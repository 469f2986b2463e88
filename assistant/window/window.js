// Runs once in each panel of ours; gradio gives element, trigger and watch. Buttons carry data-act and their data,
// so that pages hold no script of their own and a press becomes a gradio event: 'cite', 'example', 'choose'.
const everywhere = (key) => document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);

async function copy(pressed, data) {
  const text = document.getElementById(data.from)?.textContent ?? "";
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
  trigger("cite", data);
}

element.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-act]");
  if (!pressed || !element.contains(pressed)) return;
  const data = { ...pressed.dataset };
  if (data.act === "cite") cite(data);
  else if (data.act === "example") trigger("example", data);
  else if (data.act === "choose") trigger("choose", data);
  else if (data.act === "copy") copy(pressed, data);
  else if (data.act === "close") document.body.classList.remove("source-open");
});

// Mark and card light up together.
for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  element.addEventListener(name, (event) => {
    const key = event.target.closest?.("[data-key]")?.dataset.key;
    if (key) everywhere(key).forEach((one) => one.classList.toggle("is-tied", on));
  });
}

// After each new page: the newest question at the top, the cited card and the quoted words in view.
watch("value", () => requestAnimationFrame(() => {
  const scroll = (box, to) => box?.scrollTo({ top: to, behavior: "smooth" });
  const talk = element.querySelector(".talk");
  const turn = talk?.querySelector(".turn:last-child");
  if (turn && talk.dataset.seen !== turn.dataset.turn) {
    talk.dataset.seen = turn.dataset.turn;
    if (getComputedStyle(talk).overflowY === "auto") scroll(talk, turn.offsetTop - talk.offsetTop);
    else turn.scrollIntoView({ block: "start", behavior: "smooth" });
  }
  const drafted = element.querySelector(":scope > .panel > .draft");
  if (drafted) drafted.scrollIntoView({ block: "start", behavior: "smooth" });
  const paper = element.querySelector(".paper");
  const quoted = paper?.querySelector("mark");
  if (quoted) paper.scrollTo({ top: quoted.offsetTop - paper.offsetTop - paper.clientHeight / 4 });
  const list = element.querySelector(".cards");
  const card = list?.querySelector(".card.is-active");
  if (card) scroll(list, card.offsetTop - list.offsetTop - 12);
}));
