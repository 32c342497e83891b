// The browser side of the quiz: questions, their options, a button each.  It knows no answer: Python judges.

const PATIENCE_MS = 5000;
// JupyterLab takes keys such as the arrows for itself unless the focused element carries this mark.
const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };
let quizzes = 0;

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function choices(question, name) {
  const type = question.kind === "single" ? "radio" : "checkbox";
  const inputs = question.options.map((words, place) =>
    element("input", { type, name, id: `${name}-${place}`, value: place, ...OWN_KEYS }));
  const rows = inputs.map((input, place) =>
    element("div", { class: "cv-option" }, input, element("label", { for: input.id }, question.options[place])));
  return { rows, inputs, given: () => inputs.filter((input) => input.checked).map((input) => Number(input.value)) };
}

function field(question, name, label) {
  const input = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", id: name, ...OWN_KEYS });
  const row = element("div", { class: "cv-option" },
    element("label", { for: name }, `${label} (${question.unit})`), input);
  return { rows: [row], inputs: [input], given: () => input.value };
}

function block(question, number, prefix, words, ask) {
  const name = `${prefix}-${number}`;
  const { rows, inputs, given } = question.kind === "numeric" ? field(question, name, words.number) : choices(question, name);
  const reply = element("div", { class: "cv-reply", role: "status" });
  const button = element("button", { type: "button", "aria-label": `${words.check} ${number}`, ...OWN_KEYS }, words.check);
  const forget = () => { reply.className = "cv-reply"; reply.replaceChildren(); };
  let unheard = null;
  const send = () => {
    clearTimeout(unheard);
    unheard = setTimeout(() => { forget(); reply.append(words.waiting); }, PATIENCE_MS);
    ask(number, given());  // Last: without a kernel it may throw.
  };
  button.addEventListener("click", send);
  for (const input of inputs) {
    input.addEventListener("input", forget);
    if (question.kind === "numeric") input.addEventListener("keydown", (event) => { if (event.key === "Enter") send(); });
  }
  const show = (said) => {
    clearTimeout(unheard);
    reply.className = `cv-reply ${said.right ? "cv-right" : "cv-wrong"}`;
    reply.replaceChildren(...said.words.map((sentence) => element("span", {}, `${sentence} `)));
  };
  const note = question.kind === "multiple" ? [element("p", { class: "cv-note" }, words.several)] : [];
  const legend = element("legend", {}, `${number}. ${question.asked}`);
  return { node: element("fieldset", {}, legend, ...note, ...rows, button, reply), show };
}

function render({ model, el }) {
  const words = model.get("words");
  const prefix = `cv-quiz-${(quizzes += 1)}`;
  const ask = (number, given) => model.send({ kind: "check", number, given });
  const blocks = model.get("questions").map((question, index) => block(question, index + 1, prefix, words, ask));
  const score = element("p", { class: "cv-score", role: "status" });
  const title = element("p", { class: "cv-title", id: prefix }, model.get("title"));
  let seen = {};
  const update = () => {
    const replies = model.get("replies");
    for (const [number, said] of Object.entries(replies)) {
      if (seen[number] !== said.count) blocks[number - 1].show(said);
      seen[number] = said.count;
    }
  };
  const count = () => { score.textContent = model.get("score"); };
  model.on("change:replies", update);
  model.on("change:score", count);
  el.append(element("div", { class: "cv-quiz", role: "group", "aria-labelledby": prefix },
    title, ...blocks.map((one) => one.node), score));
  update();
  count();
  return () => { model.off("change:replies", update); model.off("change:score", count); };
}

export default { render };
