/* Sends chosen documents one by one, with progress, while an answer is written; without it the form does the same. */
"use strict";

(() => {
  const MEGABYTE = 1024 * 1024;
  const SPEAK_EVERY_MS = 4000;

  function start(root) {
    const input = root.querySelector('input[type="file"]');
    const list = root.querySelector("[data-list]");
    if (!input || !list || root.classList.contains("is-scripted")) return;
    const sending = root.querySelector("[data-sending]");
    const status = root.querySelector("[data-status]");
    const alert = root.querySelector("[data-alert]");
    const form = root.closest("form");
    const token = form.querySelector('input[name="csrfmiddlewaretoken"]').value;
    const words = (name, values = {}) =>
      root.dataset["words" + name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
    const queue = [];
    let current = null;
    let spokenAt = 0;
    root.classList.add("is-scripted");

    const say = (text) => { status.textContent = text; };
    const isBusy = () => current !== null || queue.length > 0;

    function element(tag, className, text) {
      const made = document.createElement(tag);
      if (className) made.className = className;
      if (text) made.textContent = text;
      return made;
    }

    function row(file) {
      const item = element("li");
      const progress = element("progress");
      progress.max = file.size;
      progress.value = 0;
      progress.setAttribute("aria-label", file.name);
      const amount = element("span", "document-progress", words("Waiting"));
      const button = element("button", "link-button", words("Stop"));
      button.type = "button";
      button.append(element("span", "visually-hidden", " " + file.name));
      item.append(element("span", "document-name", file.name), amount, button, progress);
      sending.append(item);
      sending.hidden = false;
      return { file, item, progress, amount, button };
    }

    function leave(upload) {
      upload.item.remove();
      sending.hidden = sending.children.length === 0;
      if (!isBusy()) alert.hidden = true;
    }

    function refuse(upload, text) {
      const close = element("button", "link-button", words("Dismiss"));
      close.type = "button";
      close.addEventListener("click", () => { leave(upload); input.focus(); });
      upload.item.replaceChildren(element("span", "document-refusal", text), close);
      say(text);
    }

    function fault(file) {
      const ending = "." + file.name.split(".").pop().toLowerCase();
      if (!root.dataset.endings.split(",").includes(ending)) return words("Kind", { name: file.name });
      if (file.size > Number(root.dataset.limit)) return words("TooLarge", { name: file.name });
      return "";
    }

    function add(file) {
      const upload = row(file);
      const text = fault(file);
      if (text) return refuse(upload, text);
      upload.button.addEventListener("click", () => stop(upload));
      queue.push(upload);
    }

    function stop(upload) {
      const at = queue.indexOf(upload);
      if (at >= 0) queue.splice(at, 1);
      if (upload === current && upload.request) upload.request.abort();
      leave(upload);
      input.focus();
    }

    function next() {
      if (current || queue.length === 0) return;
      current = queue.shift();
      send(current);
    }

    function finish() {
      current = null;
      if (!isBusy()) alert.hidden = true;
      next();
    }

    function send(upload) {
      const body = new FormData();
      body.append("csrfmiddlewaretoken", token);
      body.append("request", root.dataset.request);
      body.append("key", root.dataset.key);
      body.append("documents", upload.file);
      const request = (upload.request = new XMLHttpRequest());
      request.upload.addEventListener("progress", (event) => show(upload, event.loaded));
      request.upload.addEventListener("load", () => { upload.amount.textContent = words("Checking"); });
      request.addEventListener("load", () => { answered(upload, request); finish(); });
      request.addEventListener("error", () => { refuse(upload, words("Broken", { name: upload.file.name })); finish(); });
      request.addEventListener("abort", finish);
      request.open("POST", root.dataset.upload);
      request.setRequestHeader("HX-Request", "true");
      request.send(body);
    }

    function show(upload, loaded) {
      const size = upload.file.size;
      const done = Math.min(loaded, size);
      const digits = size < MEGABYTE ? 2 : 1;
      upload.progress.value = done;
      upload.amount.textContent = words("Progress", {
        done: (done / MEGABYTE).toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits }),
        total: (size / MEGABYTE).toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits }),
      });
      if (Date.now() - spokenAt > SPEAK_EVERY_MS) {
        spokenAt = Date.now();
        say(words("Sending", { name: upload.file.name, percent: Math.round((100 * done) / size) }));
      }
    }

    function answered(upload, request) {
      const found = new DOMParser().parseFromString(request.responseText, "text/html");
      const refusals = [...found.querySelectorAll("[data-refusal]")].map((one) => one.lastChild.textContent.trim());
      const name = upload.file.name;
      if (refusals.length > 0) return refuse(upload, refusals.join(" "));
      if (request.status !== 200 || !found.querySelector("[data-waiting]")) {
        const signedOut = request.status === 200 || request.status === 403;
        return refuse(upload, words(signedOut ? "SignedOut" : "Broken", { name }));
      }
      list.innerHTML = request.responseText;
      leave(upload);
      say(words("Done", { name }));
    }

    async function remove(button) {
      const body = new URLSearchParams({ csrfmiddlewaretoken: token });
      const name = button.dataset.name;
      button.disabled = true;
      try {
        const answer = await fetch(button.dataset.remove, { method: "POST", body, headers: { "HX-Request": "true" } });
        const text = await answer.text();
        if (!text.includes("data-waiting")) throw new Error(answer.status);
        list.innerHTML = text;
        if (answer.ok) say(words("Removed", { name }));
        input.focus();
      } catch {
        // The form itself takes it back, and says what is wrong.
        button.disabled = false;
        button.removeAttribute("data-remove");
        button.click();
      }
    }

    input.addEventListener("change", () => {
      [...input.files].forEach(add);
      input.value = "";
      next();
    });

    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-remove]");
      if (!button) return;
      event.preventDefault();
      remove(button);
    });

    form.addEventListener("submit", (event) => {
      if (!isBusy()) return;
      event.preventDefault();
      alert.textContent = words("Busy");
      alert.hidden = false;
      alert.scrollIntoView({ block: "nearest" });
    });
  }

  document.querySelectorAll("[data-documents]").forEach(start);
})();
