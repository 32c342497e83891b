// The browser side of every explorer: controls, a chart drawn once and then moved, and a question.
// It holds no words and no model of its own: both come from Python.

const SVG = "http://www.w3.org/2000/svg";
const BOX = { width: 960, height: 350, left: 100, right: 18, top: 74, bottom: 62 };
const DASHES = ["", "12 6", "14 5 3 5", "3 5"];
const PATIENCE_MS = 5000;
// JupyterLab takes keys such as the arrows for itself unless the focused element carries this mark.
const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  return fill(node, attributes, children);
}

function shape(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  return fill(node, attributes, children);
}

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

// ---- numbers -------------------------------------------------------------------------------------------------

function niceTicks(low, high, count = 6) {
  const rough = (high - low || 1) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough);
  const first = Math.ceil(low / step - 1e-9) * step;
  const ticks = [];
  for (let tick = first; tick <= high + step * 1e-6; tick += step) ticks.push(Number(tick.toPrecision(12)));
  return ticks;
}

function short(value) {
  return Number(Number(value).toPrecision(4)).toLocaleString("en-US", { maximumFractionDigits: 6 });
}

// ---- chart ---------------------------------------------------------------------------------------------------

function scales(chart) {
  const all = chart.series.flatMap((s) => [...s.y, ...s.low, ...s.high]).concat(chart.guides.map((g) => g[1]));
  const low = Math.min(chart.y_range[0], ...all);
  const high = Math.max(chart.y_range[1], ...all);
  const named = typeof chart.x[0] === "string" || chart.series.some((s) => s.kind === "bar");
  const inner = BOX.width - BOX.left - BOX.right;
  const [first, last] = named ? [-0.5, chart.x.length - 0.5] : [chart.x[0], chart.x[chart.x.length - 1]];
  const pad = named ? 0 : 18;
  return {
    low, high, named,
    at: (i) => (named ? i : chart.x[i]),
    x: (v) => BOX.left + pad + ((v - first) / (last - first || 1)) * (inner - 2 * pad),
    y: (v) => BOX.height - BOX.bottom - ((v - low) / (high - low || 1)) * (BOX.height - BOX.top - BOX.bottom),
    unit: inner / (last - first || 1),
  };
}

function drawAxes(svg, chart, scale) {
  for (const tick of niceTicks(scale.low, scale.high)) {
    const y = scale.y(tick);
    svg.append(shape("line", { class: "cv-grid", x1: BOX.left, x2: BOX.width - BOX.right, y1: y, y2: y }));
    svg.append(shape("text", { x: BOX.left - 8, y: y + 6, "text-anchor": "end" }, short(tick)));
  }
  const base = BOX.height - BOX.bottom;
  const ticks = scale.named ? chart.x.map((_, i) => i) : niceTicks(chart.x[0], chart.x[chart.x.length - 1], 10);
  for (const tick of ticks) {
    const words = scale.named ? String(chart.x[tick]) : short(tick);
    svg.append(shape("text", { x: scale.x(tick), y: base + 24, "text-anchor": "middle" }, words));
  }
  svg.append(shape("line", { class: "cv-axis", x1: BOX.left, x2: BOX.width - BOX.right, y1: base, y2: base }));
  svg.append(shape("text", { class: "cv-title", x: 4, y: 22 }, chart.title));
  svg.append(shape("text", { x: (BOX.left + BOX.width) / 2, y: BOX.height - 10, "text-anchor": "middle" }, chart.xlabel));
  const middle = (BOX.top + base) / 2;
  svg.append(shape("text", { x: 20, y: middle, "text-anchor": "middle", transform: `rotate(-90 20 ${middle})` }, chart.ylabel));
}

function drawLegend(svg, chart) {
  let x = BOX.left;
  const entry = (label, mark) => {
    svg.append(mark(x));
    svg.append(shape("text", { x: x + 42, y: 54 }, label));
    x += 66 + label.length * 8.8;
  };
  const keys = {
    bar: (left, i) => shape("rect", { x: left, y: 40, width: 34, height: 16, fill: chart.colours[i] }),
    line: (left, i) => shape("line", { x1: left, x2: left + 34, y1: 48, y2: 48, stroke: chart.colours[i],
      "stroke-width": 4, "stroke-dasharray": DASHES[i] }),
    points: (left, i) => shape("path", { d: MARKS[i](0, 0), fill: chart.colours[i],
      transform: `translate(${left + 26} 48) scale(1.8)` }),
  };
  chart.series.forEach((s, i) => entry(s.label, (left) => keys[s.kind](left, i)));
  const rule = (kind) => (left) => shape("line", { class: kind, x1: left, x2: left + 34, y1: 48, y2: 48 });
  chart.guides.forEach(([label]) => entry(label, rule("cv-guide")));
  chart.uprights.forEach(([label]) => entry(label, rule("cv-upright")));
}

function drawSeries(svg, chart, scale, index) {
  const series = chart.series[index];
  const colour = chart.colours[index];
  const group = shape("g", { "data-series": series.label });
  DRAWN[series.kind](group, chart, scale, index, colour);
  svg.append(group);
}

function bars(group, chart, scale, index, colour) {
  const series = chart.series[index];
  const kinds = chart.series.map((s, i) => (s.kind === "bar" ? i : -1)).filter((i) => i >= 0);
  const width = (0.8 * scale.unit) / kinds.length;
  const zero = scale.y(Math.max(scale.low, Math.min(0, scale.high)));
  series.y.forEach((value, i) => {
    const left = scale.x(i) + (kinds.indexOf(index) - kinds.length / 2) * width;
    const top = scale.y(value);
    group.append(shape("rect", { x: left, y: Math.min(top, zero), width: width - 2, height: Math.abs(zero - top), fill: colour },
      shape("title", {}, `${chart.x[i]}: ${short(value)}`)));
    const middle = left + width / 2;
    if (series.low.length) group.append(shape("line", { class: "cv-axis", x1: middle, x2: middle,
      y1: scale.y(series.low[i]), y2: scale.y(series.high[i]) }));
    if (chart.x.length * kinds.length > 12) return;
    // Beyond the whisker, so that it does not strike through the number.
    const end = series.low.length ? scale.y(value < 0 ? series.low[i] : series.high[i]) : top;
    group.append(shape("text", { x: middle, y: end + (value < 0 ? 20 : -6), "text-anchor": "middle" }, short(value)));
  });
}

function line(group, chart, scale, index, colour) {
  const series = chart.series[index];
  const place = (v, i) => `${scale.x(scale.at(i))},${scale.y(v)}`;
  if (series.low.length) {
    const edge = [...series.low.map(place), ...series.high.map(place).reverse()];
    group.append(shape("polygon", { points: edge.join(" "), fill: colour, "fill-opacity": 0.2 }));
  }
  group.append(shape("polyline", { points: series.y.map(place).join(" "), fill: "none", stroke: colour,
    "stroke-width": 3.5, "stroke-dasharray": DASHES[index] }));
  if (series.y.length > 25) return;
  series.y.forEach((value, i) => group.append(shape("circle", { cx: scale.x(scale.at(i)), cy: scale.y(value), r: 5,
    fill: colour }, shape("title", {}, `${chart.x[i]}: ${short(value)}`))));
}

// One mark at a place, by the series' number: circle, square, triangle, diamond, as in the picture on paper.
const MARKS = [
  (x, y) => `M${x - 3.5},${y}a3.5,3.5 0 1 0 7,0a3.5,3.5 0 1 0 -7,0`,
  (x, y) => `M${x - 3},${y - 3}h6v6h-6z`,
  (x, y) => `M${x},${y - 4}l4,7h-8z`,
  (x, y) => `M${x},${y - 4}l4,4l-4,4l-4,-4z`,
];

// Thousands of points in one path: an element for each would take longer than a frame.
function points(group, chart, scale, index, colour) {
  const series = chart.series[index];
  const tenth = (v) => Math.round(v * 10) / 10;
  const marks = series.y.map((value, i) => MARKS[index](tenth(scale.x(series.x[i])), tenth(scale.y(value))));
  group.append(shape("path", { d: marks.join(""), fill: colour, "fill-opacity": 0.7 }));
}

const DRAWN = { bar: bars, line, points };

function drawUprights(svg, chart, scale) {
  for (const [, place] of chart.uprights) {
    const x = scale.x(place);
    svg.append(shape("line", { class: "cv-upright", x1: x, x2: x, y1: BOX.top, y2: BOX.height - BOX.bottom }));
  }
}

function drawChart(svg, chart) {
  const scale = scales(chart);
  svg.replaceChildren();
  svg.setAttribute("aria-label", spoken(chart));
  drawAxes(svg, chart, scale);
  drawLegend(svg, chart);
  for (const [, height] of chart.guides) {
    const y = scale.y(height);
    svg.append(shape("line", { class: "cv-guide", x1: BOX.left, x2: BOX.width - BOX.right, y1: y, y2: y }));
  }
  drawUprights(svg, chart, scale);
  chart.series.forEach((_, index) => drawSeries(svg, chart, scale, index));
}

function spoken(chart) {
  const few = (s) => s.kind === "points" ? `${s.y.length}` : s.y.length <= 12 ? s.y.map((v, i) => `${chart.x[i]}: ${short(v)}`).join(", ")
    : `${short(s.y[0])} … ${short(s.y[s.y.length - 1])}`;
  return [`${chart.title}. ${chart.ylabel}.`, ...chart.series.map((s) => `${s.label}: ${few(s)}`)].join(" ");
}

// ---- controls ------------------------------------------------------------------------------------------------

function controlRow(control, value, changed) {
  const scale = control.percent ? 100 : 1;
  const limits = { min: clean(control.low * scale), max: clean(control.high * scale), step: clean(control.step * scale) };
  const name = `cv-${control.name}-${Math.random().toString(36).slice(2, 8)}`;
  const range = element("input", { type: "range", id: name, "data-control": control.name, ...OWN_KEYS, ...limits });
  const field = element("input", { type: "number", "aria-label": control.label, ...OWN_KEYS, ...limits });
  const say = (v) => control.percent && range.setAttribute("aria-valuetext", `${v}%`);
  const show = (v) => { range.value = field.value = clean(v * scale); say(range.value); };
  const read = (input, other) => () => {
    if (input.value === "" || !inLimits(input)) return;
    other.value = input.value;
    say(input.value);
    changed(control.name, clean(Number(input.value) / scale));
  };
  // A number typed beyond the limits becomes the nearest one, and an empty field what it was: field and chart agree.
  const settle = () => {
    if (field.value !== "" && inLimits(field)) return;
    field.value = field.value === "" ? range.value : Math.min(limits.max, Math.max(limits.min, Number(field.value)));
    read(field, range)();
  };
  range.addEventListener("input", read(range, field));
  field.addEventListener("input", read(field, range));
  field.addEventListener("change", settle);
  show(value);
  const row = element("div", { class: "cv-row" }, element("label", { for: name }, control.label), range, field,
    element("span", { class: "cv-unit" }, control.percent ? "%" : ""));
  return { row, show };
}

function inLimits(input) {
  return Number(input.value) >= Number(input.min) && Number(input.value) <= Number(input.max);
}

function clean(value) {
  return Number(Number(value).toPrecision(10));
}

// One question to Python at a time: while it answers, only the newest values are kept.
function talker(model, silent) {
  let step = model.get("values").step ?? 0;
  let waiting = null;
  let next = null;
  const send = (values) => {
    step += 1;
    model.set("values", { ...values, step });
    model.save_changes();
    waiting = setTimeout(() => { waiting = null; silent(true); }, PATIENCE_MS);
  };
  return {
    ask: (values) => { if (waiting === null) send(values); else next = values; },
    answered: () => {
      clearTimeout(waiting);
      waiting = null;
      silent(false);
      if (next !== null) { const values = next; next = null; send(values); }
    },
  };
}

// ---- the explorer --------------------------------------------------------------------------------------------

function render({ model, el }) {
  const words = model.get("words");
  const controls = model.get("controls");
  let values = { ...model.get("values") };

  const svg = shape("svg", { class: "cv-chart", role: "img", viewBox: `0 0 ${BOX.width} ${BOX.height}` });
  const readouts = element("div", { class: "cv-readouts", role: "group", "aria-live": "polite", "aria-label": words.figures });
  const notice = element("p", { class: "cv-error", role: "status" });
  const verdict = element("p", { class: "cv-verdict", role: "status" });
  const talk = talker(model, (quiet) => { notice.textContent = quiet ? words.waiting : ""; });

  const forget = () => { verdict.className = "cv-verdict"; verdict.textContent = ""; };
  const change = (name, value) => { values = { ...values, [name]: value }; forget(); talk.ask(values); };
  const rows = controls.map((control) => ({ name: control.name, ...controlRow(control, values[control.name], change) }));
  const reset = element("button", { type: "button", ...OWN_KEYS }, words.reset);
  reset.addEventListener("click", () => {
    values = { ...values, ...Object.fromEntries(controls.map((c) => [c.name, c.value])) };
    rows.forEach((row) => row.show(values[row.name]));
    forget();
    talk.ask(values);
  });
  const check = element("button", { type: "button", ...OWN_KEYS }, words.check);
  let unheard = null;
  check.addEventListener("click", () => {
    clearTimeout(unheard);
    unheard = setTimeout(() => { notice.textContent = words.waiting; }, PATIENCE_MS);
    model.send({ kind: "check" });  // Last: without a kernel it may throw.
  });

  // The cell that brings this setting back: what differs from the beginning, by name.
  const setting = element("code", {});
  const tell = () => {
    const moved = controls.filter((c) => clean(values[c.name]) !== clean(c.value)).map((c) => `${c.name}=${clean(values[c.name])}`);
    setting.textContent = `widgets.explorer(${moved.join(", ")})`;
  };

  const update = () => {
    tell();
    const view = model.get("view");
    if (view.error) { notice.textContent = view.error; return; }
    drawChart(svg, view.chart);
    readouts.replaceChildren(...view.readouts.map(([label, value]) =>
      element("div", {}, element("span", {}, label), element("strong", {}, value))));
  };
  const judge = () => {
    const said = model.get("verdict");
    clearTimeout(unheard);
    if (notice.textContent === words.waiting) notice.textContent = "";
    verdict.className = `cv-verdict ${said.right ? "cv-right" : "cv-wrong"}`;
    verdict.textContent = said.words ?? "";
  };
  const onView = () => { talk.answered(); update(); };
  model.on("change:view", onView);
  model.on("change:verdict", judge);

  const root = element("div", { class: "cv-explorer" },
    element("fieldset", {}, element("legend", {}, words.controls), ...rows.map((row) => row.row)),
    svg, notice, readouts,
    element("p", { class: "cv-question" }, `${words.question}: ${model.get("question")}`),
    element("div", { class: "cv-buttons" }, check, reset), verdict,
    element("p", { class: "cv-setting" }, `${words.setting} `, setting));
  el.append(root);
  update();
  return () => { model.off("change:view", onView); model.off("change:verdict", judge); };
}

export default { render };
