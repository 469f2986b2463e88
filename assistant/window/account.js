
// Where one signs in: who that is, in the window's corner, with the way out; and back to the sign-in when it is over.
(() => {
  const ROLES = { reader: itaSay("ผู้อ่าน"), editor: itaSay("ผู้ร่าง"), keeper: itaSay("ผู้ดูแล") };
  let shown = null;

  function show() {
    const masthead = document.querySelector("#masthead .masthead");
    if (!masthead || !shown || document.getElementById("account")) return;
    const form = document.createElement("form");
    form.id = "account";
    form.method = "post";
    form.action = "/sign-out";
    const name = document.createElement("span");
    name.textContent = `${shown.name} (${ROLES[shown.role] ?? shown.role})`;
    const button = document.createElement("button");
    button.textContent = itaSay("ออกจากระบบ");
    form.append(name, button);
    masthead.append(form);
  }

  async function look() {
    const reply = await fetch("/who", { cache: "no-store" }).catch(() => null);
    if (reply?.status === 401) { location.assign("/sign-in"); return; }
    if (reply?.ok) { shown = await reply.json(); document.body.dataset.role = shown.role; show(); }
  }

  new MutationObserver(show).observe(document.documentElement, { childList: true, subtree: true });
  // A page that is looked at again may be one whose session ended meanwhile.
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  addEventListener("pageshow", (event) => { if (event.persisted) look(); });
  look();
})();
