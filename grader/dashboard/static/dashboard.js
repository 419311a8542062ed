// Draws the charts and lets the reader choose. Without it the tables say the same.
(() => {
  "use strict";
  const config = { displayModeBar: false, responsive: true };
  const leastCell = 80; // px a column needs for its head and its number
  const leastHead = 190; // px the row heads need
  const leastRow = 17; // px a row needs on paper
  const comfortable = 390; // px a chart may take beside its title on paper

  const draw = (panel) => {
    for (const source of panel.querySelectorAll("script[data-figure]")) {
      const target = document.getElementById(source.dataset.figure);
      if (target.dataset.drawn) continue;
      target.dataset.drawn = "yes";
      const columns = Number(target.dataset.columns);
      if (columns) target.style.minWidth = `${leastHead + columns * leastCell}px`;
      const figure = JSON.parse(source.textContent);
      target.style.height = `${figure.layout.height}px`;
      Plotly.newPlot(target, figure.data, figure.layout, config);
    }
  };

  const show = (name) => {
    for (const panel of document.querySelectorAll("[data-panel]")) {
      panel.hidden = panel.dataset.panel !== name;
      if (!panel.hidden) draw(panel);
    }
  };

  const tabs = document.querySelector("[data-tabs]");
  if (tabs) {
    tabs.hidden = false;
    tabs.addEventListener("change", (event) => show(event.target.value));
    show(tabs.querySelector(":checked").value);
  }

  const filter = document.querySelector("[data-filter]");
  if (filter) {
    filter.hidden = false;
    const choice = filter.querySelector("select");
    const count = filter.querySelector("output");
    const apply = () => {
      let shown = 0;
      for (const row of document.querySelectorAll("tr[data-department]")) {
        row.hidden = choice.value !== "all" && row.dataset.department !== choice.value;
        shown += row.hidden ? 0 : 1;
      }
      count.textContent = count.dataset.count.replace("{n}", shown);
      show(choice.value);
    };
    choice.addEventListener("change", apply);
    apply();
  }

  if (!tabs && !filter) draw(document);

  // Paper is narrower than a screen, and nobody can open a fold on it. All sizes in px of A4.
  const paper = { landscape: [1010, 540], upright: [690, 980] };
  const drawn = () => [...document.querySelectorAll(".plot[data-drawn]")].filter((one) => one.offsetParent);
  const folds = [];

  const fit = (one) => {
    const rows = Number(one.dataset.rows);
    const least = rows ? leastRow * rows + 90 : 0;
    const upright = document.body.classList.contains("page-person") || least > paper.landscape[1];
    const [width, most] = upright ? paper.upright : paper.landscape;
    one.parentElement.classList.toggle("upright", upright);
    one.style.minWidth = "0";
    const wanted = rows ? Math.max(least, comfortable) : one.layout.height;
    const size = { width, height: Math.min(one.layout.height, wanted, most) };
    one.style.height = `${size.height}px`;
    Plotly.relayout(one, size);
  };

  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details:not([open])")) {
      folds.push(fold);
      fold.open = true;
    }
    for (const one of drawn()) {
      one.dataset.height = one.layout.height;
      fit(one);
    }
  });
  addEventListener("afterprint", () => {
    for (const fold of folds.splice(0)) fold.open = false;
    for (const one of drawn()) {
      one.style.height = `${one.dataset.height}px`;
      Plotly.relayout(one, { width: null, height: Number(one.dataset.height), autosize: true });
    }
  });
})();
