// Lay out a notebook as slides: gather its blocks, fill pages of 1280 by 720, hand them to reveal.js.
// It holds no words of its own: they come from Python in #deck-words.
(() => {
  const WORDS = JSON.parse(document.getElementById("deck-words").textContent);
  const ROOM = { width: 1180, height: 640 };
  const SMALLEST = 0.72; // A block may shrink to this to stay with its text; one larger than a page, to whatever fits.
  const PATIENCE_MS = 60000;
  const make = (name, className = "", ...children) => {
    const node = document.createElement(name);
    if (className) node.className = className;
    node.append(...children);
    return node;
  };

  // ---- blocks: a heading, a paragraph, a table, a picture, an explorer ------------------------------------------

  function blocksOf(cell) {
    const marks = { notes: cell.dataset.notes, minutes: Number(cell.dataset.minutes || 0), answer: cell.dataset.answer === "true", part: cell.dataset.part };
    const words = cell.querySelector(".jp-RenderedMarkdown");
    const found = words
      ? [...words.children].map((child) => ({ node: within(child, "jp-RenderedHTMLCommon jp-RenderedMarkdown"), heading: level(child), text: child.firstChild.textContent }))
      : [...inputOf(cell), ...[...cell.querySelectorAll(".jp-OutputArea-child")].map((child) => ({ node: within(child, "jp-OutputArea"), heading: 0 }))];
    // Notes and minutes belong to the first block of their cell.
    return found.map((block, i) => ({ ...block, answer: marks.answer, part: marks.part, notes: i ? "" : marks.notes, minutes: i ? 0 : marks.minutes }));
  }

  function inputOf(cell) {
    const input = cell.querySelector(".jp-Cell-inputWrapper");
    const name = cell.dataset.answer === "true" ? "deck-answer" : "deck-code";
    return input ? [{ node: within(input, name), heading: 0, code: true }] : [];
  }

  function within(child, className) { return make("div", className, child); }
  function level(node) { return /^H[1-3]$/.test(node.tagName) ? Number(node.tagName[1]) : 0; }

  // ---- pages ---------------------------------------------------------------------------------------------------

  function measure(page, node) {
    page.append(node);
    const box = node.getBoundingClientRect();
    return { height: page.scrollHeight, own: box.height, wide: node.scrollWidth };
  }

  function shrink(block, factor) {
    block.node.style.zoom = factor.toFixed(3);
    block.zoomed = true;
  }

  // Fill pages from top to bottom; a heading begins one, and never stands alone at the end of one.
  function fill(blocks, showCode) {
    const bench = make("div", "deck-page");
    const stage = make("div", "", bench);
    stage.style.cssText = "position:absolute;left:-30000px;top:0;width:1280px;height:720px";
    document.body.append(stage);
    const pages = [];
    let page = null;
    const open = (heading) => { page = { blocks: [], section: heading ?? page?.section ?? "" }; pages.push(page); bench.replaceChildren(); };
    const queue = blocks.map((block) => ({ ...block }));
    while (queue.length) {
      const block = queue.shift();
      if (block.code && !showCode && !block.answer) continue;
      block.node.style.zoom = "";
      const begins = block.heading && !page?.blocks.every((one) => one.heading);
      if (begins || !page) open(block.heading ? block.text : undefined);
      if (place(block, page, bench)) continue;
      const rest = split(block, bench);
      if (rest) { place(block, page, bench, true); queue.unshift(rest); continue; }
      open();
      again(page, bench);
      const more = split(block, bench);
      if (more) queue.unshift(more);
      place(block, page, bench, true);
    }
    stage.remove();
    return pages.filter((one) => one.blocks.length);
  }

  // A long table goes on over the page, under the same head: smaller type would not reach the back row.
  function split(block, bench) {
    const table = block.node.querySelector("table");
    const rows = table ? [...table.tBodies[0]?.rows ?? []] : [];
    bench.append(block.node);
    const bottom = bench.getBoundingClientRect().top + ROOM.height;
    const fitting = rows.filter((row) => row.getBoundingClientRect().bottom <= bottom).length;
    block.node.remove();
    if (fitting < 3 || rows.length - fitting < 1 || rows.some((row) => [...row.cells].some((cell) => cell.rowSpan > 1))) return null;
    const [upper, lower] = [block.node.cloneNode(true), block.node.cloneNode(true)];
    const cut = (node, keep) => [...node.querySelector("table").tBodies[0].rows].forEach((row, i) => { if (!keep(i)) row.remove(); });
    cut(upper, (i) => i < fitting);
    cut(lower, (i) => i >= fitting);
    const rest = { ...block, node: lower, notes: "", minutes: 0 };
    block.node = upper;
    return rest;
  }

  function place(block, page, bench, first = false) {
    bench.append(block.node);
    const alone = first || page.blocks.every((one) => one.heading);
    if (!first && bench.offsetHeight > ROOM.height && block.node.querySelector("table")?.tBodies[0]?.rows.length > 6) {
      block.node.remove();
      return false;
    }
    const wide = width(block.node, bench);
    if (wide > ROOM.width + 1) shrink(block, ROOM.width / wide);
    if (bench.offsetHeight > ROOM.height) {
      const others = bench.offsetHeight - block.node.getBoundingClientRect().height;
      const factor = Number(block.node.style.zoom || 1) * (ROOM.height - others) / (bench.offsetHeight - others);
      if (!alone && factor < SMALLEST) { block.node.remove(); block.node.style.zoom = ""; return false; }
      shrink(block, factor * 0.99);
      for (let tries = 0; bench.offsetHeight > ROOM.height && tries < 40; tries += 1) shrink(block, Number(block.node.style.zoom) * 0.96);
    }
    page.blocks.push(block);
    return true;
  }

  // How far a block reaches to the right: what an inner box would cut off counts too.
  function width(node, bench) {
    const left = bench.getBoundingClientRect().left;
    const inner = [...node.querySelectorAll("table, img, svg, pre")].map((one) => one.getBoundingClientRect().right - left);
    return Math.max(bench.scrollWidth, ...inner);
  }

  // A page that goes on with a section says which.
  function again(page, bench) {
    if (!page.section) return;
    const node = make("p", "deck-again", page.section);
    bench.append(node);
    page.again = page.section;
  }

  function sectionOf(page) {
    const inner = make("div", "deck-page");
    if (page.again) inner.append(make("p", "deck-again", page.again));
    for (const block of page.blocks) {
      if (block.answer) { block.node.classList.add("fragment"); }
      inner.append(block.node);
    }
    const section = make("section", "", inner);
    section.setAttribute("aria-label", page.section);
    return section;
  }

  // ---- the plan: minutes of each section, shared out over its pages ---------------------------------------------

  function plan(pages) {
    let start = 0;
    let first = 0;
    const close = (end) => {
      const minutes = pages.slice(first, end).flatMap((page) => page.blocks).reduce((sum, block) => sum + block.minutes, 0);
      pages.slice(first, end).forEach((page, i) => { page.starts = start + (minutes * i) / (end - first); page.minutes = minutes; });
      start += minutes;
      first = end;
    };
    pages.forEach((page, i) => { if (i && page.blocks.some((block) => block.minutes)) close(i); });
    close(pages.length);
    return start;
  }

  // ---- the deck ------------------------------------------------------------------------------------------------

  let blocks = [];
  let pages = [];
  let whole = 0;
  let deck = null;
  let begun = null;
  let notes = null;

  // After a change of layout the deck stays with the block that stood first on the page.
  async function layOut(showCode) {
    const first = pages.length ? here().blocks.find((block) => !block.code) : null;
    const slides = document.querySelector(".slides");
    document.body.classList.toggle("deck-show-code", showCode);
    pages = fill(blocks, showCode);
    whole = plan(pages);
    slides.replaceChildren(...pages.map(sectionOf));
    if (deck) { deck.sync(); deck.slide(Math.max(0, pages.findIndex((page) => page.blocks.some((block) => block.node === first?.node)))); return; }
    deck = new Reveal(document.querySelector(".reveal"), {
      width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 4, center: false, hash: true, transition: "none",
      pdfSeparateFragments: false, pdfMaxPagesPerSlide: 1, help: false,
    });
    await deck.initialize();
    deck.on("slidechanged", onSlide);
    deck.on("fragmentshown", onSlide);
    keys();
    setInterval(tick, 1000);
    onSlide();
    document.body.dataset.deck = "ready";
  }

  const here = () => pages[deck.getIndices().h] ?? pages[0];

  function onSlide() {
    if (begun === null && deck.getIndices().h > 0) begun = Date.now();
    tick();
    showNotes();
  }

  function clock(minutes) {
    const seconds = Math.max(0, Math.round(minutes * 60));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }

  function tick() {
    const bar = document.querySelector(".deck-bar");
    const used = begun === null ? 0 : (Date.now() - begun) / 60000;
    const page = here();
    const late = used > page.starts + page.minutes + 0.5;
    const parts = [`${WORDS.used} ${clock(used)}`, `${WORDS.plan} ${clock(page.starts)}`, `${WORDS.left} ${clock(Math.max(0, whole - used))}`];
    bar.replaceChildren(...parts.map((words, i) => make("span", i === 0 && late ? "deck-late" : "", words)), make("span", "deck-number", `${pages.indexOf(page) + 1} / ${pages.length}`), make("span", "", WORDS.keys));
  }

  function keys() {
    const bind = (keyCode, key, description, callback) => deck.addKeyBinding({ keyCode, key, description }, callback);
    bind(67, "C", WORDS.code, () => layOut(!document.body.classList.contains("deck-show-code")));
    bind(84, "T", WORDS.timer, () => { const bar = document.querySelector(".deck-bar"); bar.hidden = !bar.hidden; });
    bind(82, "R", WORDS.restart, () => { begun = Date.now(); tick(); });
    bind(83, "S", WORDS.notes, openNotes);
    bind(65, "A", WORDS.answer, () => deck.nextFragment());
    bind(72, "H", WORDS.help, toggleHelp);
  }

  function toggleHelp() {
    const open = document.querySelector(".deck-help");
    if (open) { open.remove(); return; }
    const rows = [["→ ←", WORDS.turn], ["C", WORDS.code], ["T", WORDS.timer], ["R", WORDS.restart], ["S", WORDS.notes], ["A", WORDS.answer], ["F", WORDS.full], ["O", WORDS.all], ["H", WORDS.help]];
    const list = rows.map(([key, words]) => make("p", "", make("kbd", "", key), ` ${words}`));
    const box = make("div", "deck-help", ...list);
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", WORDS.help);
    document.body.append(box);
  }

  // The speaker's window shows notes only: a second copy of the deck would start a second kernel.
  function openNotes() {
    notes = window.open("", "deck-notes", "width=620,height=520");
    showNotes();
  }

  function showNotes() {
    if (!notes || notes.closed) return;
    const page = here();
    const next = pages[deck.getIndices().h + 1];
    const said = notesOf(page);
    notes.document.title = WORDS.notes;
    notes.document.body.style.cssText = "font:22px sans-serif;padding:16px;line-height:1.5";
    notes.document.body.replaceChildren(make("h1", "", page.section), ...said.map((words) => make("p", "", words)),
      make("p", "", `${WORDS.minutes} ${page.minutes}`), make("p", "", `${WORDS.next} ${next ? next.section : "–"}`));
  }

  // Notes stand at the head of a section and hold for all its pages.
  function notesOf(page) {
    for (let i = pages.indexOf(page); i >= 0; i -= 1) {
      const said = pages[i].blocks.map((block) => block.notes).filter(Boolean);
      if (said.length || pages[i].blocks[0]?.heading === 2) return said;
    }
    return [];
  }

  // ---- waiting for what a kernel still draws ---------------------------------------------------------------------

  async function drawn() {
    const cells = document.getElementById("rendered_cells");
    const started = Date.now();
    let last = "";
    let same = 0;
    while (Date.now() - started < PATIENCE_MS && same < 4) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      const pending = cells.querySelectorAll('script[type^="application/vnd"]').length || cells.style.display === "none" || document.querySelector("#loading");
      const now = `${cells.scrollHeight} ${cells.querySelectorAll("*").length}`;
      same = !pending && now === last ? same + 1 : 0;
      last = now;
    }
    await document.fonts.ready;
    await Promise.all([...cells.querySelectorAll("img")].map((image) => image.decode().catch(() => null)));
  }

  async function begin() {
    await drawn();
    blocks = [...document.querySelectorAll("#rendered_cells .deck-cell")].flatMap(blocksOf);
    document.querySelector(".reveal").hidden = false;
    document.querySelector(".deck-bar").hidden = false;
    document.body.classList.add("deck-ready");
    await layOut(false);
  }

  window.addEventListener("load", begin);
})();
