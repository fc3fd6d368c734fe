// The page's words in English and Vietnamese, and dates as a Vietnamese reader writes them.
let language = 'en';
const WORDS = {
  articles: ['Articles', 'Bài viết'],
  bodies: ['Bodies', 'Ban, tổ, hội đồng'],
  charts: ['Charts', 'Biểu đồ'],
  search: ['Search title, text, names …', 'Tìm trong tiêu đề, nội dung, tên …'],
  search_bodies: ['Search bodies …', 'Tìm ban, tổ …'],
  province: ['Province', 'Tỉnh, thành'],
  year: ['Year', 'Năm'],
  body: ['Body', 'Ban'],
  event: ['Event', 'Sự kiện'],
  role: ['Role', 'Vai trò'],
  notes: ['Notes', 'Ghi chú'],
  all: ['all', 'tất cả'],
  warnings: ['Warnings', 'Cảnh báo'],
  repairs: ['Repairs', 'Sửa lỗi'],
  with_warnings: ['with warnings', 'có cảnh báo'],
  with_repairs: ['with repairs', 'có sửa lỗi'],
  without_act: ['without an official act', 'không có văn bản'],
  clear: ['Clear', 'Xóa lọc'],
  date: ['Date', 'Ngày'],
  title: ['Title', 'Tiêu đề'],
  roles: ['Roles', 'Vai trò'],
  documents: ['Documents', 'Văn bản'],
  agencies: ['Agencies', 'Cơ quan'],
  persons: ['Persons', 'Nhân vật'],
  dates: ['Dates', 'Ngày tháng'],
  none: ['Nothing matches these filters.', 'Không có bài nào khớp.'],
  empty: ['There are no records.', 'Không có bản ghi nào.'],
  members: ['members', 'thành viên'],
  standing: ['standing agency', 'cơ quan thường trực'],
  by: ['by', 'theo'],
  formed: ['formed from', 'hình thành từ'],
  history: ['History', 'Quá trình'],
  seats: ['Members', 'Thành viên'],
  by_month: ['Documents announced, by month', 'Văn bản được ban hành theo tháng'],
  by_year: ['Documents announced, by year', 'Văn bản được ban hành theo năm'],
  by_province: ['Bodies by province', 'Ban, tổ theo tỉnh, thành'],
  by_agency: ['Roles by agency', 'Vai trò theo cơ quan'],
  until: ['63 provinces, until 30/6/2025', '63 tỉnh, thành, đến 30/6/2025'],
  since: ['34 provinces, since 1/7/2025', '34 tỉnh, thành, từ 1/7/2025'],
  placeless: ['whole country together', 'gộp cả nước'],
  each: ['each agency', 'từng cơ quan'],
  unsure: ['unsure, left as it was', 'chưa chắc, giữ nguyên'],
  newer: ['previous', 'trước'],
  older: ['next', 'sau'],
  untitled: ['(no title)', '(không có tiêu đề)'],
  unnamed: ['no name given', 'không nêu tên'],
  more: ['Show all', 'Xem tất cả'],
  keys: ['Keys', 'Phím tắt'],
  theme: ['Light or dark', 'Sáng hoặc tối'],
  undated: ['undated', 'không rõ ngày'],
  no_chart: ['Nothing to draw.', 'Không có dữ liệu.'],
  no_evidence: ['no place in the text', 'không gắn với đoạn nào'],
  k_search: ['search', 'tìm kiếm'],
  k_move: ['move through the list', 'di chuyển trong danh sách'],
  k_open: ['open', 'mở'],
  k_back: ['back, let go', 'quay lại, bỏ chọn'],
  k_next: ['next, previous article', 'bài sau, bài trước'],
  k_views: ['articles, bodies, charts', 'bài viết, ban, biểu đồ'],
  k_tab: ['from field to field', 'từ mục này sang mục khác'],
  central: ['central, or without a province in the name', 'trung ương, hoặc không có tên tỉnh'],
};
const pick = pair => pair[language === 'vi' ? 1 : 0];
const w = key => pick(WORDS[key]);
const label = (group, key) => (DATA.labels[group][key] ? pick(DATA.labels[group][key]) : key);

// "2019-05-03T08:15" → "3/5/2019", "2019-05" → "5/2019".
function day(iso) {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(iso || '');
  if (!parts) return iso || '';
  return [parts[3], parts[2]].filter(Boolean).map(Number).concat(parts[1]).join('/');
}
