// The faults of every drawing of a page: of its pictures, and of every frame of its interactives,
// put together as their script does it. What counts as one, test_drawings.py says.
() => {
  const faults = new Set();
  const host = document.createElement("div");
  host.style.cssText = "position: absolute; left: 0; top: 0; visibility: hidden";
  document.querySelector(".bd-article").append(host);

  // --- boxes are [left, top, right, bottom] ---

  const common = (a, b) =>
    [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  const empty = ([left, top, right, bottom]) => left >= right || top >= bottom;
  const grown = ([left, top, right, bottom], by) => [left - by, top - by, right + by, bottom + by];
  const moved = ([left, top, right, bottom], x, y) => [left + x, top + y, right + x, bottom + y];

  // --- paths as straight pieces ---

  const cut = (d) => {  // M, L, C, Q, l, h, v and z are all that drawings hold
    const words = d.match(/[MLCQlhvz]|-?(?:\d+\.?\d*|\.\d+)/g) ?? [], pieces = [];
    let at = [0, 0], start = at, command = "", next = 0;
    const take = (n) => words.slice(next, next += n).map(Number);
    const to = (point) => { pieces.push([at, point]); at = point; };
    while (next < words.length) {
      if (/[a-zA-Z]/.test(words[next])) command = words[next++];
      if (command === "z") to(start);
      else if (command === "M") { at = start = take(2); command = "L"; }
      else if (command === "L") to(take(2));
      else if (command === "h") to([at[0] + take(1)[0], at[1]]);
      else if (command === "v") to([at[0], at[1] + take(1)[0]]);
      else if (command === "l") { const [x, y] = take(2); to([at[0] + x, at[1] + y]); }
      else {  // a curve, in eight pieces (de Casteljau)
        const points = [at];
        for (let k = command === "C" ? 3 : 2; k; k--) points.push(take(2));
        for (let step = 1; step <= 8; step++) {
          let left = points;
          while (left.length > 1)
            left = left.slice(1).map((b, i) => b.map((v, j) => left[i][j] + (v - left[i][j]) * step / 8));
          to(left[0]);
        }
      }
    }
    return pieces;
  };
  const known = new Map();
  const piecesOf = (d) => known.get(d) ?? known.set(d, cut(d)).get(d);
  // whether a piece and a box share a point (Liang and Barsky)
  const meet = ([[x0, y0], [x1, y1]], [left, top, right, bottom]) => {
    let from = 0, till = 1;
    const ways = [[x1 - x0, left - x0, right - x0], [y1 - y0, top - y0, bottom - y0]];
    for (const [step, low, high] of ways) {
      if (step === 0 && (low > 0 || high < 0)) return false;
      if (step === 0) continue;
      from = Math.max(from, Math.min(low / step, high / step));
      till = Math.min(till, Math.max(low / step, high / step));
    }
    return from <= till;
  };

  // --- one drawing ---

  const pen = document.createElement("canvas").getContext("2d");
  const inked = (text) => {
    const { fontWeight, fontSize, fontFamily } = getComputedStyle(text);
    pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
    const ink = pen.measureText(text.textContent);
    const turn = text.transform.baseVal.consolidate()?.matrix ?? new DOMMatrix();
    const { x, y } = text.getStartPositionOfChar(0);
    const [left, right] = [x - ink.actualBoundingBoxLeft, x + ink.actualBoundingBoxRight];
    const [top, bottom] = [y - ink.actualBoundingBoxAscent, y + ink.actualBoundingBoxDescent];
    const corners = [[left, top], [right, top], [left, bottom], [right, bottom]]
      .map(([px, py]) => new DOMPoint(px, py).matrixTransform(turn));
    const xs = corners.map((corner) => corner.x), ys = corners.map((corner) => corner.y);
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  };
  const look = (svg, place) => {
    const say = (fault) => faults.add(`${place}: ${fault}`);
    const named = (address) => svg.querySelector(`[id="${address.match(/#([^")]+)/)[1]}"]`);
    const numbers = (node, ...names) => names.map((name) => Number(node.getAttribute(name)));
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const frame = [0, 0, width, height];
    const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim())
      .map((text) => ({ words: text.textContent.trim(), box: inked(text) }));
    texts.forEach(({ words, box }) => {
      if (common(box, frame).some((edge, k) => edge !== box[k])) say(`"${words}" leaves its frame`);
    });
    texts.forEach((one, k) => texts.slice(k + 1).forEach((other) => {
      if (!empty(common(grown(one.box, -1), grown(other.box, -1))))
        say(`"${one.words}" stands over "${other.words}"`);
    }));
    const arrow = texts.some(({ words }) => /[▲▼◀▶]/.test(words));
    for (const shape of svg.querySelectorAll("path, use")) {
      if (shape.closest("defs, clipPath")) continue;
      const { stroke, fill, strokeOpacity, fillOpacity, opacity, strokeWidth } = shape.style;
      const shows = (paint, own) => paint && paint !== "none" && (opacity || 1) * (own || 1) > 0.5;
      const line = shows(stroke, strokeOpacity);
      if (!line && !shows(fill, fillOpacity)) continue;
      const mark = shape.tagName === "use";
      const [x, y] = mark ? numbers(shape, "x", "y") : [0, 0];
      const pieces = piecesOf((mark ? named(shape.getAttribute("href")) : shape).getAttribute("d"));
      const within = (box) => pieces.some((piece) => meet(piece, moved(box, -x, -y)));
      let open = frame;
      const clip = shape.closest("[clip-path]");
      if (clip) {
        const rect = named(clip.getAttribute("clip-path")).querySelector("rect");
        const [left, top, wide, high] = numbers(rect, "x", "y", "width", "height");
        open = [left, top, left + wide, top + high];
        if (pieces.length && !arrow && !within(open)) say(`a ${mark ? "mark" : "line"} vanishes`);
      }
      const half = line ? parseFloat(strokeWidth || 1) / 2 : 0;
      texts.forEach(({ words, box }) => {
        const seen = common(grown(box, half - 1), open);
        if (!empty(seen) && within(seen)) say(`"${words}" stands over a line`);
      });
    }
  };

  // --- all drawings ---

  const decoded = (address) => decodeURIComponent(address.slice(address.indexOf(",") + 1));
  const panelsOf = (box) =>
    [...box.children].map((one) => (one.tagName === "IMG" ? decoded(one.src) : one.outerHTML));
  const sized = /^(<svg[^>]*?) width=['"]\d+['"] height=['"]\d+['"]/;
  const put = (svg) => {
    host.innerHTML = svg.replace(sized, "$1");
    return host.firstElementChild;
  };
  const name = (node, k) => `${(node.closest("figure[id]") ?? node.closest("[id]")).id}, panel ${k + 1}`;
  for (const box of document.querySelectorAll(".rk-panels"))
    if (!box.closest(".rk-live")) panelsOf(box).forEach((svg, k) => look(put(svg), name(box, k)));
  for (const root of document.querySelectorAll(".rk-explore[data-frames]")) {
    const data = JSON.parse(root.querySelector("script[type='application/json']").textContent);
    const last = [...root.querySelectorAll(".rk-still .rk-panels")].at(-1);
    panelsOf(last).forEach((svg, k) => {
      // ids as they are in the frames
      const drawing = put(svg.replace(/(url\(#|id=["']|href=["']#)p\d+(f\d+-)/g, "$1$2"));
      const nodes = [drawing, ...drawing.querySelectorAll("*")], seen = new Set();
      const changes = data.changes.filter(([panel]) => panel === k);
      for (let frame = 0; frame < data.says.length; frame++) {
        const state = changes.map(([, , , , choice]) => choice[frame]).join();
        if (seen.has(state)) continue;  // not all that moves changes this panel
        seen.add(state);
        for (const [, index, attribute, values, choice] of changes) {
          const value = values[choice[frame]];
          if (attribute === "") nodes[index].innerHTML = value;
          else if (value === null) nodes[index].removeAttribute(attribute);
          else nodes[index].setAttribute(attribute, value);
        }
        look(drawing, name(root, k));
      }
    });
  }
  host.remove();
  return [...faults];
}
