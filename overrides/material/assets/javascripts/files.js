/*
 * Files that go to the reader and come from him. Nothing is sent: a file is given to the browser, which asks
 * where to put it, and read in memory.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var MB = 1024 * 1024;

  /**
   * A name that every system takes, its ending kept.
   * @param {string} name
   */
  function safeName(name) {
    var dot = name.lastIndexOf(".");
    var stem = dot > 0 ? name.slice(0, dot) : name;
    var clean = stem.replace(/[\\/:*?"<>|\s\u0000-\u001f]+/g, " ").trim();
    // Cut between whole characters: half of one is no name.
    return Array.from(clean).slice(0, 80).join("") + (dot > 0 ? name.slice(dot) : "");
  }

  /**
   * Hands a file to the browser; inside WeChat and its like, which save none, says so.
   * @type {Files["give"]}
   */
  function give(name, content, type) {
    if (HB.inShell) {
      HB.tell(HB.weChatHint);
      return;
    }
    var address = URL.createObjectURL(new Blob([content], { type: type }));
    var link = HB.element("a", { href: address, download: safeName(name) });
    document.body.appendChild(link);
    link.click();
    link.remove();
    window.setTimeout(() => {
      URL.revokeObjectURL(address);
    }, 10000);
  }

  /**
   * Gives `content` to the reader as a file; where files cannot be saved, as a text to copy.
   * @type {Files["giveText"]}
   */
  function giveText(name, type, content, place) {
    if (HB.inShell && /^text\/calendar/.test(type)) {
      // Nobody can read a calendar's file, and nothing takes it pasted.
      showText(
        place,
        "这里存不进日历：要提醒，请用浏览器打开本页再存。日子在下面，可以复制。",
        days(String(content)),
      );
      return;
    }
    if (HB.inShell) {
      // Said where the text stands, not on a bar that would cover it.
      showText(
        place,
        name + "：这里存不了文件，复制下面的文字，到浏览器或者电脑上粘贴。",
        String(content).replace(/^\uFEFF/, ""),
      );
      return;
    }
    give(name, content, type);
  }

  /**
   * The days of a calendar's file, one a line with what is due.
   * @param {string} calendar
   */
  function days(calendar) {
    var events = calendar.replace(/\r?\n /g, "").match(/DTSTART[^]*?SUMMARY:.*/g) || [];
    return events
      .map((event) => {
        var day = /:(\d{4})(\d\d)(\d\d)/.exec(event);
        var what = /SUMMARY:(.*)/.exec(event);
        return (
          (day ? day.slice(1).join("-") + "  " : "") + (what ? what[1].replace(/\\(.)/g, "$1").trim() : "")
        );
      })
      .join("\n");
  }

  /**
   * A text that can be copied by hand, with a button that copies it.
   * @type {Files["showText"]}
   */
  function showText(place, title, content) {
    var id = "hb-text";
    var area = HB.element("textarea", { id: id, rows: 10, readonly: true, value: content, class: "hb-text" });
    place.textContent = "";
    place.appendChild(HB.element("label", { for: id, text: title }));
    place.appendChild(area);
    place.appendChild(
      HB.element("p", { class: "hb-text__buttons" }, [
        HB.element("button", {
          type: "button",
          class: "hb-button",
          text: "复制",
          on: {
            click() {
              HB.copy(content, "已复制，到要用的地方粘贴。", area);
            },
          },
        }),
        navigator.share
          ? HB.element("button", {
              type: "button",
              class: "hb-button",
              text: "发给…",
              on: {
                click() {
                  navigator.share({ text: content }).catch(() => {});
                },
              },
            })
          : null,
      ]),
    );
    area.focus();
    area.select();
  }

  /**
   * @template T
   * @param {(begun: FileReader) => void} begin
   * @returns {Promise<T>} what the way of reading that was begun gives
   */
  function read(begin) {
    return new Promise((done, failed) => {
      var reader = new FileReader();
      reader.onload = () => {
        done(/** @type {T} */ (reader.result));
      };
      reader.onerror = () => {
        failed(reader.error);
      };
      begin(reader);
    });
  }

  /** @type {Files["readText"]} */
  function readText(file) {
    return read((reader) => {
      reader.readAsText(file);
    });
  }

  /**
   * The JSON object in a text, without what a chat puts around one that is sent on (by whom, when) or into
   * it: a long message comes in two, and is pasted on two lines. Ours has no line break of its own that
   * counts.
   * @type {Files["objectIn"]}
   */
  function objectIn(text) {
    return text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1).replace(/[\r\n]/g, "");
  }

  /**
   * Promises {name, bytes}. Of a file beyond the limit one byte more is read: enough to say that it is too
   * large.
   * @type {Files["readBytes"]}
   */
  function readBytes(file, megabytes) {
    var limit = megabytes * MB + 1;
    return read((reader) => {
      reader.readAsArrayBuffer(file.size > limit ? file.slice(0, limit) : file);
    }).then((buffer) => ({ name: file.name, bytes: new Uint8Array(buffer) }));
  }

  /** @type {Record<string, Promise<void>>} */
  var asked = Object.create(null);

  /** @type {(address: string) => Promise<void>} */
  function loadOne(address) {
    if (!asked[address])
      asked[address] = new Promise((done, failed) => {
        var script = HB.element("script", { src: address });
        script.onload = () => {
          done();
        };
        script.onerror = () => {
          delete asked[address];
          script.remove();
          failed(new Error(address.replace(/^.*\//, "") + " 没有打开"));
        };
        document.head.appendChild(script);
      });
    return asked[address];
  }

  /**
   * Programs and data of this site that are needed only now, one after the other in the order in which they
   * need each other; each runs once. After one that did not come none is asked for: the next try begins with
   * it. By script elements: a page opened from a folder may load scripts, not fetch files.
   * @type {Files["load"]}
   */
  function load(addresses) {
    return addresses
      .split(" ")
      .reduce((before, address) => before.then(() => loadOne(address)), Promise.resolve());
  }

  HB.files = {
    give: give,
    giveText: giveText,
    showText: showText,
    safeName: safeName,
    readText: readText,
    objectIn: objectIn,
    readBytes: readBytes,
    load: load,
  };
})();
