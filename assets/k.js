// k.js - makes pages quicker; every page works without it. It keeps nothing in the browser.
(() => {
  'use strict';
  const doc = document, root = doc.documentElement;
  const one = (selector, from = doc) => from.querySelector(selector);
  const all = (selector, from = doc) => [...from.querySelectorAll(selector)];
  root.classList.add('js');

  let toastEnds;
  const say = text => {
    const toast = one('#toast');
    if (!toast) return;
    clearTimeout(toastEnds);
    toast.textContent = '';
    // A change is read aloud, a repetition is not.
    setTimeout(() => { toast.textContent = text }, 50);
    toastEnds = setTimeout(() => { toast.textContent = '' }, 10000);
  };

  // ---- fragments: <form data-frag="#id"> and <a data-frag="#id"> replace one part of the page.
  // XMLHttpRequest parses the page itself, without running or trusting any of it.
  const ask = (method, url, body, part) => new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.responseType = 'document';
    request.setRequestHeader('X-Frag', part);
    if (body) request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.onload = () => done(request);
    request.onerror = request.ontimeout = () => failed(new Error('no connection'));
    request.timeout = 30000;
    request.send(body);
  });

  // What is typed while the answer is on its way stands in the new part too: in the same control where
  // that holds what was sent; what came behind it, where that was taken in and is empty now. Gives the
  // control in which she is typing.
  const CONTROLS = 'input:not([type=hidden], [type=file]), select, textarea';
  const stateOf = e => (/^(checkbox|radio)$/.test(e.type) ? e.checked : e.value);
  const statesIn = part => new Map(all(CONTROLS, part).map(e => [e, stateOf(e)]));
  const carry = (sent, active, fresh) => {
    let here = null;
    for (const [was, before] of sent) {
      const now = stateOf(was), flag = now === !!now;
      const to = now !== before && all(CONTROLS, fresh).find(e => e.name === was.name &&
        e.type === was.type && (!flag || e.value === was.value));
      if (!to) continue;
      if (flag) to.checked = now;
      else if (to.value === before) to.value = now;
      else if (!to.value && now.startsWith(before)) to.value = now.slice(before.length);
      if (was !== active) continue;
      here = to;
      if (to.value === now && was.selectionStart !== null && to.setSelectionRange)
        to.setSelectionRange(was.selectionStart, was.selectionEnd);
    }
    return here;
  };

  const swap = async (method, url, body, part, quiet) => {
    const old = one(part);
    if (!old) { location.href = url; return }
    old.setAttribute('aria-busy', 'true');
    const sent = statesIn(one('#main') || old);
    try {
      const request = await ask(method, url, body, part);
      if (request.status >= 400) part = '#main'; // the sentence about it may stand anywhere
      const page = request.response, fresh = page && one(part, page);
      if (!fresh) { location.href = request.responseURL; return }
      const active = doc.activeElement, id = active && active.id, typing = carry(sent, active, fresh);
      doc.title = page.title;
      one(part).replaceWith(doc.adoptNode(fresh));
      if (quiet) { if (id && doc.getElementById(id)) doc.getElementById(id).focus(); return }
      if (method === 'GET') history.replaceState(null, '', request.responseURL);
      const errors = one('.errors', fresh), back = id && doc.getElementById(id);
      const begin = one('[autofocus]', fresh);
      if (typing) typing.focus();
      else if (errors) errors.focus();
      else if (begin) begin.focus();
      else if (back) back.focus();
      else { fresh.tabIndex = -1; fresh.focus({ preventScroll: true }) }
      const told = one('.done', page);
      if (told && !fresh.contains(one('.done'))) say(told.textContent);
      watchDrafts();
      countRows();
    } catch (error) {
      old.removeAttribute('aria-busy');
      if (!quiet) say(root.dataset.offline);
    }
  };

  doc.addEventListener('submit', event => {
    const form = event.target, button = event.submitter, own = button && button.dataset.frag;
    const part = own || form.dataset.frag;
    // A button of rows sends no files: they stay chosen where they are.
    if (!part || (!own && form.enctype === 'multipart/form-data')) return;
    event.preventDefault();
    const values = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
    if (button && button.name) values.push([button.name, button.value]);
    const body = new URLSearchParams(values).toString();
    if (form.method === 'get') swap('GET', form.action.split('?')[0] + '?' + body, null, part);
    else swap('POST', form.action, body, part);
  });
  doc.addEventListener('click', event => {
    const link = event.target.closest('a[data-frag]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    swap('GET', link.href, null, link.dataset.frag);
  });

  // ---- <a data-frag="#id" data-poll> inside a part that is at work: looks again by itself, unless a
  // person is just there. The part that comes without it has come to its end.
  setInterval(() => {
    const link = one('a[data-poll]'), part = link && one(link.dataset.frag);
    if (!part || doc.hidden || part.matches('[aria-busy]')) return;
    const here = doc.activeElement;
    if (part.contains(here) && here !== link) return;
    swap('GET', link.href, null, link.dataset.frag, true);
  }, 3000);

  // ---- rows that are selected; with Shift all between two
  let last;
  const countRows = () => {
    const n = all('[data-row]:checked').length;
    for (const bar of all('.bulk')) {
      bar.classList.toggle('on', n > 0);
      for (const out of all('[data-count]', bar)) out.textContent = n;
    }
  };
  doc.addEventListener('click', event => {
    const box = event.target;
    if (!box.matches('[data-row]')) return;
    const rows = all('[data-row]');
    if (event.shiftKey && last) {
      const ends = [rows.indexOf(last), rows.indexOf(box)].sort((a, b) => a - b);
      if (ends[0] >= 0) {
        for (const row of rows.slice(ends[0], ends[1] + 1)) row.checked = box.checked;
      }
    }
    last = box;
    countRows();
  });

  // ---- keys: by their place (event.code), so that every script's keyboard works
  let before; // where Ctrl+K was pressed
  doc.addEventListener('keydown', event => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.code === 'KeyK') {
      const find = one('#q');
      if (!find) return;
      event.preventDefault();
      if (doc.activeElement !== find) before = doc.activeElement;
      find.focus();
      find.select();
    } else if (event.code === 'Enter' || event.code === 'NumpadEnter') {
      const form = event.target.form;
      if (!form) return;
      event.preventDefault();
      form.requestSubmit(one('.btn:not([name])', form) || undefined);
    }
  });

  // ---- single keys, for who has switched them on; never while somebody types
  const rowsHere = () => all('#main .tasks > li, #main tbody > tr').filter(row => one('a', row));
  const rowNow = () => doc.activeElement.closest('.tasks > li, tbody > tr');
  const pages = { KeyI: '/', KeyC: '/cases', KeyP: '/records/person' };
  const move = step => {
    const rows = rowsHere(), at = rows.indexOf(rowNow());
    const row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step];
    if (row) (one('a.t', row) || one('a', row)).focus();
  };
  const commands = {
    KeyJ: () => move(1),
    KeyK: () => move(-1),
    KeyX: () => {
      const row = rowNow(), box = row && one('[data-row]', row);
      if (box) box.click();
    },
    KeyE: () => {
      const done = one('.bulk [value=done]');
      if (done && one('[data-row]:checked')) done.click();
    },
    KeyN: () => { location.href = '/case/new' },
  };
  let going = 0;
  doc.addEventListener('keydown', event => {
    if (!('keys' in doc.body.dataset) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches('input:not([type=checkbox]), textarea, select')) return;
    const path = Date.now() - going < 1500 && pages[event.code];
    going = event.code === 'KeyG' ? Date.now() : 0;
    if (path) location.href = path;
    else if (commands[event.code]) commands[event.code]();
    else return;
    event.preventDefault();
  });

  // ---- drafts: kept by the server while somebody types (data-draft is where)
  const PAUSE = 3000;
  const watchDraft = form => {
    let waiting, sending = false, again = false, over = false;
    const told = one('[data-saved]', form);
    const tell = text => { if (told) told.textContent = text };
    const send = async () => {
      waiting = 0;
      if (over) return;
      if (sending) { again = true; return }
      sending = true;
      const values = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
      try {
        const reply = await fetch(form.dataset.draft, {
          method: 'POST', body: new URLSearchParams(values), redirect: 'error', keepalive: true,
        });
        if (!reply.ok) throw new Error(String(reply.status));
        tell(await reply.text());
      } catch (error) {
        tell(form.dataset.unsaved);
        again = true;
      }
      sending = false;
      if (again) { again = false; later() }
    };
    const later = () => { if (!waiting && !over) waiting = setTimeout(send, PAUSE) };
    form.addEventListener('input', later);
    form.addEventListener('submit', () => { over = true; clearTimeout(waiting) });
    addEventListener('pagehide', () => { if (waiting) { clearTimeout(waiting); send() } });
  };
  const watched = new WeakSet();
  const watchDrafts = () => {
    for (const form of all('form[data-draft]')) {
      if (watched.has(form)) continue;
      watched.add(form);
      watchDraft(form);
    }
  };

  // ---- rows: a block from a spreadsheet, pasted into any of their fields
  doc.addEventListener('paste', event => {
    const rows = event.target.closest('.rows'), text = event.clipboardData.getData('text/plain');
    const box = rows && one('textarea[name$=".paste"]', rows);
    if (!box || event.target === box || !text.includes('\t')) return;
    event.preventDefault();
    box.value = text;
    one('button[value$=".paste"]', rows).click();
  });

  // ---- fields asked only where others say so: the server judges what is typed (data-asks: what they
  // depend on), this hides and shows. Nothing else of the page changes under the fingers.
  let judged = 0;
  doc.addEventListener('change', async event => {
    const { name = '', form } = event.target, words = name.split('.');
    const asks = form ? all('button[data-asks]', form) : [];
    if (!asks.some(b => b.dataset.asks.split(' ').some(field => words.includes(field)))) return;
    const mine = ++judged, values = [...new FormData(form)].filter(([, v]) => typeof v === 'string');
    values.push(['more', 'when']);
    try {
      const reply = await ask('POST', form.action, new URLSearchParams(values).toString(), '#main');
      if (mine !== judged || reply.status >= 400 || !reply.response) return;
      for (const box of all('[data-when]', form)) {
        const now = reply.response.getElementById(box.id);
        if (now) box.hidden = now.hidden;
      }
    } catch (error) { /* then it is judged when it is saved */ }
  });

  // ---- suggestions: <input data-suggest="/where">; what is chosen goes along as name.pick
  let list, shown, asked = 0;
  const fold = () => {
    if (list) list.remove();
    if (shown) {
      shown.setAttribute('aria-expanded', 'false');
      shown.removeAttribute('aria-activedescendant');
    }
    list = null;
  };
  const keep = (input, ending, value) => {
    const name = input.name.replace(/\.add$/, '') + ending;
    let hidden = [...input.form.elements].find(field => field.name === name);
    if (!hidden) {
      hidden = doc.createElement('input');
      hidden.type = 'hidden';
      hidden.name = name;
      input.after(hidden);
    }
    hidden.value = value;
  };
  const choose = option => {
    shown.value = option.textContent;
    keep(shown, '.pick', option.dataset.id);
    keep(shown, '.for', option.textContent);
    fold();
  };
  const offer = (input, found) => {
    fold();
    shown = input;
    if (!found.length) return;
    list = doc.createElement('ul');
    list.className = 'suggest';
    list.id = input.id + '-list';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', input.labels[0].textContent);
    found.forEach(({ id, text }, i) => {
      const option = doc.createElement('li');
      option.id = `${list.id}-${i}`;
      option.setAttribute('role', 'option');
      option.dataset.id = id;
      option.textContent = text;
      list.append(option);
    });
    input.after(list);
    input.setAttribute('aria-controls', list.id);
    input.setAttribute('aria-expanded', 'true');
  };
  doc.addEventListener('input', async event => {
    const input = event.target, path = input.dataset.suggest, mine = ++asked;
    if (!path) return;
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    await new Promise(done => { setTimeout(done, 200) });
    if (mine !== asked) return;
    if (input.value.trim().length < 2) { fold(); return }
    try {
      const reply = await fetch(`${path}?q=${encodeURIComponent(input.value)}`);
      const found = reply.ok ? await reply.json() : [];
      if (mine === asked) offer(input, found);
    } catch (error) { fold() }
  });
  doc.addEventListener('keydown', event => {
    if (!list || event.target !== shown) return;
    const options = [...list.children], now = options.findIndex(o => o.matches('[aria-selected]'));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const next = (now + step + options.length + (now < 0 && step < 0 ? 1 : 0)) % options.length;
      if (now >= 0) options[now].removeAttribute('aria-selected');
      options[next].setAttribute('aria-selected', 'true');
      shown.setAttribute('aria-activedescendant', options[next].id);
    } else if (event.key === 'Enter' && now >= 0) choose(options[now]);
    else if (event.key === 'Escape') fold();
    else return;
    event.preventDefault();
  });
  // ---- Escape closes what is open around the cursor, which goes back to where it was opened
  doc.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    const open = event.target.closest('details[open]');
    if (event.target.id === 'q' && before?.isConnected) before.focus();
    else if (open) {
      open.open = false;
      one('summary', open).focus();
    } else return;
    event.preventDefault();
  });
  doc.addEventListener('mousedown', event => {
    const option = event.target.closest('.suggest li');
    if (!option) return;
    event.preventDefault();
    choose(option);
  });
  doc.addEventListener('focusout', event => { if (event.target === shown) fold() });

  // What was done is said once, not again when the page is read anew.
  const here = new URL(location.href);
  if (here.searchParams.has('done')) {
    here.searchParams.delete('done');
    here.searchParams.delete('undo');
    history.replaceState(null, '', here);
  }
  watchDrafts();
  countRows();
  const errors = one('.errors');
  if (errors) errors.focus();
})();
