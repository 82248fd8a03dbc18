/* Looks once a minute whether there are new notices, while somebody looks at the page. The link works without it. */
(() => {
  const EVERY = 60_000;
  let looked = Date.now();

  const look = () => {
    const link = document.getElementById("site-notices");
    if (!link || document.hidden || !window.htmx) return;
    looked = Date.now();
    htmx.trigger(link, "look");
  };
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - looked >= EVERY) look();
  });
  // Where the session has ended the answer is the page to sign in, which does not belong into a link.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const elsewhere = !event.detail.xhr.responseURL.includes("/notices/count/");
    if (event.target.id === "site-notices" && elsewhere) event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const link = event.target;
    const said = document.getElementById("site-notices-said");
    if (link.id === "site-notices" && said) said.textContent = link.textContent.replace(/\s+/g, " ").trim();
  });
})();
