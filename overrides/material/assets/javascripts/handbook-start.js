/*
 * Runs before the page is painted: colour scheme, and the mark that programs run here.
 *
 * Material puts these few lines into the page itself. They stand in a file instead, so that the pages hold no
 * script at all and the Content-Security-Policy can forbid every script that is not a file of the site.
 * The names that begin with __md are called by Material's own program.
 */
(function () {
  "use strict";

  var root = document.documentElement;
  root.classList.add("hb-js");

  // This file is <site>/assets/javascripts/handbook-start.js.
  var scope = new URL("../..", document.currentScript.src);

  window.__md_scope = scope;
  window.__md_hash = function (text) {
    var sum = 0;
    for (var i = 0; i < text.length; i++) sum = (sum << 5) - sum + text.charCodeAt(i);
    return sum;
  };
  window.__md_get = function (key, storage, place) {
    try {
      return JSON.parse((storage || localStorage).getItem((place || scope).pathname + "." + key));
    } catch (error) {
      return null; // no storage here, or not written by us
    }
  };
  window.__md_set = function (key, value, storage, place) {
    try {
      (storage || localStorage).setItem((place || scope).pathname + "." + key, JSON.stringify(value));
    } catch (error) {
      // A colour scheme that is not remembered does no harm.
    }
  };

  var stored = window.__md_get("__palette");
  var colour = stored && typeof stored === "object" && stored.color;
  var inputs = document.querySelectorAll("input[data-md-color-media]");
  var input = null;
  if (colour && typeof colour.media === "string") {
    input = Array.prototype.filter.call(inputs, function (option) {
      return option.getAttribute("data-md-color-media") === colour.media;
    })[0];
  }
  if (!input) {
    input = Array.prototype.filter.call(inputs, function (option) {
      return window.matchMedia && window.matchMedia(option.getAttribute("data-md-color-media")).matches;
    })[0];
  }
  if (input) {
    ["media", "scheme", "primary", "accent"].forEach(function (name) {
      document.body.setAttribute("data-md-color-" + name, input.getAttribute("data-md-color-" + name) || "");
    });
  }
})();
