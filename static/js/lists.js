/* Marks or unmarks every request of the page at once, and says how many are marked. The list works without it. */
(() => {
  const form = document.querySelector("[data-together]");
  if (!form) return;
  const marks = [...form.querySelectorAll("input[name=chosen]")];
  const all = form.querySelector("input[name=all]");
  const said = form.querySelector("[data-marked]");
  const head = form.querySelector("thead .mark");
  const each = document.createElement("input");
  each.type = "checkbox";
  each.setAttribute("aria-label", head.textContent.trim());
  head.append(each);

  const tell = () => {
    const marked = marks.filter((one) => one.checked).length;
    each.checked = marked === marks.length;
    each.indeterminate = marked > 0 && marked < marks.length;
    said.textContent = all.checked || !marked ? "" : said.dataset.marked.replace("%1", marked).replace("%2", marks.length);
    for (const one of [each, ...marks]) one.disabled = all.checked;
  };
  each.addEventListener("change", () => {
    for (const one of marks) one.checked = each.checked;
    tell();
  });
  form.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
  tell();
})();
