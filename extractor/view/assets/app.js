// The frame: where we are (in the address's hash), the header, the keys, light and dark.
let theme = '';

function masthead(view) {
  const tab = (name, href) => h('a', { href, 'aria-current': view === name ? 'page' : null }, w(name));
  const all = key => DATA.records.reduce((n, record) => n + record[key].length, 0);
  return h(
    'header',
    { class: 'masthead' },
    h('a', { class: 'name', href: '#/articles' }, 'extractor'),
    h('nav', { class: 'tabs' }, tab('articles', '#/articles'), tab('bodies', '#/bodies'), tab('charts', '#/charts')),
    h(
      'p',
      { class: 'totals' },
      `${DATA.records.length} ${w('articles').toLowerCase()} · ${BODIES.size} ${w('bodies').toLowerCase()} · ${all('roles')} ${w('roles').toLowerCase()}`,
    ),
    h(
      'span',
      { class: 'tools' },
      h(
        'button',
        {
          class: 'quiet',
          id: 'language',
          onclick: () => {
            language = language === 'en' ? 'vi' : 'en';
            show();
          },
        },
        language === 'en' ? 'Tiếng Việt' : 'English',
      ),
      h(
        'button',
        { class: 'quiet', id: 'theme', title: w('theme'), 'aria-label': w('theme'), onclick: turnLight },
        '◐',
      ),
      h(
        'button',
        { class: 'quiet', id: 'help', title: w('keys'), 'aria-label': w('keys'), onclick: () => help.showModal() },
        '?',
      ),
    ),
  );
}

function turnLight() {
  const dark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  theme = dark ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
}

const help = h('dialog', { class: 'keys' });
function drawHelp() {
  const rows = [
    ['/', 'k_search'],
    ['j  k', 'k_move'],
    ['Enter', 'k_open'],
    ['Tab', 'k_tab'],
    ['n  p', 'k_next'],
    ['Esc', 'k_back'],
    ['1  2  3', 'k_views'],
    ['d', 'theme'],
    ['?', 'keys'],
  ];
  help.replaceChildren(
    h('h2', {}, w('keys')),
    h(
      'dl',
      {},
      rows.map(([key, word]) => [
        h(
          'dt',
          {},
          key.split('  ').map(k => h('kbd', {}, k)),
        ),
        h('dd', {}, w(word)),
      ]),
    ),
    h('form', { method: 'dialog' }, h('button', {}, 'OK')),
  );
}

const places = {};
function show() {
  const [, view, ...rest] = (location.hash || '#/articles').split('/');
  let what = rest.join('/');
  try {
    what = decodeURIComponent(what);
  } catch {
    what = '';
  }
  const main =
    view === 'article'
      ? articleView(Number(what))
      : view === 'bodies'
        ? bodiesView()
        : view === 'body'
          ? bodyView(what)
          : view === 'charts'
            ? chartsView()
            : articlesView();
  const tab = view === 'body' ? 'bodies' : view === 'bodies' || view === 'charts' ? view : 'articles';
  document.documentElement.lang = language;
  document.getElementById('app').replaceChildren(masthead(tab), main, h('footer', {}, `extractor ${DATA.version}`));
  drawHelp();
}

window.addEventListener('hashchange', event => {
  places[new URL(event.oldURL).hash] = scrollY;
  show();
  queueMicrotask(() => scrollTo(0, places[location.hash] || 0));
});

function move(step) {
  const rows = [...document.querySelectorAll('a.item')];
  const at = rows.indexOf(document.activeElement);
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
  if (next) {
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  }
}

const KEYS = {
  '/': () => {
    if (!document.getElementById('q')) location.hash = '#/articles';
    setTimeout(() => document.getElementById('q').focus());
  },
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  n: () => document.getElementById('next')?.click(),
  p: () => document.getElementById('previous')?.click(),
  1: () => {
    location.hash = '#/articles';
  },
  2: () => {
    location.hash = '#/bodies';
  },
  3: () => {
    location.hash = '#/charts';
  },
  d: turnLight,
  '?': () => help.showModal(),
  Escape: () => {
    if (held) hold(null);
    else if (/^#\/article\//.test(location.hash)) location.hash = '#/articles';
    else if (/^#\/body\//.test(location.hash)) location.hash = '#/bodies';
  },
};
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (typing) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  const arrows = event.key.startsWith('Arrow');
  if (!KEYS[event.key] || (arrows && !document.activeElement?.classList.contains('item'))) return;
  event.preventDefault();
  KEYS[event.key]();
});

document.body.append(help);
show();
document.documentElement.dataset.ready = 'yes';
