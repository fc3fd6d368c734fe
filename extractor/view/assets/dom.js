// Building the page. Text from records goes through createTextNode alone: it is never parsed as markup.
const DATA = JSON.parse(document.getElementById('data').textContent);
const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'data') Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === '') continue;
    node.append(child.nodeType ? child : document.createTextNode(String(child)));
  }
  return node;
}

const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

// A link to the page's address, if it is one a browser may open.
function outwards(url) {
  if (!/^https?:\/\//i.test(url || '')) return null;
  return h('a', { href: url, rel: 'noopener noreferrer', target: '_blank' }, url.replace(/^https?:\/\//i, ''));
}

const joined = (parts, glue) => parts.filter(Boolean).join(glue === undefined ? ' · ' : glue);

// Vietnamese without its marks, so that "dang" finds "Đặng".
const folded = text =>
  (text || '')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();

function counts(items) {
  const out = new Map();
  for (const item of items) if (item) out.set(item, (out.get(item) || 0) + 1);
  return out;
}
const collator = new Intl.Collator('vi');
