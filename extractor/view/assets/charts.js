// Charts: documents by month, bodies by province on a tile map, roles by agency.
let mapOf =
  DATA.records.some(r => r.date && r.date >= '2025-07') && !DATA.records.some(r => r.date && r.date < '2025-07')
    ? '34'
    : '63';
let agenciesTogether = true;

function monthChart() {
  const months = DATA.records.flatMap(r =>
    r.documents.filter(d => d.function === 'announced' && d.date).map(d => d.date.slice(0, 7)),
  );
  if (!months.length)
    return h('figure', {}, h('figcaption', {}, w('by_month')), h('p', { class: 'nothing' }, w('no_chart')));
  const number = m => Number(m.slice(0, 4)) * 12 + Number(m.slice(5, 7) || 1) - 1;
  let low = Math.min(...months.map(number)),
    high = Math.max(...months.map(number));
  const yearly = high - low > 72;
  const bin = m => (yearly ? Math.floor(number(m) / 12) : number(m));
  low = yearly ? Math.floor(low / 12) : low;
  high = yearly ? Math.floor(high / 12) : high;
  const found = counts(months.map(m => String(bin(m))));
  const most = Math.max(...found.values());
  const count = high - low + 1,
    width = 1000,
    height = 240,
    bottom = 26,
    left = 34;
  const step = (width - left) / count,
    bar = Math.min(step * 0.78, 56);
  const scale = n => ((height - bottom - 18) * n) / most;
  const name = n => (yearly ? String(n) : `${(n % 12) + 1}/${Math.floor(n / 12)}`);
  const parts = [0, Math.ceil(most / 2), most]
    .filter((v, i, all) => all.indexOf(v) === i)
    .flatMap(v => [
      s('line', { class: 'grid', x1: left, x2: width, y1: height - bottom - scale(v), y2: height - bottom - scale(v) }),
      s('text', { class: 'axis', x: left - 8, y: height - bottom - scale(v) + 4, 'text-anchor': 'end' }, v),
    ]);
  const every = Math.ceil(count / 16);
  for (let n = low; n <= high; n++) {
    const value = found.get(String(n)) || 0,
      x = left + (n - low) * step + (step - bar) / 2;
    if (value)
      parts.push(
        s(
          'rect',
          { class: 'bar', x, width: bar, y: height - bottom - scale(value), height: scale(value), rx: 2 },
          s('title', {}, `${name(n)}: ${value}`),
        ),
      );
    if ((n - low) % every === 0)
      parts.push(s('text', { class: 'axis', x: x + bar / 2, y: height - 8, 'text-anchor': 'middle' }, name(n)));
  }
  return h(
    'figure',
    { class: 'wide' },
    h('figcaption', {}, w(yearly ? 'by_year' : 'by_month')),
    s('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': w('by_month') }, parts),
  );
}

function shortName(name) {
  const short = { 'Hồ Chí Minh': 'TP HCM', 'Bà Rịa - Vũng Tàu': 'BR-VT', 'Thừa Thiên Huế': 'TT Huế' };
  return short[name] || name;
}

// A province's tile on the chosen map: old names move to the new province, the new Huế to the old one's tile.
function tileOf(province) {
  if (mapOf === '34') return DATA.maps.merged[province] || province;
  return province === 'Huế' ? 'Thừa Thiên Huế' : province;
}

function provinceMap() {
  const found = counts([...BODIES.values()].map(body => body.province && tileOf(body.province)));
  const most = Math.max(1, ...found.values());
  const elsewhere = [...BODIES.values()].filter(body => !body.province).length;
  const tiles = DATA.maps[mapOf],
    columns = Math.max(...tiles.map(t => t[1])) + 1,
    rows = Math.max(...tiles.map(t => t[2])) + 1;
  const size = 78,
    tall = 46,
    gap = 5;
  const squares = tiles.map(([name, column, row]) => {
    const n = found.get(name) || 0;
    const members = new Set([name, ...Object.keys(DATA.maps.merged).filter(old => tileOf(old) === name)]);
    const one = [...members].find(member => DATA.records.some(record => record.province === member));
    const words = shortName(name).split(' '),
      x = column * (size + gap),
      y = row * (tall + gap);
    const level = n ? 1 + Math.min(4, Math.floor((4.999 * Math.log1p(n)) / Math.log1p(most) - 0.001)) : 0;
    return s(
      'g',
      {
        class: `tile l${level}${one ? ' live' : ''}`,
        transform: `translate(${x} ${y})`,
        onclick:
          one &&
          (() => {
            wanted.province = one;
            location.hash = '#/articles';
          }),
      },
      s('rect', { width: size, height: tall, rx: 5 }),
      s('title', {}, `${name}: ${n}`),
      s('text', { x: 7, y: 16, class: 'name' }, words.length > 2 ? words.slice(0, 2).join(' ') : words.join(' ')),
      words.length > 2 && s('text', { x: 7, y: 28, class: 'name' }, words.slice(2).join(' ')),
      n ? s('text', { x: size - 7, y: tall - 7, class: 'value', 'text-anchor': 'end' }, n) : null,
    );
  });
  const choice = h(
    'div',
    { class: 'choice', role: 'group' },
    ['63', '34'].map(m =>
      h(
        'button',
        {
          'aria-pressed': String(mapOf === m),
          onclick: () => {
            mapOf = m;
            show();
          },
        },
        w(m === '63' ? 'until' : 'since'),
      ),
    ),
  );
  return h(
    'figure',
    { class: 'map' },
    h('figcaption', {}, w('by_province')),
    choice,
    s(
      'svg',
      { viewBox: `0 0 ${columns * (size + gap)} ${rows * (tall + gap)}`, role: 'img', 'aria-label': w('by_province') },
      squares,
    ),
    elsewhere ? h('p', { class: 'aside' }, `${w('central')}: ${elsewhere}`) : null,
  );
}

function agencyChart() {
  const head = name =>
    agenciesTogether ? name.replace(/\s+(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu)\s+\p{Lu}.*$/u, '') : name;
  const ranks = Object.keys(DATA.labels.roles),
    found = new Map();
  for (const record of DATA.records)
    for (const role of record.roles) {
      if (!role.agency) continue;
      const name = head(role.agency);
      if (!found.has(name)) found.set(name, new Map());
      found.get(name).set(role.role, (found.get(name).get(role.role) || 0) + 1);
    }
  const total = roles => [...roles.values()].reduce((a, b) => a + b, 0);
  const rows = [...found].sort((a, b) => total(b[1]) - total(a[1]) || collator.compare(a[0], b[0])).slice(0, 24);
  const most = rows.length ? total(rows[0][1]) : 1;
  const bars = rows.map(([name, roles]) => {
    const bar = h(
      'span',
      { class: 'stack' },
      ranks
        .filter(rank => roles.get(rank))
        .map(rank => {
          const part = h('span', { class: 'r-' + rank, title: `${label('roles', rank)}: ${roles.get(rank)}` });
          part.style.width = `${(100 * roles.get(rank)) / most}%`;
          return part;
        }),
      h('span', { class: 'sum' }, total(roles)),
    );
    return h('div', { class: 'agency' }, h('span', { class: 'name', lang: 'vi' }, name), bar);
  });
  const choice = h(
    'div',
    { class: 'choice', role: 'group' },
    [true, false].map(together =>
      h(
        'button',
        {
          'aria-pressed': String(agenciesTogether === together),
          onclick: () => {
            agenciesTogether = together;
            show();
          },
        },
        w(together ? 'placeless' : 'each'),
      ),
    ),
  );
  return h(
    'figure',
    { class: 'agencies' },
    h('figcaption', {}, w('by_agency')),
    choice,
    h(
      'p',
      { class: 'legend roles' },
      ranks.map(rank => h('span', { class: 'r-' + rank }, label('roles', rank))),
    ),
    bars.length ? bars : h('p', { class: 'nothing' }, w('no_chart')),
  );
}

const chartsView = () => h('main', { class: 'charts' }, monthChart(), provinceMap(), agencyChart());
