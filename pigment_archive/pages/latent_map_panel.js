// One panel: up to 100,000 points painted into a block of pixels by the processor. It needs no graphics card:
// without one, moving 100,000 points ran at 50-60 frames a second, where a WebGL plotting library reached 2.

const FULL = 65535;          // positions are whole numbers 0 to FULL, on the same scale in x and y
const DEEPEST = 64;          // closest zoom; beyond, the steps of the positions would show
const REACH = 14;            // pixels from the pointer within which a point is taken

// How much of each pixel around the centre a mark covers, 0-256: 4 x 4 samples a pixel.
function markOf(shape, radius) {
  const inside = {
    disc: (x, y) => x * x + y * y <= radius * radius,
    square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) <= radius * 0.88,
    triangle: (x, y) => y <= radius * 0.75 && y >= -radius * 1.1 + Math.abs(x) * 1.75,
  }[shape];
  const reach = Math.ceil(radius * 1.2), dots = [];
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      let hits = 0;
      for (let k = 0; k < 16; k++) hits += inside(x + (k % 4) / 4 - 0.375, y + (k >> 2) / 4 - 0.375);
      if (hits) dots.push([x, y, hits * 16]);
    }
  }
  return dots;
}

// 0xBBGGRR, as a little-endian block of pixels holds "#RRGGBB".
function pixelOf(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return (blue << 16) | (green << 8) | red;
}

class Panel {
  // map: the page's state, see latent_map.js; layout: {title, x, y}.
  constructor(map, layout, host) {
    Object.assign(this, { map, x: layout.x, y: layout.y, dirty: false });
    const figure = host.appendChild(document.createElement("figure"));
    figure.appendChild(document.createElement("figcaption")).textContent = layout.title;
    this.field = figure.appendChild(document.createElement("div"));
    this.field.className = "field";
    this.points = this.field.appendChild(document.createElement("canvas"));
    this.marks = this.field.appendChild(document.createElement("canvas"));
    new ResizeObserver(() => this.resize()).observe(this.field);
    this.listen();
  }

  resize() {
    const ratio = Math.min(window.devicePixelRatio || 1, 2), box = this.field.getBoundingClientRect();
    const width = Math.max(1, Math.round(box.width * ratio)), height = Math.max(1, Math.round(box.height * ratio));
    for (const canvas of [this.points, this.marks]) Object.assign(canvas, { width, height });
    this.ratio = ratio;
    this.radius = ratio * (this.map.count < 1500 ? 4.5 : this.map.count < 20000 ? 3.2 : 2.2);
    this.margin = Math.ceil(this.radius * 1.2) + 1;     // marks at the border may reach outside
    this.image = new ImageData(width + 2 * this.margin, height + 2 * this.margin);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.brushes = this.map.groups.map(({ shape, faint }) => this.brushOf(shape, this.radius * (faint ? 0.65 : 1)));
    this.showAll();
  }

  brushOf(shape, radius) {
    const dots = markOf(shape, radius), offset = ([x, y]) => y * this.image.width + x;
    const rim = dots.filter(([, , cover]) => cover < 256);
    return {
      core: Int32Array.from(dots.filter(([, , cover]) => cover === 256), offset),
      rim: Int32Array.from(rim, offset),
      covers: Int32Array.from(rim, ([, , cover]) => cover),
    };
  }

  showAll() {
    const { width, height } = this.points;
    this.closest = this.scale = (Math.min(width, height) * 0.94) / FULL;
    this.left = (width - FULL * this.scale) / 2;
    this.top = (height - FULL * this.scale) / 2;
    this.redraw();
  }

  redraw() {
    if (this.dirty || !this.image) return;
    this.dirty = true;
    requestAnimationFrame(() => { this.dirty = false; this.paint(); this.point(); });
  }

  paint() {
    const { map, pixels } = this, { groups, hidden, matches, lit } = map;
    pixels.fill(0xffffffff);
    if (matches !== null || lit >= 0) this.paintRecords(groups.map(() => 0xe4e4e4), hidden, null);
    const left = lit >= 0 ? groups.map((_, group) => group !== lit) : hidden;
    this.paintRecords(groups.map(({ colour }) => pixelOf(colour)), left, matches);
    this.points.getContext("2d").putImageData(this.image, -this.margin, -this.margin);
  }

  // Every record but those of the groups that are left out, or only those that `only` marks with 1.
  paintRecords(colours, leftOut, only) {
    const { x, y, pixels, scale, margin, brushes } = this, { order, group } = this.map, wide = this.image.width;
    const left = this.left + margin + 0.5, top = this.top + margin + 0.5;
    const right = this.points.width + margin, bottom = this.points.height + margin;
    for (const i of order) {
      const g = group[i];
      if (leftOut[g] || (only !== null && only[i] === 0)) continue;
      const across = (left + x[i] * scale) | 0, down = (top + y[i] * scale) | 0;
      if (across < margin || across >= right || down < margin || down >= bottom) continue;
      const { core, rim, covers } = brushes[g], centre = down * wide + across, solid = 0xff000000 | colours[g];
      for (let d = 0; d < core.length; d++) pixels[centre + core[d]] = solid;
      const redBlue = solid & 0xff00ff, green = (solid >> 8) & 0xff;
      for (let d = 0; d < rim.length; d++) {
        const at = centre + rim[d], cover = covers[d], rest = 256 - cover, old = pixels[at];
        const rb = ((Math.imul(old & 0xff00ff, rest) + Math.imul(redBlue, cover)) >>> 8) & 0xff00ff;
        const g = (Math.imul((old >> 8) & 0xff, rest) + Math.imul(green, cover)) & 0xff00;
        pixels[at] = 0xff000000 | rb | g;
      }
    }
  }

  // The visible record nearest to a place on the panel, -1 where none is near.
  nearest(across, down) {
    const { x, y, scale, left, top, map } = this;
    let best = -1, least = (REACH * this.ratio) ** 2;
    for (let i = 0; i < map.count; i++) {
      const dx = left + x[i] * scale - across, dy = top + y[i] * scale - down, distance = dx * dx + dy * dy;
      if (distance < least && !map.hidden[map.group[i]] && (map.matches === null || map.matches[i])) {
        best = i;
        least = distance;
      }
    }
    return best;
  }

  // Rings around the record under the pointer and the kept one, above the points.
  point() {
    const pen = this.marks.getContext("2d");
    pen.clearRect(0, 0, this.marks.width, this.marks.height);
    for (const [record, colour] of [[this.map.kept, "#888"], [this.map.shown, "#000"]]) {
      if (record < 0) continue;
      const across = this.left + this.x[record] * this.scale, down = this.top + this.y[record] * this.scale;
      for (const [stroke, width] of [["#fff", 5], [colour, 2]]) {
        pen.beginPath();
        pen.strokeStyle = stroke;
        pen.lineWidth = width * this.ratio;
        pen.arc(across, down, this.radius + 4 * this.ratio, 0, 2 * Math.PI);
        pen.stroke();
      }
    }
  }

  place(event) {
    const box = this.field.getBoundingClientRect();
    return [(event.clientX - box.left) * this.ratio, (event.clientY - box.top) * this.ratio];
  }

  listen() {
    let held = null, moved = false;
    this.field.addEventListener("pointerdown", (event) => {
      held = [event.clientX, event.clientY];
      moved = false;
      this.field.setPointerCapture(event.pointerId);
    });
    this.field.addEventListener("pointermove", (event) => {
      if (held === null) return this.map.show(this.nearest(...this.place(event)));
      const dx = event.clientX - held[0], dy = event.clientY - held[1];
      if (!moved && Math.hypot(dx, dy) < 4) return;
      moved = true;
      held = [event.clientX, event.clientY];
      this.left += dx * this.ratio;
      this.top += dy * this.ratio;
      this.redraw();
    });
    this.field.addEventListener("pointerup", (event) => {
      held = null;
      if (!moved) this.map.keep(this.nearest(...this.place(event)));
    });
    this.field.addEventListener("pointercancel", () => { held = null; });
    this.field.addEventListener("dblclick", () => this.showAll());
    this.field.addEventListener("wheel", (event) => this.zoom(event), { passive: false });
  }

  zoom(event) {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 30 : 1, [across, down] = this.place(event);
    const wanted = this.scale * Math.exp(-event.deltaY * lines * 0.002);
    const scale = Math.min(Math.max(wanted, this.closest / 2), this.closest * DEEPEST);
    this.left = across - ((across - this.left) * scale) / this.scale;
    this.top = down - ((down - this.top) * scale) / this.scale;
    this.scale = scale;
    this.redraw();
  }
}
