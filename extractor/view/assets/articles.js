// The list of articles: filters, search, sorting.
const FILTERS = ['province', 'year', 'body', 'event', 'role', 'notes'];
const wanted = { q: '', province: '', year: '', body: '', event: '', role: '', notes: '' };
let order = { by: 'date', down: true };
let listed = [];
let shown = 200;

DATA.records.forEach((record, index) => {
  record.index = index;
});

// All a search looks through, folded when somebody first searches: a thousand texts take a while.
function haystack(record) {
  if (record.haystack) return record.haystack;
  const names = ['agencies', 'persons'].flatMap(field => record[field].map(item => item.name));
  record.haystack = folded(
    [
      record.article.title,
      record.article.text,
      record.article.site,
      record.source.path,
      ...record.documents.map(d => d.citation),
      ...record.bodies.map(b => b.name),
      ...names,
    ].join('\n'),
  );
  return record.haystack;
}

const hasAct = record =>
  record.documents.some(d => d.function === 'announced') || record.bodies.some(b => b.event !== 'mentioned');
const FACETS = {
  province: record => [record.province],
  year: record => [record.year],
  body: record => record.bodies.map(b => b.name),
  event: record => record.bodies.map(b => b.event),
  role: record => record.roles.map(r => r.role),
  notes: record => [
    record.warnings.length && 'with_warnings',
    record.repairs.length && 'with_repairs',
    !hasAct(record) && 'without_act',
  ],
};
const facetText = (facet, value) =>
  facet === 'event'
    ? label('events', value)
    : facet === 'role'
      ? label('roles', value)
      : facet === 'notes'
        ? w(value)
        : value;

function matches(record) {
  return (
    FILTERS.every(facet => !wanted[facet] || FACETS[facet](record).includes(wanted[facet])) &&
    folded(wanted.q)
      .split(/\s+/)
      .every(word => !word || haystack(record).includes(word))
  );
}

const SORTS = {
  date: record => record.date || '',
  title: record => record.article.title || '',
  province: record => record.province || '\uffff',
  roles: record => record.roles.length,
  warnings: record => record.warnings.length,
};

function selectList() {
  const key = SORTS[order.by],
    sign = order.down ? -1 : 1;
  listed = DATA.records.filter(matches).sort((a, b) => {
    const x = key(a),
      y = key(b);
    return sign * (typeof x === 'number' ? x - y : collator.compare(x, y)) || a.index - b.index;
  });
}

function filterBar() {
  const search = h('input', {
    type: 'search',
    id: 'q',
    placeholder: w('search'),
    'aria-label': w('search'),
    spellcheck: 'false',
    oninput: event => {
      wanted.q = event.target.value;
      shown = 200;
      refreshList();
    },
  });
  search.value = wanted.q;
  const selects = FILTERS.map(facet => {
    const found = counts(DATA.records.flatMap(record => [...new Set(FACETS[facet](record))]));
    const values = [...found.keys()].sort(facet === 'year' ? (a, b) => b.localeCompare(a) : collator.compare);
    const select = h(
      'select',
      {
        id: 'f-' + facet,
        onchange: event => {
          wanted[facet] = event.target.value;
          shown = 200;
          refreshList();
        },
      },
      h('option', { value: '' }, w('all')),
      values.map(value => h('option', { value }, `${facetText(facet, value)} (${found.get(value)})`)),
    );
    select.value = wanted[facet];
    return h('label', { class: 'filter' }, h('span', {}, w(facet)), select);
  });
  const clear = h(
    'button',
    {
      type: 'button',
      class: 'quiet',
      id: 'clear',
      onclick: () => {
        for (const key in wanted) wanted[key] = '';
        show();
      },
    },
    w('clear'),
  );
  return h(
    'form',
    { class: 'filters', role: 'search', onsubmit: event => event.preventDefault() },
    search,
    selects,
    clear,
  );
}

function sortHead() {
  const cell = name =>
    h(
      'button',
      {
        class: 'sort ' + name,
        'aria-pressed': order.by === name ? 'true' : 'false',
        onclick: () => {
          order = { by: name, down: order.by === name ? !order.down : name !== 'title' && name !== 'province' };
          refreshList();
        },
      },
      w(name),
      order.by === name ? (order.down ? ' ↓' : ' ↑') : '',
    );
  return h('div', { class: 'row head' }, ['date', 'title', 'province', 'roles', 'warnings'].map(cell));
}

function articleRow(record) {
  const acts = record.documents
    .filter(d => d.function === 'announced')
    .map(d => h('span', { class: 'ref' }, d.citation));
  const events = [...counts(record.bodies.filter(b => b.event !== 'mentioned').map(b => b.event)).keys()].map(event =>
    h('span', { class: 'chip e-' + event }, label('events', event)),
  );
  return h(
    'a',
    { class: 'row item', href: '#/article/' + record.index },
    h('time', {}, day(record.date) || '—'),
    h(
      'span',
      { class: 'what' },
      h('strong', { lang: 'vi' }, record.article.title || record.article.text.slice(0, 80) || w('untitled')),
      h(
        'span',
        { class: 'under' },
        acts,
        events,
        h('span', { class: 'site' }, joined([record.article.site, record.source.path])),
      ),
    ),
    h('span', { class: 'province' }, record.province || '—'),
    h('span', { class: 'number' }, record.roles.length || '·'),
    h('span', { class: 'number' + (record.warnings.length ? ' warn' : '') }, record.warnings.length || '·'),
  );
}

function refreshList() {
  selectList();
  const rows = listed.slice(0, shown).map(articleRow);
  const more =
    listed.length > shown &&
    h(
      'button',
      {
        class: 'more',
        onclick: () => {
          shown = Infinity;
          refreshList();
        },
      },
      `${w('more')} (${listed.length})`,
    );
  const nothing = !rows.length && h('p', { class: 'nothing' }, DATA.records.length ? w('none') : w('empty'));
  document.getElementById('list').replaceChildren(sortHead(), ...rows, ...[nothing, more].filter(Boolean));
  document.getElementById('count').textContent = `${listed.length} / ${DATA.records.length}`;
}

function articlesView() {
  queueMicrotask(refreshList);
  return h(
    'main',
    {},
    filterBar(),
    h('p', { id: 'count', class: 'count', 'aria-live': 'polite' }),
    h('div', { id: 'list', class: 'list' }),
  );
}
