/* Makes the pages smoother; every page works without it. ES2017, no framework. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("script");

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }

  function announce(text) {
    var live = document.getElementById("live");
    if (!live) return;
    live.textContent = "";
    setTimeout(function () { live.textContent = text; }, 50);
  }

  /* --- passwords: 显示 and 隐藏 --- */
  function reveal(button) {
    var input = document.getElementById(button.getAttribute("data-reveal"));
    var show = input.type === "password";
    input.type = show ? "text" : "password";
    button.textContent = show ? "隐藏" : "显示";
    button.setAttribute("aria-pressed", String(show));
  }

  /* --- steppers: change the number here instead of posting the form --- */
  function step(event, button) {
    var box = button.closest("[data-stepper]");
    var input = box && box.querySelector("input");
    if (!input) return;
    event.preventDefault();
    var by = button.value.slice(-2) === "-1" ? -1 : 1;
    var min = Number(input.getAttribute("data-min")), max = Number(input.getAttribute("data-max"));
    var now = /^\d+$/.test(input.value.trim()) ? Number(input.value) : 0;
    input.value = String(Math.min(max, Math.max(min, now + by)));
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* --- photos: made smaller here before they travel; what the browser cannot draw goes as it is --- */
  function shrunk(file, longest) {
    if (!/^image\/(jpeg|png)$/.test(file.type) || !window.createImageBitmap) return Promise.resolve(file);
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (picture) {
      var scale = longest / Math.max(picture.width, picture.height);
      if (scale >= 1 && file.size < 1500000) return file;
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * Math.min(1, scale));
      canvas.height = Math.round(picture.height * Math.min(1, scale));
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      return new Promise(function (done) {
        canvas.toBlob(function (blob) {
          done(blob && blob.size < file.size ? new File([blob], file.name, { type: blob.type }) : file);
        }, file.type, 0.85);
      });
    }).catch(function () { return file; });
  }
  function shrink(input) {
    var form = input.form, longest = Number(input.getAttribute("data-shrink"));
    if (!window.DataTransfer || !input.files.length) return;
    form._saving = (form._saving || 0) + 1;
    Promise.all(Array.prototype.map.call(input.files, function (file) { return shrunk(file, longest); })).then(function (files) {
      var chosen = new DataTransfer();
      files.forEach(function (file) { chosen.items.add(file); });
      input.files = chosen.files;
      form._saving -= 1;
      announce("已选" + files.length + "个文件");
      if (!form._saving && form._waiting) goOn(form);
    });
  }
  document.addEventListener("change", function (event) {
    if (event.target.matches && event.target.matches("input[type=file][data-shrink]")) shrink(event.target);
  });

  /* --- a button in flight says so and cannot be pressed twice --- */
  function inFlight(form, button) {
    form.setAttribute("data-sent", "");
    var target = button || form.querySelector("button[type=submit]");
    setTimeout(function () {
      all("button[type=submit]", form).concat(all('button[form="' + form.id + '"]')).forEach(function (each) {
        each.setAttribute("aria-disabled", "true");
      });
      if (target && target.getAttribute("data-busy")) {
        target.setAttribute("data-label", target.innerHTML);
        target.textContent = target.getAttribute("data-busy");
      }
    }, 0);
  }

  function landed(form) {
    form.removeAttribute("data-sent");
    all('[aria-disabled="true"]', form).concat(all('button[form="' + form.id + '"]')).forEach(function (each) {
      each.removeAttribute("aria-disabled");
      if (each.hasAttribute("data-label")) { each.innerHTML = each.getAttribute("data-label"); each.removeAttribute("data-label"); }
    });
  }

  /* A save under way changes the version: the post waits for it, three seconds at most. */
  function afterSaving(form, button) {
    form._waiting = button;
    setTimeout(function () { if (form._waiting) goOn(form); }, 3000);
  }
  function goOn(form) {
    var button = form._waiting;
    form._waiting = null;
    form._saving = 0;
    if (button) button.click(); else form.submit();
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if ((form.getAttribute("method") || "get").toLowerCase() !== "post") return;
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    if (form._saving) { event.preventDefault(); afterSaving(form, event.submitter || form._pressed); return; }
    inFlight(form, event.submitter || form._pressed);
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button");
    if (!button) {
      var printer = event.target.closest && event.target.closest("[data-print]");
      if (printer) { event.preventDefault(); window.print(); }
      return;
    }
    if (button.form) button.form._pressed = button;
    if (button.hasAttribute("data-reveal")) reveal(button);
    else if (button.name === "nudge") step(event, button);
    else if (button.hasAttribute("data-print")) { event.preventDefault(); window.print(); }
    else if (button.hasAttribute("data-restore")) restore(button);
    else if (button.hasAttribute("data-copy")) copy(button);
  });

  window.addEventListener("pageshow", function () { all("form[data-sent]").forEach(landed); });

  /* --- choosing rows: how many, and all at once --- */
  function countPicked(form) {
    var boxes = all("input[type=checkbox][data-row]", form);
    var picked = boxes.filter(function (box) { return box.checked; }).length;
    all("[data-picked]", form).forEach(function (place) {
      place.textContent = place.getAttribute("data-picked").replace("{n}", String(picked));
    });
  }
  document.addEventListener("change", function (event) {
    var box = event.target;
    if (box.hasAttribute("data-all")) {
      all("input[type=checkbox][data-row]", box.form).forEach(function (row) { row.checked = box.checked; });
    }
    if (box.form && (box.hasAttribute("data-row") || box.hasAttribute("data-all"))) countPicked(box.form);
  });

  /* --- autosave: htmx sends, this keeps what could not be sent on this device --- */
  var PREFIX = "kept:";
  var TOLD = { offline: "没有网，先存在这台手机上，连上后自动保存。", failed: "没存上，内容还在页面里。" };

  function storage(action) { try { return action(window.localStorage); } catch (error) { return null; } }

  function typed(form) {
    return Array.from(new FormData(form).entries()).filter(function (pair) {
      return typeof pair[1] === "string" && !/csrf|password|idempotency|version/.test(pair[0]);
    });
  }

  function keep(form) {
    var kept = { at: Date.now(), version: version(form), fields: typed(form) };
    storage(function (store) { store.setItem(PREFIX + form.getAttribute("data-autosave"), JSON.stringify(kept)); });
  }

  function version(form) {
    var field = form.querySelector("[data-draft-version]");
    return field ? field.value : "";
  }

  function forget(form) {
    storage(function (store) { store.removeItem(PREFIX + form.getAttribute("data-autosave")); });
  }

  function saved(text, failed) {
    var place = document.getElementById("saved");
    if (!place) return;
    var words = place.querySelector("span") || place.appendChild(document.createElement("span"));
    words.textContent = text;
    place.classList.toggle("failed", Boolean(failed));
  }

  function fill(form, fields) {
    var names = new Set(fields.map(function (pair) { return pair[0]; }));
    names.forEach(function (name) {
      var values = fields.filter(function (pair) { return pair[0] === name; }).map(function (pair) { return pair[1]; });
      all("[name]", form).filter(function (each) { return each.name === name; }).forEach(function (input, index) {
        if (input.type === "radio" || input.type === "checkbox") input.checked = values.indexOf(input.value) >= 0;
        else if (input.type !== "submit" && input.type !== "hidden") input.value = values[Math.min(index, values.length - 1)];
      });
    });
  }

  function kept(form) {
    return storage(function (store) { return JSON.parse(store.getItem(PREFIX + form.getAttribute("data-autosave"))); });
  }

  function send(form) { form.dispatchEvent(new Event("input", { bubbles: true })); }

  function restore(button) {
    var form = document.getElementById(button.getAttribute("data-restore"));
    var copy = kept(form);
    if (copy) { fill(form, copy.fields); send(form); }
    button.closest(".note").remove();
  }

  function offer(form, copy) {
    if (copy.version === version(form)) { fill(form, copy.fields); send(form); return; }
    var note = document.createElement("div"), at = new Date(copy.at), button = document.createElement("button");
    note.className = "note";
    note.textContent = "这台设备上还有" + (at.getMonth() + 1) + "月" + at.getDate() + "日没存上的内容。 ";
    button.type = "button"; button.className = "as-link"; button.textContent = "放回来";
    button.setAttribute("data-restore", form.id);
    note.appendChild(button);
    document.getElementById("notice").appendChild(note);
  }

  all("form[data-autosave]").forEach(function (form) {
    if (form.hasAttribute("data-settled")) {
      forget(form);
      window.history.replaceState(null, "", window.location.pathname + window.location.hash);
    }
    var copy = kept(form);
    if (copy) offer(form, copy);
    form.addEventListener("submit", function () { keep(form); sent(form.getAttribute("data-autosave")); });
    window.addEventListener("online", function () { if (kept(form)) send(form); });
    setInterval(function () { if (kept(form) && navigator.onLine && !form.hasAttribute("data-sent")) send(form); }, 20000);
  });

  function autosaving(event) {
    var ctx = event.detail && event.detail.ctx;
    var source = ctx && ctx.sourceElement;
    return source && source.hasAttribute && source.hasAttribute("data-autosave") ? source : null;
  }

  document.addEventListener("htmx:before:request", function (event) {
    var form = autosaving(event);
    if (!form) return;
    form._saving = (form._saving || 0) + 1;
    saved("正在保存…");
  });
  document.addEventListener("htmx:finally:request", function (event) {
    var form = autosaving(event);
    if (!form) return;
    setTimeout(function () {
      form._saving = Math.max(0, (form._saving || 0) - 1);
      if (!form._saving && form._waiting) goOn(form);
    }, 30);
  });
  document.addEventListener("htmx:after:request", function (event) {
    var form = autosaving(event), ctx = event.detail.ctx;
    if (!form || !ctx.response) return;
    if (ctx.response.status < 400) {
      forget(form);
      var place = document.getElementById("saved");
      if (place) place.classList.remove("failed");
      if (!form.hasAttribute("data-told")) { form.setAttribute("data-told", ""); announce("已自动保存"); }
    } else if (ctx.response.status !== 412) { lost(form, TOLD.failed); }
  });
  document.addEventListener("htmx:error", function (event) {
    var form = autosaving(event);
    if (form) lost(form, navigator.onLine ? TOLD.failed : TOLD.offline);
  });

  function lost(form, text) { keep(form); saved(text, true); announce(text); }

  /* A post that was answered by a page other than its form, an error or a sign-in has arrived: its copy goes. */
  function sent(name) { storage(function (store) { store.setItem("sent", name); }); }
  var posted = storage(function (store) { return store.getItem("sent"); });
  if (posted && !document.body.hasAttribute("data-keep")) {
    storage(function (store) {
      store.removeItem("sent");
      if (!document.querySelector('form[data-autosave="' + posted + '"]')) store.removeItem(PREFIX + posted);
    });
  }

  function copies(store) { return Object.keys(store).filter(function (key) { return key.indexOf(PREFIX) === 0; }); }

  /* --- signed out: nothing typed stays on this device --- */
  if (document.body.getAttribute("data-forget") !== null) {
    storage(function (store) { copies(store).forEach(function (key) { store.removeItem(key); }); });
  }
  all("[data-unsaved]").forEach(function (note) { note.hidden = !(storage(copies) || []).length; });

  /* --- "/" goes to the search box, unless somebody is typing --- */
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest && event.target.closest("input, textarea, select, [contenteditable]")) return;
    var box = all("[data-find]").filter(function (each) { return each.offsetParent !== null; })[0];
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  /* --- 复制: clipboards need https, so an old way stands behind --- */
  function copied(button, done) {
    var label = button.getAttribute("data-copied");
    if (!done) { announce("没有复制成，请自己选中复制。"); return; }
    announce(label);
    var words = button.querySelector("[data-words]");
    var before = words.textContent;
    if (before === label) return;
    words.textContent = label;
    setTimeout(function () { words.textContent = before; }, 3000);
  }
  function copy(button) {
    var field = document.getElementById(button.getAttribute("data-copy"));
    field.focus();
    field.select();
    var old = function () { copied(button, document.execCommand("copy")); };
    if (!navigator.clipboard || !window.isSecureContext) { old(); return; }
    navigator.clipboard.writeText(field.value).then(function () { copied(button, true); }, old);
  }

  document.addEventListener("focusin", function (event) {
    if (event.target.matches && event.target.matches(".copy textarea")) event.target.select();
  });

  /* --- what only works with scripts appears; focus follows what a swap changed --- */
  function ready(within) {
    all(".script-only[hidden]", within).forEach(function (each) { each.hidden = false; });
    all("form", within).forEach(function (form) { if (form.querySelector("[data-picked]")) countPicked(form); });
  }
  ready(document);
  document.addEventListener("htmx:after:swap", function () {
    ready(document);
    var count = document.querySelector("[data-announce]");
    if (count) announce(count.getAttribute("data-announce"));
  });
})();
