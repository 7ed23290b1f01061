/* 一边指到或聚焦，另一边跟着亮，并滚到看得见的地方。没有脚本时，各处都是普通的链接。 */
(() => {
  "use strict";
  const peek = document.getElementById("peek");
  const wide = matchMedia("(min-width: 64em)");
  let lit = [];
  let waiting = 0;

  const byId = (id) => document.getElementById(id);

  // 记录中的格和段落用 data-s 指着原文，原文用 data-r 指着记录。
  const twinOf = (piece) => byId(piece.dataset.s ? `s${piece.dataset.s}` : piece.dataset.r);

  const inView = (piece) => {
    const pane = piece.closest(".pane").getBoundingClientRect();
    const box = piece.getBoundingClientRect();
    return box.top >= pane.top && box.bottom <= Math.min(pane.bottom, innerHeight);
  };

  const said = (piece, twin) => {
    const cell = piece.dataset.w ? piece : twin;
    const words = cell.dataset.w;
    const source = piece.dataset.s ? twin : piece;
    if (!words) { return []; }
    const strong = document.createElement("b");
    strong.textContent = cell.textContent.trim();
    const line = source.dataset.l ?? source.querySelector(".line")?.textContent ?? "";
    const text = (source.querySelector("a, .line + span") ?? source).textContent.trim();
    return [`${words}：`, strong, ` ← ${peek.dataset.from} ${line}：“${text.slice(0, 80)}”`];
  };

  const light = (piece) => {
    for (const each of lit) { each.classList.remove("twin"); }
    lit = [];
    const twin = piece && twinOf(piece);
    if (!twin) { peek.hidden = true; return; }
    lit = [piece, twin];
    for (const each of lit) { each.classList.add("twin"); }
    const words = said(piece, twin);
    peek.hidden = !words.length;
    peek.replaceChildren(...words);
    if (wide.matches && !inView(twin)) { twin.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" }); }
  };

  const pieceAt = (target) => target instanceof Element ? target.closest("[data-s], [data-r]") : null;

  // 指针扫过时先等一等，免得另一栏不停地跳。
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") { return; }
    const piece = pieceAt(event.target);
    clearTimeout(waiting);
    if (piece) { waiting = setTimeout(light, 90, piece); }
  });
  document.addEventListener("focusin", (event) => {
    clearTimeout(waiting);
    light(pieceAt(event.target));
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { light(null); } });
})();
