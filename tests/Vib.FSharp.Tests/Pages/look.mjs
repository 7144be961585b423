// Opens pages in headless Chromium and tells what a reader would see of each, at a phone's width and a desk's.
// usage: node look.mjs PACKAGES BROWSER PAGES.json OUT.json     PAGES.json: [{ "name", "path", "pictures": FOLDER }]
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [packages, executablePath, pages, out] = process.argv.slice(2);
const { chromium } = createRequire(packages)("playwright-core");
const flags = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? [...flags, "--no-sandbox"] : flags });

// What is seen of a page that has been drawn.
const see = () => {
  const plots = [...document.querySelectorAll("[data-figure]")];
  const colours = node => getComputedStyle(node).backgroundColor;
  return {
    width: document.documentElement.scrollWidth,
    drawn: Number(document.documentElement.dataset.drawn ?? -1),
    traces: plots.map(plot => plot.data?.length ?? 0),
    nodes: plots.map(plot => plot.querySelectorAll(".trace, .hm, .bars .points, g.heatmaplayer image").length),
    invalid: plots.flatMap(plot => { const { legend, ...layout } = plot.layout; return (Plotly.validate(plot.data, layout) ?? []).map(error => error.msg); }), // it stumbles over every legend
    sizes: plots.map(plot => { const box = plot.getBoundingClientRect(); return [Math.round(box.width), Math.round(box.height)]; }),
    areas: plots.map(plot => [Math.round(plot._fullLayout._size.w), Math.round(plot._fullLayout._size.h)]), // between the axes
    labels: plots.filter(plot => !plot.getAttribute("aria-label")).length,
    captions: [...document.querySelectorAll("figure")].filter(figure => !figure.querySelector("figcaption")?.textContent.trim()).length,
    tables: [...document.querySelectorAll("figure")].filter(figure => !figure.querySelector("details table")).length,
    ground: colours(document.body),
    paper: plots.map(plot => plot._fullLayout?.paper_bgcolor),
    foreign: document.querySelectorAll("img, iframe, object, embed").length,
    text: document.querySelector("main").innerText,
  };
};

const look = async ({ name, path, pictures }, width, colorScheme) => {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, deviceScaleFactor: 1 });
  const page = await context.newPage();
  const [problems, requests] = [[], []];
  page.on("console", message => { if (["error", "warning"].includes(message.type())) problems.push(message.text()); });
  page.on("pageerror", error => problems.push(String(error)));
  page.on("dialog", async dialog => { problems.push(`dialog: ${dialog.message()}`); await dialog.dismiss(); });
  page.on("request", request => { if (!/^(file|data|blob):/.test(request.url())) requests.push(request.url()); });
  await page.goto(pathToFileURL(path).href);
  await page.waitForFunction(() => document.documentElement.dataset.drawn !== undefined || document.querySelectorAll("[data-figure]").length === 0, undefined, { timeout: 30000 });
  const seen = await page.evaluate(see);
  await page.screenshot({ path: `${pictures}/${name}-${width}${colorScheme === "dark" ? "-dark" : ""}.png`, fullPage: true });
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const printed = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await context.close();
  return { name, asked: width, scheme: colorScheme, problems, requests, printed, ...seen };
};

const found = [];
for (const page of JSON.parse(readFileSync(pages, "utf8")))
  for (const [width, scheme] of [[360, "light"], [1440, "dark"]]) found.push(await look(page, width, scheme));
await browser.close();
writeFileSync(out, JSON.stringify(found, null, 1));
