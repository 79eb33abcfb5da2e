// Ten reports that can be dragged, and two curves fitted to them again and again in the page.
const solve = (columns, target) => {  // least squares by Householder's QR
  const A = columns.map((column) => [...column]), b = [...target], p = A.length, m = b.length;
  for (let k = 0; k < p; k++) {
    const alpha = -Math.sign(A[k][k] || 1) * Math.hypot(...A[k].slice(k));
    const v = A[k].slice(k);
    v[0] -= alpha;
    const norm = v.reduce((sum, x) => sum + x * x, 0);
    if (norm === 0) continue;
    for (const column of [...A.slice(k), b]) {
      let dot = 0;
      for (let i = k; i < m; i++) dot += v[i - k] * column[i];
      for (let i = k; i < m; i++) column[i] -= 2 * dot / norm * v[i - k];
    }
  }
  const w = Array(p).fill(0);
  for (let k = p - 1; k >= 0; k--) {
    let rest = b[k];
    for (let j = k + 1; j < p; j++) rest -= A[j][k] * w[j];
    w[k] = rest / A[k][k];
  }
  return w;
};

// 1/(2n) ||y - Xw - b||^2 + lam ||w||_2^2 on the powers u, u^2, ... of u = (x - mid) / half;
// the penalty is n more rows, sqrt(2 n lam) I, and the intercept is not penalized.
const ridge = (x, y, degree, lam, mid, half) => {
  const n = x.length, mean = (a) => a.reduce((sum, v) => sum + v, 0) / a.length;
  const powers = Array.from({ length: degree }, (_, k) => x.map((v) => ((v - mid) / half) ** (k + 1)));
  const means = powers.map(mean), centre = mean(y), extra = lam > 0 ? degree : 0;
  const columns = powers.map((column, k) => [
    ...column.map((v) => v - means[k]),
    ...Array.from({ length: extra }, (_, j) => (j === k ? Math.sqrt(2 * n * lam) : 0)),
  ]);
  const coef = solve(columns, [...y.map((v) => v - centre), ...Array(extra).fill(0)]);
  const intercept = centre - coef.reduce((sum, w, k) => sum + w * means[k], 0);
  const predict = (at) => coef.reduceRight((sum, w) => (sum + w) * (at - mid) / half, 0) + intercept;
  return { coef, intercept, predict };
};

const money = (value) => `${value < 0 ? "−" : ""}$${Math.abs(value).toFixed(2)}k`;

const typo = (root, data) => {
  const { x, mid, half, at, suspect, box } = data;
  const px = (v) => box.left + (v - box.xlim[0]) * box.xscale;
  const py = (v) => box.bottom - (v - box.ylim[0]) * box.yscale;
  const inside = (v) => Math.max(box.ylim[0], Math.min(box.ylim[1], v));
  let y = [...data.y], locked = true;

  const stage = make("div", { class: "rk-stage" });
  const now = make("p", { class: "rk-now", "aria-live": "polite" });
  stage.innerHTML = data.panel;
  const picture = stage.firstChild, svg = picture.querySelector("svg");
  picture.setAttribute("role", "group");  // not an image: its reports can be moved
  const panel = make("div", { class: "rk-panel" });
  svg.replaceWith(panel);
  panel.append(svg);
  const tag = `c${copies++}`;
  draw("rect", { x: px(box.xlim[0]), y: py(box.ylim[1]), width: px(box.xlim[1]) - px(box.xlim[0]), height: py(box.ylim[0]) - py(box.ylim[1]) },
    draw("clipPath", { id: tag }, svg));
  const drawing = draw("g", { "clip-path": `url(#${tag})`, fill: "none", "stroke-width": 3.5 }, svg);
  draw("path", { d: `M${px(at)} ${py(box.ylim[0])}V${py(box.ylim[1])}`, style: data.mark, "stroke-width": 2 }, drawing);
  const curves = data.styles.map((style) => draw("path", { style }, drawing));
  const ghosts = data.styles.map((style) => draw("path", { style, class: "rk-ghost", visibility: "hidden" }, drawing));
  const solid = (style) => `${style};${style.replace("stroke", "fill")};stroke-dasharray:none`;
  const marks = data.styles.map((style) => draw("path", { style: solid(style) }, drawing));
  // a forecast is a diamond; beyond the axes, a triangle at their edge that points to it
  const mark = (value) => {
    const start = `M${px(at)} ${py(inside(value))}`;
    if (value > box.ylim[1]) return start + "l12 20h-24z";
    if (value < box.ylim[0]) return start + "l12-20h-24z";
    return start + "m0-11l11 11l-11 11l-11-11z";
  };
  const written = (words, anchor) => {
    const text = draw("text", { "text-anchor": anchor, "font-size": 22, style: "fill:currentColor" }, svg);
    text.textContent = words;
    return text;
  };
  const here = written("forecast", "end");
  here.setAttribute("x", px(at) - 10);
  here.setAttribute("y", py(box.ylim[1]) + 22);
  const name = written("this one", "middle");
  const grid = Array.from({ length: 161 }, (_, k) => box.xlim[0] + (box.xlim[1] - box.xlim[0]) * k / 160);

  // Two numbers under the figure, in the curves' colours: whose, now, and before.
  const numbers = make("div", { class: "rk-numbers", "aria-hidden": true }, ...["rk-loss", "rk-l2"].map((tone) =>
    make("p", { class: tone }, make("small"), make("b"), make("small"))));

  const move = (k, value) => {
    y[k] = Math.round(10 * inside(value)) / 10;
    if (k === suspect) shift.set(Math.max(0, data.shifts.findIndex((by) => by >= y[k] - data.y[k] - 0.05)));
    leave();
    show();
  };
  const dots = x.map((loan, k) => {
    const dot = draw("g", {
      tabindex: 0, role: "slider", class: "rk-dot",
      "aria-label": `Report at $${loan}k`, "aria-orientation": "vertical",
      "aria-valuemin": box.ylim[0], "aria-valuemax": box.ylim[1],
    }, svg);
    draw("circle", { r: 28, fill: "transparent" }, dot);  // what a finger meets
    draw("circle", { r: 10, style: k === suspect ? data.dot + ";fill:none" : data.dot, "stroke-width": 3 }, dot);
    dot.addEventListener("keydown", (event) => {
      const step = { ArrowUp: 0.1, ArrowRight: 0.1, ArrowDown: -0.1, ArrowLeft: -0.1, PageUp: 1, PageDown: -1 }[event.key];
      if (step === undefined || locked) return;
      event.preventDefault();
      move(k, y[k] + step);
    });
    return dot;
  });
  // The whole plot takes the drag: the report nearest in x follows the finger.
  const point = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  let held = null, off = 0;
  const height = (place) => box.ylim[0] + (box.bottom - place.y) / box.yscale;
  svg.addEventListener("pointerdown", (event) => {
    if (locked || event.button) return;
    event.preventDefault();
    const place = point(event);
    const near = x.map((loan) => Math.abs(px(loan) - place.x));
    held = near.indexOf(Math.min(...near));
    off = Math.abs(height(place) - y[held]) < 1.5 ? height(place) - y[held] : 0;  // a dot does not jump
    svg.setPointerCapture(event.pointerId);
    dots[held].focus({ preventScroll: true });
  });
  svg.addEventListener("pointermove", (event) => {
    if (held !== null) move(held, height(point(event)) - off);
  });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => { held = null; });

  const fits = (reports) => data.degrees.map((degree, k) =>
    ridge(x, reports, degree, k ? data.lams[strength.get()] : 0, mid, half));
  const path = (fit) => "M" + grid.map((v) => `${px(v).toFixed(1)} ${py(fit.predict(v)).toFixed(1)}`).join("L");
  const show = () => {
    const lam = data.lams[strength.get()], before = fits(data.y).map((fit) => fit.predict(at));
    shift.say(money(y[suspect]));
    const says = fits(y).map((fit, k) => {
      const value = fit.predict(at);
      curves[k].setAttribute("d", path(fit));
      marks[k].setAttribute("d", mark(value));
      const beyond = value > box.ylim[1] ? "\u25b2 " : value < box.ylim[0] ? "\u25bc " : "";
      const penalty = k ? `with λ = ${lam}` : "without a penalty";
      const [whose, number, earlier] = numbers.children[k].children;
      whose.textContent = `degree ${data.degrees[k]}, ${k ? `λ = ${lam}` : "no penalty"}`;
      number.textContent = beyond + money(value);
      earlier.textContent = locked ? "\u00a0" : `before: ${money(before[k])}`;
      return `Degree ${data.degrees[k]} ${penalty}: ${money(value)}, moved by ${money(value - before[k])}`;
    });
    dots.forEach((dot, k) => {
      dot.setAttribute("transform", `translate(${px(x[k])} ${py(y[k])})`);
      dot.setAttribute("aria-valuenow", Math.round(10 * y[k]) / 10);
      dot.setAttribute("aria-valuetext", money(y[k]));
    });
    name.setAttribute("x", px(x[suspect]));
    name.setAttribute("y", py(y[suspect]) + 44);
    now.textContent = `Forecast at $${at}k. ${says.join(". ")}.`;
  };
  // What the answer left in the picture goes with the first move of the reader's own.
  const leave = () => {
    ghosts.forEach((ghost) => ghost.setAttribute("visibility", "hidden"));
  };
  const retype = (by) => { y[suspect] = data.y[suspect] + by; };

  const axes = controls(data.axes, data.start, () => {
    retype(data.shifts[shift.get()]);
    leave();
    show();
  });
  const [shift, strength] = axes.all;
  axes.node.append(makeButton("Put the reports back", () => {
    y = [...data.y];
    shift.set(data.shifts.indexOf(0));
    leave();
    show();
  }));
  stage.append(numbers);

  const lock = (now) => {
    locked = now;
    stage.classList.toggle("rk-free", !now);
    dots.forEach((dot) => dot.setAttribute("aria-disabled", now));
  };
  ask(root, data, {
    stage, axes: axes.node, now,
    close() {
      lock(true);
      y = [...data.y];
      axes.set(data.start);
      panel.querySelector(".rk-guess")?.remove();
      leave();
      show();
      now.textContent = "";
    },
    open({ at: places = data.proof, animate, guess }) {
      lock(false);
      panel.querySelector(".rk-guess")?.remove();
      axes.set(places);
      if (guess) drawGuess(panel, guess[1]);
      const to = data.shifts[shift.get()];
      fits(data.y).forEach((fit, k) => {
        ghosts[k].setAttribute("d", path(fit));
        ghosts[k].setAttribute("visibility", to ? "visible" : "hidden");
      });
      if (animate) glide((t) => { retype(t * to); show(); });
      else { retype(to); show(); }
    },
  });
};
