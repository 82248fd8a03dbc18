/* Saves an answer while it is typed; without it the buttons of the form do the same. */
"use strict";

(() => {
  const PAUSE_MS = 2000;
  const AGAIN_MS = 15000;
  const PATIENCE_MS = 20000;

  function start(form) {
    const note = form.querySelector("[data-saved]");
    const alert = form.querySelector("[data-not-saved]");
    const resolve = form.querySelector("[data-resolve]");
    const documents = form.querySelector("[data-list]");
    const words = (name, values = {}) =>
      form.dataset["words" + name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
    let timer = 0;
    let changed = false;
    let ended = false;
    let leaving = false;
    let failed = false;
    let underway = null;
    /* What was sent and not answered: sent again as it was, so that it is known as the same. */
    let unanswered = null;

    function body() {
      const fields = new FormData(form);
      fields.delete("documents");
      return new URLSearchParams(fields);
    }

    function later(pause) {
      clearTimeout(timer);
      timer = setTimeout(save, pause);
    }

    function save() {
      if (underway || ended || !(changed || unanswered)) return underway;
      underway = send().finally(() => {
        underway = null;
        if (changed && !ended && !leaving) later(failed ? AGAIN_MS : PAUSE_MS);
      });
      return underway;
    }

    async function send() {
      const again = unanswered !== null;
      if (!again) {
        unanswered = body();
        changed = false;
      }
      note.textContent = words("Saving");
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: "POST", body: unanswered, signal: AbortSignal.timeout(PATIENCE_MS), redirect: "manual",
        });
        unanswered = null;
        if (again) changed = true;
        await take(answer);
      } catch {
        changed = failed = true;
        complain(words("Broken"));
      }
    }

    async function take(answer) {
      const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      failed = !isJson;
      if (failed) {
        changed = true;
        return complain(words("SignedOut"));
      }
      const said = await answer.json();
      if (answer.ok) return said.saved ? saved(said) : nothingToSave();
      ended = answer.status === 409;
      resolve.hidden = !ended;
      complain(said.message);
    }

    function saved(said) {
      form.elements.key.value = said.key;
      form.elements.seen.value = said.seen;
      alert.hidden = true;
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      note.textContent = words("Saved", { time });
    }

    function nothingToSave() {
      alert.hidden = true;
      note.textContent = "";
    }

    function complain(text) {
      note.textContent = "";
      alert.textContent = text;
      alert.hidden = false;
    }

    function touched() {
      changed = true;
      if (!underway) later(PAUSE_MS);
    }

    form.addEventListener("input", (event) => { if (event.target.type !== "file") touched(); });
    if (documents) new MutationObserver(touched).observe(documents, { childList: true });

    /* A form that leaves while it is being saved would meet its own save: it waits for it. */
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      clearTimeout(timer);
      leaving = true;
      if (!underway) return;
      event.preventDefault();
      const by = event.submitter;
      underway.then(() => form.requestSubmit(by));
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && !leaving) save();
    });
    window.addEventListener("pageshow", () => { leaving = false; });
  }

  document.querySelectorAll("form[data-autosave]").forEach(start);
})();
