// The page around the panels: legend, search, the spectrum under the pointer and its facts. Labels are hostile:
// they become text nodes only, never markup.

const $ = (id) => document.getElementById(id);

function bytesOf(base64) {
  const text = atob(base64), bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function add(host, tag, text, className = "") {
  const element = host.appendChild(document.createElement(tag));
  element.textContent = text;
  element.className = className;
  return element;
}

const data = JSON.parse($("data").textContent);
$("data").remove();

const map = {
  count: data.count,
  groups: data.groups,
  group: bytesOf(data.group),
  hidden: data.groups.map(() => false),
  matches: null,             // uint8, 1 where the search finds; null while nothing is searched for
  lit: -1,                   // the group whose entry in the legend the pointer is on
  shown: -1,                 // the record under the pointer
  kept: -1,                  // the record whose spectrum is kept for comparison
  show(record) {
    if (record === map.shown) return;
    map.shown = record;
    for (const panel of panels) panel.point();
    describe();
  },
  keep(record) {
    map.kept = record === map.kept ? -1 : record;
    for (const panel of panels) panel.point();
    describe();
  },
};

// The order of painting: faint groups behind; all others mixed as they come, so that none hides another.
const places = Array.from({ length: map.count }, (_, i) => i), faint = (i) => map.groups[map.group[i]].faint;
map.order = Uint32Array.from([...places.filter(faint), ...places.filter((i) => !faint(i))]);

const facts = data.facts.map(({ name, values, codes, bytes }) => {
  const kind = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array }[bytes];
  return { name, values, codes: new kind(bytesOf(codes).buffer) };
});
const ids = bytesOf(data.records);
const spectra = {
  ...data.spectra,
  points: data.spectra.axis.length,
  steps: bytesOf(data.spectra.steps),
  low: new Float32Array(bytesOf(data.spectra.low).buffer),
  high: new Float32Array(bytesOf(data.spectra.high).buffer),
};

function idOf(record) {
  const hex = Array.from(ids.subarray(16 * record, 16 * record + 16), (b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function factsOf(record) {
  const stated = facts.map(({ name, values, codes }) => [name, values[codes[record]]]);
  return [...stated.filter(([, value]) => value !== null), ["record", idOf(record)]];
}

// --- the spectrum -------------------------------------------------------------------------------------------

function describe() {
  const record = map.shown >= 0 ? map.shown : map.kept;
  $("facts").replaceChildren();
  if (record >= 0) {
    for (const [name, value] of factsOf(record)) {
      add($("facts"), "dt", name.replaceAll("_", " "));
      add($("facts"), "dd", value);
    }
  }
  drawSpectra([[map.kept, "#9a9a9a"], [map.shown, "#0072B2"]].filter(([one]) => one >= 0));
}

function drawSpectra(lines) {
  const canvas = $("spectrum"), ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth, height = canvas.clientHeight, pen = canvas.getContext("2d");
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  pen.scale(ratio, ratio);
  pen.font = "11px system-ui, sans-serif";
  const box = { left: 40, top: 8, right: width - 8, bottom: height - 34 };
  const { low, high, span } = boundsOf(lines.map(([record]) => record));
  const first = spectra.axis[0], length = spectra.axis[spectra.points - 1] - first || 1;
  const across = (value) => box.left + ((value - first) / length) * (box.right - box.left);
  const down = (value) => box.bottom - ((value - low) / span) * (box.bottom - box.top);
  drawFrame(pen, box, { first, length, across, low, high, empty: lines.length === 0 });
  pen.lineWidth = 1.3;
  for (const [record, colour] of lines) {
    const step = (spectra.high[record] - spectra.low[record]) / 255;
    pen.strokeStyle = colour;
    pen.beginPath();
    for (let k = 0; k < spectra.points; k++) {
      const value = spectra.low[record] + step * spectra.steps[record * spectra.points + k];
      pen.lineTo(across(spectra.axis[k]), down(value));
    }
    pen.stroke();
  }
}

function boundsOf(records) {
  if (!records.length) return { low: 0, high: 1, span: 1 };
  const low = Math.min(...records.map((record) => spectra.low[record]));
  const high = Math.max(...records.map((record) => spectra.high[record]));
  return { low, high, span: high - low || 1 };
}

function drawFrame(pen, box, { first, length, across, low, high, empty }) {
  pen.strokeStyle = "#999";
  pen.fillStyle = "#555";
  pen.strokeRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  pen.textAlign = "center";
  const rough = length / 6, power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((times) => times * power >= rough);
  for (let tick = Math.ceil(first / step) * step; tick <= first + length; tick += step) {
    pen.fillRect(across(tick) - 0.5, box.bottom, 1, 4);
    pen.fillText(String(+tick.toPrecision(6)), across(tick), box.bottom + 15);
  }
  pen.fillText(spectra.label, (box.left + box.right) / 2, box.bottom + 29);
  pen.textAlign = "right";
  const decimals = Math.min(Math.max(2 - Math.floor(Math.log10(high - low || 1)), 0), 6);
  pen.fillText(high.toFixed(decimals), box.left - 4, box.top + 9);
  pen.fillText(low.toFixed(decimals), box.left - 4, box.bottom);
  pen.textAlign = "center";
  if (empty) pen.fillText("the spectrum of the point under the pointer", (box.left + box.right) / 2, (box.top + box.bottom) / 2);
}

// --- the legend ---------------------------------------------------------------------------------------------

const SIGN = { disc: "●", square: "■", triangle: "▲" };
const buttons = map.groups.map((entry, g) => {
  const button = add($("legend"), "button", "");
  add(button, "span", SIGN[entry.shape]).style.color = entry.colour;
  add(button, "span", entry.name, "name");
  add(button, "span", String(entry.count), "count");
  button.addEventListener("click", () => hide((other) => map.hidden[other] !== (other === g)));
  button.addEventListener("dblclick", () => {
    const alone = map.hidden.every((hidden, other) => hidden || other === g);
    hide((other) => !alone && other !== g);
  });
  button.addEventListener("pointerenter", () => light(g));
  button.addEventListener("pointerleave", () => light(-1));
  return button;
});

function light(group) {
  map.lit = group >= 0 && !map.hidden[group] ? group : -1;
  redrawAll();
}

function hide(isHidden) {
  map.hidden = map.groups.map((_, g) => isHidden(g));
  map.lit = -1;
  buttons.forEach((button, g) => button.setAttribute("aria-pressed", String(!map.hidden[g])));
  redrawAll();
}

// --- the search ---------------------------------------------------------------------------------------------

function search(text) {
  const wanted = text.trim().toLowerCase();
  map.matches = null;
  if (wanted) {
    const found = facts.map(({ values }) => values.map((value) => value !== null && value.toLowerCase().includes(wanted)));
    const asId = /^[0-9a-f-]{8,}$/.test(wanted);
    map.matches = Uint8Array.from({ length: map.count }, (_, i) =>
      facts.some(({ codes }, f) => found[f][codes[i]]) || (asId && idOf(i).startsWith(wanted)));
  }
  const count = map.matches === null ? 0 : map.matches.reduce((sum, one) => sum + one, 0);
  $("found").textContent = wanted ? `${count} of ${map.count} records; Enter shows one after the other` : "";
  redrawAll();
}

function showNext() {
  if (map.matches === null) return;
  for (let step = 1; step <= map.count; step++) {
    const record = (map.shown + step + map.count) % map.count;
    if (map.matches[record] && !map.hidden[map.group[record]]) return map.show(record);
  }
}

let waiting = 0;
$("search").addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => search($("search").value), 150);
});
$("search").addEventListener("keydown", (event) => { if (event.key === "Enter") showNext(); });

// --- the page -----------------------------------------------------------------------------------------------

function redrawAll() {
  for (const panel of panels) panel.redraw();
}

$("title").textContent = data.title;
$("note").textContent = data.note;
for (const warning of data.warnings) add($("warnings"), "p", warning, "warning");
$("coarse").textContent = data.spectra.remark;
$("panels").style.gridTemplateColumns = `repeat(${data.columns}, minmax(0, 1fr))`;
const panels = data.panels.map(({ title, x, y }) =>
  new Panel(map, { title, x: new Uint16Array(bytesOf(x).buffer), y: new Uint16Array(bytesOf(y).buffer) }, $("panels")));
describe();
