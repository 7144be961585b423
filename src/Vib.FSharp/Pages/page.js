// Draws the figures of a page: in the reader's colours, in print's, and again when these change.
(() => {
  "use strict";
  const skins = JSON.parse(document.getElementById("skins").textContent); // light colour -> dark colour
  const wantsDark = matchMedia("(prefers-color-scheme: dark)");
  const theme = document.documentElement.dataset.theme;
  const plots = [...document.querySelectorAll("[data-figure]")];
  const isDark = () => theme === "dark" || (theme !== "light" && wantsDark.matches);
  const config = { responsive: true, displaylogo: false, modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"] };

  if (!window.Plotly) {
    for (const plot of plots) {
      const words = document.createElement("p");
      words.textContent = "This chart is drawn by Plotly, which could not be loaded: without a network, open the table below.";
      plot.replaceChildren(words);
    }
    return;
  }

  // Only what is a colour: names and texts stay as they are.
  const dyed = (node, key, dark) => {
    if (typeof node === "string") return dark && /color/.test(key) && skins[node] ? skins[node] : node;
    if (Array.isArray(node)) return /^[xyz]$|text|vals/.test(key) ? node : node.map(item => dyed(item, key, dark));
    if (node === null || typeof node !== "object") return node;
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, dyed(value, name, dark)]));
  };

  // Names of rows leave room for the rows: where the page is narrow they are cut, and the table has them whole.
  const narrow = matchMedia("(max-width: 37rem)");
  const plain = text => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  const literal = text => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const cut = text => { const letters = [...plain(text)]; return letters.length > 18 ? literal(letters.slice(0, 17).join("") + "…") : text; };

  const draw = dark => Promise.all(plots.map(plot => {
    const figure = dyed(JSON.parse(document.getElementById(plot.dataset.figure).textContent), "", dark);
    figure.layout.autosize = true;
    if (narrow.matches && figure.layout.yaxis?.ticktext) figure.layout.yaxis.ticktext = figure.layout.yaxis.ticktext.map(cut);
    return Plotly.react(plot, figure.data, figure.layout, config);
  }));

  draw(isDark()).then(() => { document.documentElement.dataset.drawn = plots.length; });
  wantsDark.addEventListener("change", () => draw(isDark()));
  narrow.addEventListener("change", () => draw(isDark()));
  addEventListener("beforeprint", () => draw(false));
  addEventListener("afterprint", () => draw(isDark()));
})();
