// One article: its text with every span marked, its record beside it, each leading to the other.
const FIELDS = {
  documents: 'document',
  bodies: 'body',
  roles: 'role',
  agencies: 'agency',
  persons: 'person',
  dates: 'date',
};
let held = null;

// The shorter span speaks; of two equal ones the simpler kind (a date that is part of a document stays a date). Where an
// agency is known from a document's number alone, the number is a document: agencies have no figures in their names.
const SIMPLER = ['date', 'person', 'agency', 'document', 'body', 'role'];
const narrower = (a, b) => a.end - a.start - (b.end - b.start) || SIMPLER.indexOf(a.kind) - SIMPLER.indexOf(b.kind);

// Cut the text at every span's ends; a piece knows all fields that cover it, the shortest first.
function pieces(record) {
  const spans = [];
  for (const field in FIELDS) {
    record[field].forEach((item, n) =>
      item.evidence.forEach(([start, end]) => {
        if (end > start) spans.push({ start, end, ref: `${field}[${n}]`, kind: FIELDS[field] });
      }),
    );
  }
  const text = record.article.text;
  const cuts = [...new Set([0, text.length, ...spans.flatMap(span => [span.start, span.end])])].sort((a, b) => a - b);
  const byStart = [...spans].sort((a, b) => a.start - b.start);
  const open = new Set();
  let next = 0;
  return cuts.slice(0, -1).map((start, n) => {
    for (const span of open) if (span.end <= start) open.delete(span);
    while (next < byStart.length && byStart[next].start <= start) open.add(byStart[next++]);
    const over = [...open].sort(narrower);
    return { text: text.slice(start, cuts[n + 1]), over };
  });
}

function markedText(record) {
  const blocks = [h('p', {})];
  for (const piece of pieces(record)) {
    piece.text.split('\n').forEach((part, n) => {
      if (n) blocks.push(h('p', {}));
      if (part)
        blocks[blocks.length - 1].append(piece.over.length ? mark(piece.over, part) : document.createTextNode(part));
    });
  }
  const title = (record.article.title || '').trim();
  if (title && blocks[0].textContent.trim() === title) blocks[0].className = 'headline';
  return h('article', { class: 'text', lang: 'vi' }, blocks);
}

function mark(over, text) {
  const refs = [...new Set(over.map(span => span.ref))];
  const plain = over.filter(
    span =>
      span.kind !== 'role' && !(span.kind === 'agency' && /\d/.test(text) && over.some(o => o.kind === 'document')),
  );
  const kind = (plain[0] || over[0]).kind;
  const role = over.some(span => span.kind === 'role') ? ' in-role' : '';
  return h(
    'mark',
    {
      class: `k-${kind}${role}`,
      data: { refs: refs.join(' ') },
      title: refs.join('  '),
      onmouseenter: () => light(refs),
      onmouseleave: () => light(held),
      onclick: () => {
        hold(refs);
        reveal('.field', refs[0]);
      },
    },
    text,
  );
}

// Light up the spans and the fields of these references; null puts all out.
function light(refs) {
  const on = new Set(refs || []);
  for (const node of document.querySelectorAll('[data-refs]')) {
    node.classList.toggle(
      'lit',
      node.dataset.refs.split(' ').some(ref => on.has(ref)),
    );
  }
}
function hold(refs) {
  held = refs && held && refs.join() === held.join() ? null : refs;
  light(held);
  for (const node of document.querySelectorAll('.field')) {
    node.setAttribute('aria-pressed', held && held.includes(node.dataset.refs) ? 'true' : 'false');
  }
}
function reveal(selector, ref) {
  const target = [...document.querySelectorAll(`${selector}[data-refs]`)].find(node =>
    node.dataset.refs.split(' ').includes(ref),
  );
  if (!target) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  target.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' });
}

function field(ref, kind, item, ...content) {
  return h(
    'button',
    {
      class: `field k-${kind}${item.evidence.length ? '' : ' rootless'}`,
      'aria-pressed': 'false',
      data: { refs: ref },
      title: item.evidence.length ? ref : `${ref}: ${w('no_evidence')}`,
      onmouseenter: () => light([ref]),
      onmouseleave: () => light(held),
      onfocus: () => light([ref]),
      onblur: () => light(held),
      onclick: () => {
        hold([ref]);
        if (held) reveal('mark', ref);
      },
    },
    content,
  );
}

function seat(role, ref) {
  return field(
    ref,
    'role',
    role,
    h('span', { class: 'role' }, label('roles', role.role)),
    h(
      'span',
      { class: 'who' },
      role.person ? h('b', {}, role.person) : h('i', {}, w('unnamed')),
      h('small', {}, joined([role.position, role.agency], ', ')),
    ),
  );
}

function bodyBlock(record, body, n) {
  const mine = record.roles.map((role, i) => [role, i]).filter(([role]) => role.body === body.name);
  const facts = joined([
    body.member_count !== null && `${body.member_count} ${w('members')}`,
    body.document && `${w('by')} ${body.document}`,
    body.standing_agency && `${w('standing')}: ${body.standing_agency}`,
    body.formed_from.length && `${w('formed')}: ${body.formed_from.join('; ')}`,
  ]);
  return h(
    'div',
    { class: 'bodyblock' },
    field(
      `bodies[${n}]`,
      'body',
      body,
      h('b', {}, body.name),
      h('span', { class: 'chip e-' + body.event }, label('events', body.event)),
      facts && h('small', {}, facts),
    ),
    mine.map(([role, i]) => seat(role, `roles[${i}]`)),
    h('a', { class: 'through', href: '#/body/' + encodeURIComponent(body.name) }, w('history'), ' →'),
  );
}

const section = (title, rows, kind) =>
  rows.length
    ? h('section', {}, h('h2', { class: kind ? 'k-' + kind : '' }, title, h('span', { class: 'n' }, rows.length)), rows)
    : null;

function fieldsPanel(record) {
  const names = new Set(record.bodies.map(body => body.name));
  const strays = record.roles.map((role, i) => [role, i]).filter(([role]) => !names.has(role.body));
  const simple = (name, text) => record[name].map((item, n) => field(`${name}[${n}]`, FIELDS[name], item, text(item)));
  return h(
    'aside',
    { class: 'fields', lang: 'vi' },
    section(
      w('warnings'),
      record.warnings.map(warning => h('p', { class: 'warning' }, h('code', {}, warning.code), ' ', warning.message)),
    ),
    section(
      w('documents'),
      record.documents.map((d, n) =>
        field(
          `documents[${n}]`,
          'document',
          d,
          h('b', {}, d.citation),
          h('span', { class: 'chip f-' + d.function }, label('functions', d.function)),
          h('small', {}, joined([d.number && d.title, day(d.date), d.issuer])),
        ),
      ),
      'document',
    ),
    section(
      w('bodies'),
      record.bodies.map((body, n) => bodyBlock(record, body, n)),
      'body',
    ),
    section(
      w('roles'),
      strays.map(([role, i]) => seat(role, `roles[${i}]`)),
      'role',
    ),
    section(
      w('persons'),
      simple('persons', item => item.name),
      'person',
    ),
    section(
      w('agencies'),
      simple('agencies', item => item.name),
      'agency',
    ),
    section(
      w('dates'),
      simple('dates', item => day(item.value)),
      'date',
    ),
    section(
      w('repairs'),
      record.repairs.map(repair =>
        h(
          'div',
          { class: 'repair' + (repair.unsure ? ' unsure' : '') },
          h('del', {}, visible(repair.before)),
          h('span', { class: 'to' }, repair.unsure ? '?' : '→'),
          h('ins', {}, visible(repair.after)),
          h(
            'small',
            {},
            joined([
              repair.unsure && w('unsure'),
              repair.kind,
              `${Math.round(repair.confidence * 1000) / 10} %`,
              `${repair.start}–${repair.end}`,
            ]),
          ),
        ),
      ),
    ),
  );
}

// Line breaks and invisible characters, made visible.
const visible = text =>
  text
    .replace(/\n/g, '⏎')
    .replace(
      /[\u00ad\u200b-\u200f\u2060\ufeff\u0000-\u0008\u007f-\u009f]/g,
      c => `⟨${c.codePointAt(0).toString(16).padStart(4, '0')}⟩`,
    ) || '∅';

function legend() {
  return h(
    'p',
    { class: 'legend' },
    Object.keys(DATA.labels.kinds).map(kind => h('span', { class: 'k-' + kind }, label('kinds', kind))),
  );
}

function articleView(index) {
  const record = DATA.records[index];
  if (!record) return h('main', {}, h('p', { class: 'nothing' }, w('none')));
  held = null;
  if (!listed.includes(record)) selectList();
  const at = listed.indexOf(record);
  const to = (step, word, arrow) =>
    listed[at + step] && at >= 0
      ? h(
          'a',
          { id: step > 0 ? 'next' : 'previous', href: '#/article/' + listed[at + step].index },
          arrow < 0 ? '← ' : '',
          w(word),
          arrow > 0 ? ' →' : '',
        )
      : null;
  const a = record.article;
  const facts = [
    record.province,
    a.published && day(a.published) + (a.published.includes('T') ? ' ' + a.published.slice(11, 16) : ''),
    a.site,
    a.author,
    a.credited_source,
  ];
  return h(
    'main',
    { class: 'one' },
    h(
      'nav',
      { class: 'steps' },
      h('a', { href: '#/articles' }, '↑ ', w('articles')),
      to(-1, 'newer', -1),
      to(1, 'older', 1),
    ),
    h(
      'header',
      { class: 'articlehead' },
      h('h1', { lang: 'vi' }, a.title || w('untitled')),
      h('p', { class: 'meta' }, joined(facts)),
      h(
        'p',
        { class: 'origin' },
        joined([record.source.path, record.source.encoding]),
        outwards(record.source.url) && ' · ',
        outwards(record.source.url),
      ),
    ),
    legend(),
    h('div', { class: 'pair' }, markedText(record), fieldsPanel(record)),
  );
}
