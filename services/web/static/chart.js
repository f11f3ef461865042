/* Draws the chart of a statistics page from the numbers of its table. Canvas and rich text only: the policy allows no inline styles. */
(function () {
  "use strict";
  var data = document.getElementById("chart-data"), box = document.getElementById("chart-box");
  if (!data || !box || !window.echarts) return;
  var told = JSON.parse(data.textContent);
  var share = told.unit === "%", narrow = box.clientWidth < 600;
  var font = getComputedStyle(document.body).fontFamily;
  box.setAttribute("data-rows", String(told.names.length));
  box.style.height = Math.max(96, told.names.length * 38 + 20) + "px";
  var chart = window.echarts.init(box, null, { renderer: "canvas" });
  chart.setOption({
    animation: false,
    aria: { enabled: true, label: { description: told.title } },
    textStyle: { fontFamily: font },
    grid: { left: 8, right: 64, top: 8, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
    xAxis: { type: "value", max: share ? 100 : null, axisLabel: { show: false }, splitLine: { lineStyle: { color: "#EDEFEB" } } },
    yAxis: {
      type: "category", inverse: true, data: told.names,
      axisTick: { show: false }, axisLine: { lineStyle: { color: "#858E96" } },
      axisLabel: { color: "#18222D", fontSize: 14, width: narrow ? 110 : 260, overflow: "break" }
    },
    series: [{
      type: "bar", data: told.values, barMaxWidth: 18, itemStyle: { color: "#1C4E70" },
      label: { show: true, position: "right", color: "#18222D", fontWeight: "bold", fontSize: 14, formatter: "{c}" + (share ? "%" : "") }
    }]
  });
  window.addEventListener("resize", function () { chart.resize(); });
})();
