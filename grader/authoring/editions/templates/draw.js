"use strict";
// Each chart stands as data beside the place where it is drawn.
for (const chart of document.querySelectorAll("figure.chart")) {
  const { data, layout } = JSON.parse(chart.querySelector("script").textContent);
  Plotly.newPlot(chart.querySelector(".plot"), data, { ...layout, autosize: true }, { displayModeBar: false, responsive: true });
}
