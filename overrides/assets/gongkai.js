/* 字号、明暗、表格提示。都是锦上添花：没有脚本时页面照样能读。 */
(function () {
  "use strict";
  var root = document.documentElement;

  function recall(key) {
    try { return localStorage.getItem("gongkai." + key); } catch (error) { return null; }
  }

  function remember(key, value) {
    try { localStorage.setItem("gongkai." + key, value); } catch (error) { /* 隐私模式下不记 */ }
  }

  function setType(size) {
    if (size === "2" || size === "3") root.setAttribute("data-type", size);
    else root.removeAttribute("data-type");
  }

  function isDark() {
    var chosen = root.getAttribute("data-theme");
    if (chosen) return chosen === "dark";
    return window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  // 在画出页面之前就设好，免得闪一下。
  root.classList.add("gk-script");
  // 搜索页带着要找的词打开时，先给结果留出位置（assets/search.css）。
  if (/[?&]q=[^&]/.test(location.search)) root.classList.add("gk-asked");
  setType(recall("type"));
  var theme = recall("theme");
  if (theme === "dark" || theme === "light") root.setAttribute("data-theme", theme);

  function showControls(controls) {
    var sizes = controls.querySelectorAll("button[data-type]");
    var toggle = controls.querySelector("[data-gk=theme]");

    function refresh() {
      var size = root.getAttribute("data-type") || "1";
      sizes.forEach(function (button) {
        button.setAttribute("aria-pressed", String(button.dataset.type === size));
      });
      toggle.textContent = isDark() ? toggle.dataset.light : toggle.dataset.dark;
    }

    sizes.forEach(function (button) {
      button.addEventListener("click", function () {
        setType(button.dataset.type);
        remember("type", button.dataset.type);
        refresh();
        markTables();
      });
    });
    toggle.addEventListener("click", function () {
      var next = isDark() ? "light" : "dark";
      root.setAttribute("data-theme", next);
      remember("theme", next);
      refresh();
    });
    refresh();
    controls.hidden = false;
  }

  // 只有真的放不下的表格，才提示可以左右滑动、才占一个焦点。
  function markTables() {
    document.querySelectorAll(".gk-table-scroll").forEach(function (box) {
      var overflows = box.scrollWidth > box.clientWidth + 1;
      box.parentElement.classList.toggle("gk-overflows", overflows);
      if (overflows) box.setAttribute("tabindex", "0");
      else box.removeAttribute("tabindex");
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-gk=controls]").forEach(showControls);
    markTables();
    window.addEventListener("resize", markTables);
    // 浏览器太旧、读不懂搜索的脚本，或者脚本没有送到时，照样说一声。
    document.querySelectorAll(".gk-find:not(.gk-find--ready) .gk-find__unavailable").forEach(function (message) {
      message.hidden = false;
    });
    // 当按钮用的标签，键盘也要按得动。
    document.querySelectorAll("label[tabindex]").forEach(function (label) {
      label.addEventListener("keydown", function (event) {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          label.click();
        }
      });
    });
  });
})();
