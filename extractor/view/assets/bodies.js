// The bodies over all articles: their list, and a page for each with its members and its history.
const BODIES = new Map();
for (const record of DATA.records) {
  for (const body of record.bodies) {
    if (!BODIES.has(body.name))
      BODIES.set(body.name, { name: body.name, province: body.province, events: [], seats: [] });
    const known = BODIES.get(body.name);
    known.province = known.province || body.province;
    const document = record.documents.find(d => d.cited_as && d.cited_as === body.document);
    const date =
      (document && document.date) ||
      (body.event === 'mentioned' ? null : record.date) ||
      record.article.published ||
      '';
    known.events.push({ record, body, date });
    for (const role of record.roles) if (role.body === body.name) known.seats.push({ role, record, date });
  }
}
for (const body of BODIES.values())
  body.events.sort((a, b) => a.date.localeCompare(b.date) || a.record.index - b.record.index);

function bodiesView() {
  const rows = [...BODIES.values()].sort(
    (a, b) => b.events.length - a.events.length || collator.compare(a.name, b.name),
  );
  const search = h('input', {
    type: 'search',
    id: 'bq',
    placeholder: w('search_bodies'),
    'aria-label': w('search_bodies'),
    oninput: event => {
      const words = folded(event.target.value).split(/\s+/);
      for (const node of document.querySelectorAll('.bodyrow[data-name]'))
        node.hidden = !words.every(word => node.dataset.name.includes(word));
    },
  });
  const head = h(
    'div',
    { class: 'row head bodyrow' },
    [w('body'), w('province'), w('articles'), w('roles')].map((name, n) =>
      h('span', { class: n > 1 ? 'number' : '' }, name),
    ),
  );
  return h(
    'main',
    {},
    h('h1', { class: 'pagehead' }, w('bodies'), h('span', { class: 'n' }, rows.length)),
    h('div', { class: 'filters' }, search),
    h(
      'div',
      { class: 'list' },
      head,
      rows.map(body => {
        const acts = body.events.filter(e => e.body.event !== 'mentioned');
        const last = acts[acts.length - 1];
        return h(
          'a',
          {
            class: 'row item bodyrow',
            href: '#/body/' + encodeURIComponent(body.name),
            data: { name: folded(body.name) },
          },
          h(
            'span',
            { class: 'what' },
            h('strong', { lang: 'vi' }, body.name),
            h(
              'span',
              { class: 'under' },
              last &&
                h(
                  'span',
                  { class: 'chip e-' + last.body.event },
                  label('events', last.body.event),
                  ' ',
                  day(last.date),
                ),
            ),
          ),
          h('span', { class: 'province' }, body.province || '—'),
          h('span', { class: 'number' }, body.events.length),
          h('span', { class: 'number' }, body.seats.length),
        );
      }),
      !rows.length && h('p', { class: 'nothing' }, w('none')),
    ),
  );
}

// Seats by the act that made them, the newest first; the same seat told by two articles is one line.
function composition(body) {
  const groups = new Map();
  for (const found of body.seats) {
    const event = body.events.find(e => e.record === found.record);
    const key = event.body.document || found.date || '';
    if (!groups.has(key)) groups.set(key, { date: found.date, document: event.body.document, seats: new Map() });
    const { role, person, position, agency } = found.role;
    const seatKey = [role, person, position, agency].join('|');
    if (!groups.get(key).seats.has(seatKey)) groups.get(key).seats.set(seatKey, found);
  }
  return [...groups.values()].sort((a, b) => b.date.localeCompare(a.date));
}

function bodyView(name) {
  const body = BODIES.get(name);
  if (!body) return h('main', {}, h('p', { class: 'nothing' }, w('none')));
  const ranks = Object.keys(DATA.labels.roles);
  return h(
    'main',
    { class: 'bodypage' },
    h('nav', { class: 'steps' }, h('a', { href: '#/bodies' }, '↑ ', w('bodies'))),
    h(
      'header',
      { class: 'articlehead' },
      h('h1', { lang: 'vi' }, body.name),
      h('p', { class: 'meta' }, body.province || ''),
    ),
    h(
      'div',
      { class: 'pair' },
      h(
        'section',
        { class: 'seats' },
        h('h2', { class: 'k-role' }, w('seats')),
        composition(body).map(group =>
          h(
            'div',
            { class: 'term' },
            h('h3', {}, joined([day(group.date) || w('undated'), group.document])),
            h(
              'table',
              {},
              h(
                'tbody',
                {},
                [...group.seats.values()]
                  .sort((a, b) => ranks.indexOf(a.role.role) - ranks.indexOf(b.role.role))
                  .map(({ role, record }) =>
                    h(
                      'tr',
                      {},
                      h('th', { scope: 'row' }, label('roles', role.role)),
                      h(
                        'td',
                        { lang: 'vi' },
                        h(
                          'a',
                          { href: '#/article/' + record.index },
                          role.person || joined([role.position, role.agency], ', ') || '—',
                        ),
                        role.person && h('small', {}, joined([role.position, role.agency], ', ')),
                      ),
                    ),
                  ),
              ),
            ),
          ),
        ),
        !body.seats.length && h('p', { class: 'nothing' }, '—'),
      ),
      h(
        'section',
        { class: 'history' },
        h('h2', { class: 'k-body' }, w('history')),
        h(
          'ol',
          {},
          body.events.map(({ record, body: told, date }) =>
            h(
              'li',
              { class: 'e-' + told.event },
              h('time', {}, day(date) || w('undated')),
              ' ',
              h('span', { class: 'chip e-' + told.event }, label('events', told.event)),
              h(
                'p',
                { lang: 'vi' },
                joined([
                  told.document,
                  told.member_count !== null && `${told.member_count} ${w('members')}`,
                  told.standing_agency && `${w('standing')}: ${told.standing_agency}`,
                  told.formed_from.length && `${w('formed')}: ${told.formed_from.join('; ')}`,
                ]),
              ),
              h(
                'a',
                { href: '#/article/' + record.index, lang: 'vi' },
                record.article.title || record.source.path || w('untitled'),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}
