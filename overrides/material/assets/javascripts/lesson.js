/*
 * Plays a lesson: one slide with one piece of its caption at a time, on by itself or by hand.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var app = document.getElementById("lesson");
  var show = document.getElementById("slides");
  if (!HB || !app || !show) return;
  var el = HB.element;
  var stage = show;
  var slides = /** @type {HTMLElement[]} */ (Array.from(show.querySelectorAll(".ls-slide")));
  var at = 0;
  var piece = 0;
  /** @type {number} */
  var timer = 0;

  /**
   * @param {number} slide
   * @returns {HTMLElement[]}
   */
  function piecesOf(slide) {
    return Array.from(slides[slide].querySelectorAll(".ls-piece"));
  }

  /** @param {string} text @param {() => void} press */
  function button(text, press) {
    return el("button", { type: "button", class: "hb-button", text: text, on: { click: press } });
  }

  var play = button("放映", () => {
    if (timer) pause();
    else start();
  });
  var back = button("上一张", () => {
    turn(at - 1);
  });
  var on = button("下一张", () => {
    turn(at + 1);
  });
  var place = el("p");
  // On a projector the slide fills the screen. A browser that cannot (a telephone's) is offered nothing.
  var full = button("全屏", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else
      stage.requestFullscreen().then(
        () => {
          play.focus(); // or the space bar would leave the full screen again
        },
        () => {
          HB.tell("这个浏览器不让全屏，按 F11 试试。");
        },
      );
  });
  full.hidden = !document.fullscreenEnabled;

  function draw() {
    slides.forEach((slide, number) => {
      slide.hidden = number !== at;
      piecesOf(number).forEach((one, count) => {
        one.hidden = number !== at || count !== piece;
      });
      var caption = slide.querySelector(".ls-caption");
      // What changes by itself is not called out; what one turns to is.
      if (caption) caption.setAttribute("aria-live", timer ? "off" : "polite");
    });
    play.textContent = timer ? "暂停" : "放映";
    back.disabled = at === 0;
    on.disabled = at === slides.length - 1;
    var now = "第 " + (at + 1) + " 张，共 " + slides.length + " 张";
    place.textContent = now;
  }

  function wait() {
    var shown = piecesOf(at)[piece];
    timer = window.setTimeout(step, Number(shown.getAttribute("data-seconds")) * 1000);
  }

  function step() {
    if (piece + 1 < piecesOf(at).length) piece += 1;
    else if (at + 1 < slides.length) {
      at += 1;
      piece = 0;
    } else {
      pause();
      return;
    }
    wait();
    draw();
  }

  function start() {
    if (at === slides.length - 1 && piece === piecesOf(at).length - 1) at = piece = 0;
    wait();
    draw();
  }

  function pause() {
    window.clearTimeout(timer);
    timer = 0;
    draw();
  }

  /** @param {number} slide */
  function turn(slide) {
    if (slide < 0 || slide >= slides.length) return;
    window.clearTimeout(timer);
    at = slide;
    piece = 0;
    if (timer) wait();
    draw();
  }

  document.addEventListener("keydown", (event) => {
    var target = /** @type {Element} */ (event.target);
    if (event.altKey || event.ctrlKey || event.metaKey || target.closest("input, textarea, select")) return;
    // A presenter's remote sends the page keys, which scroll a page that is not on the whole screen.
    var paged = document.fullscreenElement ? event.key : "";
    if (event.key === "ArrowRight" || paged === "PageDown") turn(at + 1);
    else if (event.key === "ArrowLeft" || paged === "PageUp") turn(at - 1);
    else if (event.key === "Escape") pause();
    else if (event.key === " " && !target.closest("button, a, summary")) {
      event.preventDefault();
      play.click();
    }
  });
  document.addEventListener("fullscreenchange", () => {
    full.textContent = document.fullscreenElement ? "退出全屏" : "全屏";
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && timer) pause();
  });

  var named = /^#s(\d+)$/.exec(location.hash);
  if (named && Number(named[1]) <= slides.length && Number(named[1]) > 0) at = Number(named[1]) - 1;
  show.classList.add("ls-played");
  app.append(
    el("div", { class: "ls-bar", role: "group", "aria-label": "放映" }, [back, play, on, full, place]),
    el("p", { class: "hb-note", text: "投影按“全屏”，Esc 退出。键盘：空格放映和暂停，左右箭头翻页。" }),
  );
  stage.prepend(app); // the bar goes to the whole screen with the slides
  draw();
})();
