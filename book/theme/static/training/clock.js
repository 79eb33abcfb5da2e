// When steps are taken: so many a second, in what time a frame has; or as many as are wanted, at once.
(() => {
  const BUDGET = 9, LONGEST = 100;  // milliseconds: of computing in a frame, and of a frame that counts
  Training.calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  // `step()` takes a step and says whether there may be another; `draw()` draws; `stopped()` is
  // told when the clock has come to rest.
  Training.clock = ({ step, draw, stopped }) => {
    const clock = { going: false, until: Infinity, speed: 0, quiet: false };
    let frame = 0, last = 0, credit = 0, drawAfter = 0, seen = true;
    const next = () => { frame ||= requestAnimationFrame(tick); };
    const tick = (now) => {
      frame = 0;
      if (!clock.going || !(seen || clock.quiet)) return;
      const begun = performance.now();
      if (clock.speed < Infinity) {
        const waited = Math.min(Math.max(now - last, 0), LONGEST);
        credit = Math.min(credit + (clock.speed * waited) / 1000, clock.speed / 4 + 1);
      } else credit = Infinity;
      last = now;
      let more = true;
      while (more && credit >= 1 && performance.now() - begun < BUDGET) {
        more = step();
        credit--;
      }
      if (!more) return clock.stop();
      if (!clock.quiet && now >= drawAfter) {
        const start = performance.now();
        draw();
        drawAfter = now + (Training.calm() ? 1000 : 2 * (performance.now() - start));  // most of the time is for steps
      }
      next();
    };
    // Until `until`, at a speed in steps a second; quietly, nothing is drawn on the way.
    clock.go = (speed, quiet = false) => {
      Object.assign(clock, { going: true, speed, quiet });
      credit = 1;
      last = performance.now();
      next();
    };
    clock.stop = () => {
      const was = clock.going;
      clock.going = clock.quiet = false;
      cancelAnimationFrame(frame);
      frame = 0;
      draw();
      if (was) stopped();
    };
    clock.halt = () => { clock.going = clock.quiet = false; };  // and tell nobody
    // Out of sight it waits. (A page in the background has no frames at all.)
    clock.watch = (element) => new IntersectionObserver((changes) => {
      seen = changes.at(-1).isIntersecting;
      if (seen && clock.going) {
        last = performance.now();
        next();
      }
    }).observe(element);
    return clock;
  };
})();
