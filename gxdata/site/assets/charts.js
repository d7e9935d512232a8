// Draw every chart of the page. Nothing is fetched: specifications hold their data, and the loader refuses all else.
(function () {
  "use strict";
  var refuse = function (uri) { return Promise.reject(new Error("not fetched: " + uri)); };
  var loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };
  var options = { mode: "vega-lite", actions: { export: true, source: false, compiled: false, editor: false }, loader: loader };
  var draw = function () {
    var places = Array.prototype.slice.call(document.querySelectorAll("script[data-chart]"));
    Promise.all(places.map(function (place) {
      return vegaEmbed("#" + place.dataset.chart, JSON.parse(place.textContent), options);
    })).then(function () { document.documentElement.dataset.drawn = places.length; });
  };
  // Words are measured when a chart is laid out: wait for the font.
  document.fonts.load('12px "Noto Sans SC"', "政府信息公开").then(draw, draw);
})();
