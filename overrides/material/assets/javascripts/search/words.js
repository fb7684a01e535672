/*
 * What is typed into the search, and the texts that it is looked for in, in one form: width, radicals,
 * numbers, the names of articles. The engine (search/engine.js) reckons with them. */
(function () {
  "use strict";

  var CJK = "\u3400-\u9fff\uf900-\ufaff",
    RUNS = new RegExp("[" + CJK + "]+|[a-z]+|[0-9]+(?:\\.[0-9]+)*", "g");
  var DIGITS = "零一二三四五六七八九";

  /**
   * Lower case, full-width signs as half-width ones, radicals as copied from a PDF as the signs they look
   * like, and 自行车 with a sign of its own at its end: who asks about a 行车, a crane, means no bicycle. The
   * length stays, so that places in both texts agree.
   * @param {string} text
   */
  function fold(text) {
    return text
      .replace(/[\u2f00-\u2fd5]/g, (sign) => (sign.normalize ? sign.normalize("NFKC") : sign))
      .replace(/[\uff01-\uff5e\u3000]/g, (sign) =>
        sign === "\u3000" ? " " : String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
      )
      .replace(/自行车/g, "自行車")
      .toLowerCase();
  }

  // Radicals that text copied from a PDF holds in the place of characters, where Unicode itself does not put
  // them right.
  var RADICALS = "⺠民⻋车⻔门⻛风⻚页⻓长⻅见⻉贝⻢马⻰龙⻄西⻬齐⻝食⻦鸟⻥鱼";

  /**
   * What was typed or pasted in the forms that the texts are written in: one form of each character, ㎡ in
   * words.
   * @param {string} typed
   */
  function plain(typed) {
    var text = typed.normalize ? typed.normalize("NFKC") : typed;
    return text
      .replace(/[\u2e80-\u2eff]/g, (sign) => {
        var at = RADICALS.indexOf(sign);
        return at < 0 ? sign : RADICALS.charAt(at + 1);
      })
      .replace(/(\d\s*)m[2²](?![0-9a-z])|^m[2²]$/gi, "$1平方米");
  }

  /**
   * A function that puts what speech says as it is written. One expression finds it all: a phone reads
   * thousands of phrasings with it.
   * @param {string[][]} said pairs, longest first; ``$`` for the end of a text that holds more
   */
  function speller(said) {
    var written = Object.create(null),
      ways = said.map((pair) => {
        written[pair[0]] = pair[1];
        return pair[0].replace(/[.*+?^{}()|[\]\\]/g, "\\$&");
      }),
      spoken = new RegExp(ways.join("|") || "$^", "g");
    return (/** @type {string} */ text) =>
      text.replace(spoken, (word, at) => written[word] || (at ? written[word + "$"] : word));
  }

  /**
   * 四十九 or 49 as a number; 0 for anything else.
   * @param {string} text
   */
  function numeral(text) {
    if (/^[0-9]+$/.test(text)) return +text;
    var total = 0,
      digit = 0;
    for (var i = 0; i < text.length; i++) {
      var value = DIGITS.indexOf(text.charAt(i).replace("〇", "零").replace("两", "二"));
      if (value >= 0) digit = value;
      else if (text.charAt(i) === "十") {
        total += (digit || 1) * 10;
        digit = 0;
      } else if (text.charAt(i) === "百") {
        total += (digit || 1) * 100;
        digit = 0;
      } else return 0;
    }
    return total + digit;
  }

  /**
   * 49 as 四十九; up to 999.
   * @param {number} number
   */
  function chinese(number) {
    var hundreds = Math.floor(number / 100),
      tens = Math.floor(number / 10) % 10,
      ones = number % 10,
      text = "";
    if (hundreds) text = DIGITS[hundreds] + "百";
    if (tens) text += (tens === 1 && !hundreds ? "" : DIGITS[tens]) + "十";
    else if (hundreds && ones) text += "零";
    return text + (ones ? DIGITS[ones] : "");
  }

  /**
   * a49-2-1 as 第四十九条第二款第一项; c6.1.1 as 第 6.1.1 条.
   * @param {string} anchor
   */
  function placeName(anchor) {
    if (anchor.charAt(0) === "x") anchor = anchor.slice(1);
    if (anchor.charAt(0) === "c") return "第 " + anchor.slice(1) + " 条";
    var parts = anchor.slice(1).split("-"),
      article = parts[0].split("z");
    return (
      "第" +
      chinese(+article[0]) +
      "条" +
      (article[1] ? "之" + chinese(+article[1]) : "") +
      (+parts[1] ? "第" + chinese(+parts[1]) + "款" : "") +
      (parts[2] ? "第" + chinese(+parts[2]) + "项" : "") +
      (parts[3] ? "至第" + chinese(+parts[3]) + "项" : "")
    );
  }

  /**
   * One field of all documents as one text, and where each character stands in it, so that a term is looked
   * for only where its rarest character is: a phone's slow processor answers as one types.
   * @this {Search.Field}
   * @param {string[]} texts
   */
  function Field(texts) {
    var text = texts.join("\n");
    this.text = text;
    this.sizes = texts.map((own) => own.length);
    this.mean = Math.max(1, (text.length + 1) / Math.max(1, texts.filter(Boolean).length));
    this.found = Object.create(null);
    // Places by character, those of one character in their order; ``ends``: where each list ends.
    var ends = (this.ends = new Int32Array(65537)),
      places = (this.places = new Int32Array(text.length)),
      owners = (this.owners = new Uint16Array(text.length)),
      at = 0;
    texts.forEach((own, place) => {
      for (var last = at + own.length; at < last; at++) owners[at] = place;
      at++;
    });
    for (at = 0; at < text.length; at++) ends[text.charCodeAt(at) + 1]++;
    for (at = 1; at < ends.length; at++) ends[at] += ends[at - 1];
    for (at = 0; at < text.length; at++) places[ends[text.charCodeAt(at)]++] = at;
  }

  /**
   * Call ``hit(document, exact)`` for each place of ``needle``; numbers and letters match from their
   * beginning only.
   * @param {string} needle
   * @param {(document: number, exact: boolean) => void} hit
   */
  Field.prototype.sweep = function (needle, hit) {
    var found = this.found[needle] || (this.found[needle] = this.find(needle));
    for (var at = 0; at < found.length; at++) hit(found[at] >> 1, !(found[at] & 1));
  };

  /**
   * Twice the document of each place of ``needle``, and one more where its last number or word goes on.
   * @type {Search.Field["find"]}
   */
  Field.prototype.find = function (needle) {
    var text = this.text,
      ends = this.ends,
      size = needle.length,
      latin = /^[a-z0-9]/.test(needle),
      same = /^[0-9]/.test(needle) ? /[0-9]/ : /[a-z]/,
      rarest = 0,
      /** @type {number[]} */ found = [];
    /** @param {number} place */
    function count(place) {
      var code = needle.charCodeAt(place);
      return ends[code] - (code ? ends[code - 1] : 0);
    }
    for (var i = 1; i < size; i++) if (count(i) < count(rarest)) rarest = i;
    var last = ends[needle.charCodeAt(rarest)];
    for (var place = last - count(rarest); place < last; place++) {
      var at = this.places[place] - rarest;
      if (at < 0 || text.substr(at, size) !== needle) continue;
      if (latin && at && same.test(text.charAt(at - 1))) continue;
      found.push(2 * this.owners[at] + (latin && same.test(text.charAt(at + size)) ? 1 : 0));
    }
    return found;
  };

  /** Forget what was found for the last question: what it was looked for several times is looked for once. */
  Field.prototype.forget = function () {
    this.found = Object.create(null);
  };

  self.HandbookSearchWords = {
    RUNS: RUNS,
    fold: fold,
    plain: plain,
    numeral: numeral,
    chinese: chinese,
    placeName: placeName,
    speller: speller,
    Field: Field,
    CJK: CJK,
  };
})();
